// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "storage/expenses.hpp"

#include <doctest/doctest.h>

#include <limits>
#include <string>
#include <tuple>

#include "test/storage/firm.hpp"
#include "test/storage/query_plan.hpp"

using namespace kimai::storage;
using namespace kimai::test;

namespace {

/// Customer 1, project 1, and users 1 and 2.
Connection firm() {
    auto database = memory_database();
    add(database, UserRow{.id = 1, .name = "anna"});
    add(database, UserRow{.id = 2, .name = "bert"});
    add(database, kimai::test::CustomerRow{.id = 1, .name = "Acme"});
    add(database, kimai::test::ProjectRow{.id = 1, .customer = 1, .name = "Apollo"});
    return database;
}

constexpr auto ever = std::numeric_limits<std::int64_t>::min();
constexpr auto always = std::numeric_limits<std::int64_t>::max();

ExpenseFilter of_user(std::int64_t user, std::int64_t from = ever, std::int64_t to = always,
                      std::optional<bool> refundable = std::nullopt,
                      std::optional<std::int64_t> cleared = std::nullopt) {
    return {.user = user, .from = from, .to = to, .refundable = refundable, .cleared = cleared};
}

std::string listed(Connection& database, const ExpenseFilter& filter, std::optional<std::int64_t> limit = {},
                   std::int64_t offset = 0) {
    std::string ids;
    Names names(database);
    Expenses(database, names).list(filter, limit, offset, [&ids](const kimai::storage::ExpenseRow& row) {
        ids += (ids.empty() ? "" : " ") + std::to_string(row.id);
    });
    return ids;
}

}  // namespace

TEST_CASE("A list holds the user's own expenses, newest first, equal times by number") {
    auto database = firm();
    add(database, kimai::test::ExpenseRow{.id = 3, .user = 1, .timestamp = 100});
    add(database, kimai::test::ExpenseRow{.id = 1, .user = 1, .timestamp = 100});
    add(database, kimai::test::ExpenseRow{.id = 2, .user = 1, .timestamp = 300});
    add(database, kimai::test::ExpenseRow{.id = 4, .user = 2, .timestamp = 300});
    CHECK(listed(database, of_user(1)) == "2 1 3");
    CHECK(listed(database, of_user(1), 2) == "2 1");
    CHECK(listed(database, of_user(1), 2, 1) == "1 3");
    CHECK(listed(database, of_user(1), {}, 1) == "1 3");
    CHECK(listed(database, of_user(1), 2, 9).empty());
    Names names(database);
    CHECK(Expenses(database, names).count(of_user(1)) == 3);
}

TEST_CASE("Both bounds belong to the span; refundable and cleared pick") {
    auto database = firm();
    add(database, kimai::test::ExpenseRow{.id = 1, .user = 1, .timestamp = 100, .refundable = 1});
    add(database, kimai::test::ExpenseRow{.id = 2, .user = 1, .timestamp = 200, .cleared = 1});
    add(database, kimai::test::ExpenseRow{.id = 3, .user = 1, .timestamp = 300, .refundable = 5});
    struct Case {
        std::string name;
        ExpenseFilter filter;
        std::string ids;
    };
    const Case cases[] = {
        {"no bounds", of_user(1), "3 2 1"},
        {"from one's time", of_user(1, 200), "3 2"},
        {"from behind it", of_user(1, 201), "3"},
        {"to one's time", of_user(1, ever, 200), "2 1"},
        {"to before it", of_user(1, ever, 199), "1"},
        {"one instant", of_user(1, 200, 200), "2"},
        {"the wrong way round", of_user(1, 300, 100), ""},
        {"refundable, by any number", of_user(1, ever, always, true), "3 1"},
        {"not refundable", of_user(1, ever, always, false), "2"},
        {"cleared", of_user(1, ever, always, std::nullopt, 1), "2"},
        {"not cleared", of_user(1, ever, always, std::nullopt, 0), "3 1"},
        {"all at once", of_user(1, 100, 299, true, 0), "1"},
    };
    for (const Case& c : cases) {
        CAPTURE(c.name);
        const std::string ids = listed(database, c.filter);
        CHECK(ids == c.ids);
        Names names(database);
        CHECK(Expenses(database, names).count(c.filter) == static_cast<std::int64_t>((ids.size() + 1) / 2));
    }
}

TEST_CASE("Expenses that point nowhere are neither listed nor counted, but found") {
    auto database = firm();
    add(database, kimai::test::ProjectRow{.id = 2, .customer = 99, .name = "of no customer"});
    add(database, kimai::test::ExpenseRow{.id = 1, .user = 1, .timestamp = 1, .project = 99});
    add(database, kimai::test::ExpenseRow{.id = 2, .user = 1, .timestamp = 1, .project = 2});
    Names names(database);
    Expenses expenses(database, names);
    CHECK(listed(database, of_user(1)).empty());
    CHECK(expenses.count(of_user(1)) == 0);
    REQUIRE(expenses.find(1));
    const auto nowhere = expenses.surroundings(*expenses.find(1));
    CHECK_FALSE(nowhere.customer);
    CHECK_FALSE(nowhere.name);
    CHECK_FALSE(nowhere.internal);
    const auto project_only = expenses.surroundings(*expenses.find(2));
    CHECK_FALSE(project_only.name);
    CHECK_FALSE(project_only.visible);
    CHECK(project_only.internal == 0);
}

TEST_CASE("An expense is found as it was added, and its number is never given again") {
    auto database = firm();
    Names names(database);
    Expenses expenses(database, names);
    Expense expense{.id = 77,
                    .timestamp = 5,
                    .user = 1,
                    .project = 1,
                    .designation = "",
                    .comment = "it's \\ \xC3\xBC",
                    .comment_type = 2,
                    .refundable = 5,
                    .cleared = 1,
                    .multiplier = Money{250},
                    .value = Money{-350}};
    const auto same = [](const Expense& a, const Expense& b) {
        const auto all = [](const Expense& e) {
            return std::tie(e.timestamp, e.user, e.project, e.designation, e.comment, e.comment_type, e.refundable,
                            e.cleared, e.multiplier, e.value);
        };
        return all(a) == all(b);
    };
    const std::int64_t id = expenses.add(expense);
    CHECK(id == 1);
    REQUIRE(expenses.find(id));
    CHECK(expenses.find(id)->id == id);
    CHECK(same(*expenses.find(id), expense));

    expense = Expense();
    expense.id = id;
    expense.user = 2;
    expense.designation = "d";
    expenses.update(expense);
    REQUIRE(expenses.find(id));
    CHECK(same(*expenses.find(id), expense));
    CHECK(expenses.find(id)->multiplier == Money{100});

    expenses.remove(id);
    CHECK_FALSE(expenses.find(id));
    expenses.remove(id);
    CHECK(expenses.add(expense) == id + 1);
}

TEST_CASE("The surroundings are the customer's columns and the project's money") {
    auto database = firm();
    database.run_script(
        "UPDATE projects SET budget = 100000, effort = NULL, approved = 5, internal = 1, visible = 0;"
        "UPDATE customers SET company = '', vat = 'VAT', timezone = 'Europe/Berlin', filter = 3,"
        " password = 'secret'");
    Expense of_project_1;
    of_project_1.project = 1;
    Names names(database);
    const auto around = Expenses(database, names).surroundings(of_project_1);
    CHECK(around.customer == 1);
    CHECK(around.name == "Acme");
    CHECK(around.visible == 1);
    CHECK(around.filter == 3);
    CHECK(around.trash == 0);
    CHECK(around.budget == Money{100000});
    CHECK_FALSE(around.effort);
    CHECK(around.approved == Money{5});
    CHECK(around.internal == 1);
    CHECK(around.company == "");
    CHECK(around.vat == "VAT");
    CHECK_FALSE(around.contact);
    CHECK(around.timezone == "Europe/Berlin");
}

TEST_CASE("Listing and counting go by the user's index, without scan or sort") {
    auto database = firm();
    listed(database, of_user(1));
    const std::string plan = plan_of(database, "SELECT expenseID, timestamp, multiplier");
    CAPTURE(plan);
    CHECK(plan.find("USING INDEX expensesOfUser (userID=? AND timestamp>? AND timestamp<?)") != std::string::npos);
    CHECK(plan.find("SCAN") == std::string::npos);
    CHECK(plan.find("TEMP B-TREE") == std::string::npos);
}
