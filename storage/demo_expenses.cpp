// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include <algorithm>
#include <array>
#include <tuple>

#include "storage/demo_calendar.hpp"
#include "storage/demo_firm.hpp"
#include "storage/demo_random.hpp"

namespace kimai::storage::demo {

namespace {

/// A kind of expense: the value of one, and how many there are at most. All in hundredths.
struct Purchase {
    std::string_view designation;
    std::int64_t lowest;
    std::int64_t highest;
    std::int64_t most;
    bool is_refundable;
};

constexpr std::array purchases{
    Purchase{"Train", 1990, 14900, 2, true},
    Purchase{"Hotel", 6900, 13900, 4, true},
    Purchase{"Taxi", 890, 4200, 1, true},
    Purchase{"Kilometres by car", 30, 30, 420, true},
    Purchase{"Parking", 200, 2400, 1, true},
    Purchase{"Lunch with the customer", 2400, 9800, 1, true},
    Purchase{"Café & Kuchen", 450, 1890, 1, true},
    Purchase{"Postage", 155, 1899, 12, false},
    Purchase{"Paper and toner", 499, 8999, 3, false},
    Purchase{"Software licence", 1200, 49900, 1, false},
    Purchase{"Trial prints", 3500, 26000, 2, false},
};

constexpr std::array<std::string_view, 3> remarks{"Receipt is in the folder", "Half of it is paid by the customer",
                                                  "Beleg fehlt noch"};

/// Someone who was there on that day, and a project of his team that was not finished.
void choose_owner(Expense& expense, const Firm& firm, int ago, Random& random) {
    std::vector<const Employee*> there;
    for (const Employee& user : firm.staff) {
        if (ago >= user.left_days_ago) there.push_back(&user);
    }
    const Employee& user = *random.pick(there);
    std::vector<std::int64_t> projects;
    for (const Project& project : firm.projects) {
        if ((project.teams & user.works_in) != 0 && !project.is_finished) projects.push_back(project.id);
    }
    expense.user = user.id;
    expense.project = random.pick(projects);
}

Expense make_expense(const Firm& firm, const Calendar& calendar, int ago, Random& random) {
    constexpr std::int64_t one = 100;
    constexpr std::int64_t hour = 3600;
    Expense expense;
    choose_owner(expense, firm, ago, random);
    expense.timestamp = calendar.at(ago, random.between(8 * hour, 18 * hour));
    const Purchase& purchase = random.pick(purchases);
    expense.designation = purchase.designation;
    expense.value = Money{random.between(purchase.lowest, purchase.highest)};
    expense.multiplier = Money{random.between(1, purchase.most) * one};
    expense.refundable = purchase.is_refundable ? 1 : 0;
    expense.cleared = ago > 45 && random.chance(85) ? 1 : 0;
    if (random.chance(20)) {
        expense.comment = random.pick(remarks);
        expense.comment_type = random.between(0, 2);
    }
    return expense;
}

}  // namespace

void add_expenses(Store& store, const Firm& firm, std::int64_t now, std::uint64_t seed) {
    constexpr int wanted = 150;
    const Calendar calendar("Europe/Berlin", now);
    Random dice(~seed);
    std::vector<Expense> expenses;
    while (expenses.size() < wanted) {
        // Yesterday at the latest, so that all lie before now.
        const int ago = static_cast<int>(dice.between(1, days_in_year));
        if (calendar.is_weekend(ago) && !dice.chance(10)) continue;
        expenses.push_back(make_expense(firm, calendar, ago, dice));
    }
    std::ranges::sort(expenses, {}, [](const Expense& expense) { return std::tuple(expense.timestamp, expense.user); });
    for (const Expense& expense : expenses) store.expenses.add(expense);
}

}  // namespace kimai::storage::demo
