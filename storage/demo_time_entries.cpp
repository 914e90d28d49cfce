// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include <date/tz.h>

#include <algorithm>
#include <array>
#include <optional>
#include <tuple>

#include "storage/demo_calendar.hpp"
#include "storage/demo_firm.hpp"
#include "storage/demo_random.hpp"

namespace kimai::storage::demo {

namespace {

constexpr int days_in_week = 7;
constexpr int finished_days_ago = 180;
constexpr std::int64_t minute = 60;
constexpr std::int64_t hour = 60 * minute;

/// How long the pieces of a working day are, in minutes.
struct DayShape {
    int pieces;
    std::int64_t shortest;
    std::int64_t longest;
};

constexpr std::array shapes{DayShape{1, 330, 480}, DayShape{1, 240, 450}, DayShape{2, 180, 270}, DayShape{2, 165, 255},
                            DayShape{3, 105, 175}};
constexpr std::array<std::string_view, 3> places{"Office", "Home office", "On site"};
constexpr std::array<std::string_view, 3> comments{"To be talked about in the next meeting", "Took longer than planned",
                                                   "Sprint 7\nTicket is closed"};

/// One user's year.
class Diary {
  public:
    Diary(const Firm& firm, const Employee& user, std::int64_t now, std::uint64_t seed)
        : firm_(firm), user_(user), calendar_(user.zone, now), random_(seed), last_end_(now) {}

    std::vector<TimeEntry> write() {
        if (user_.records_now) record_now();
        choose_holidays();
        for (int ago = days_in_year; ago >= user_.left_days_ago; --ago) {
            if (ago % days_in_week == 0 || current_.empty()) choose_projects(ago);
            if (works(ago)) write_day(ago);
        }
        return std::move(entries_);
    }

  private:
    void record_now() {
        last_end_ -= random_.between(20 * minute, 70 * minute);
        choose_projects(0);
        add(last_end_, 0, 0);
    }

    void choose_holidays() {
        constexpr int weeks_off = 5;
        for (int i = 0; i < weeks_off; ++i) weeks_off_.push_back(static_cast<int>(random_.between(1, 51)));
    }

    bool works(int ago) {
        constexpr int weekends_worked = 3;
        if (std::ranges::find(weeks_off_, ago / days_in_week) != weeks_off_.end()) return false;
        return random_.chance(calendar_.is_weekend(ago) ? weekends_worked : user_.days_worked);
    }

    /// A user works on a few projects at a time, each week on others.
    void choose_projects(int ago) {
        constexpr std::size_t at_a_time = 4;
        std::vector<const Project*> possible;
        for (const Project& project : firm_.projects) {
            if ((project.teams & user_.works_in) == 0) continue;
            if (project.is_finished && ago - days_in_week < finished_days_ago) continue;
            possible.push_back(&project);
        }
        current_.clear();
        for (std::size_t i = 0; i < at_a_time; ++i) current_.push_back(random_.pick(possible));
    }

    void write_day(int ago) {
        const DayShape& shape = random_.pick(shapes);
        std::int64_t start = calendar_.at(ago, user_.first_hour * hour + in_steps(random_.between(-30, 45) * minute));
        for (int piece = 0; piece < shape.pieces; ++piece) {
            const std::int64_t seconds = random_.between(shape.shortest * minute, shape.longest * minute);
            const std::int64_t end = start + in_steps(seconds);
            if (end > last_end_) return;
            add(start, end, ago);
            start = end + in_steps(random_.between(15, 60) * minute);
        }
    }

    std::int64_t in_steps(std::int64_t seconds) const { return seconds / user_.step * user_.step; }

    std::optional<Task> one_of(const std::vector<Task>& tasks, int ago) {
        std::vector<Task> possible;
        for (const Task& task : tasks) {
            if ((task.teams & user_.works_in) == 0 || (task.is_finished && ago < finished_days_ago)) continue;
            possible.push_back(task);
        }
        if (possible.empty()) return std::nullopt;
        return random_.pick(possible);
    }

    Task choose_task(const Project& project, int ago) {
        constexpr int assigned_share = 75;
        if (random_.chance(assigned_share)) {
            if (const auto task = one_of(project.tasks, ago)) return *task;
        }
        return one_of(firm_.general_tasks, ago).value();
    }

    /// With the end 0, one that runs.
    void add(std::int64_t start, std::int64_t end, int ago) {
        const Project& project = *random_.pick(current_);
        const Task task = choose_task(project, ago);
        TimeEntry entry;
        entry.start = start;
        entry.end = end;
        entry.duration = end == 0 ? 0 : end - start;
        entry.user = user_.id;
        entry.project = project.id;
        entry.activity = task.activity;
        describe(entry, task);
        settle(entry, project, ago);
        entries_.push_back(std::move(entry));
    }

    void describe(TimeEntry& entry, const Task& task) {
        if (!task.descriptions.empty() && random_.chance(85)) entry.description = random_.pick(task.descriptions);
        if (random_.chance(60)) entry.location = random_.pick(places);
        if (task.is_tracked && random_.chance(45)) {
            entry.tracking_number = "T-" + std::to_string(random_.between(1000, 1999));
        }
        if (random_.chance(8)) {
            entry.comment = random_.pick(comments);
            entry.comment_type = random_.between(0, 2);
        }
    }

    /// Whether the entry is for an invoice, and how far that has come. Statuses are those of an installation.
    void settle(TimeEntry& entry, const Project& project, int ago) {
        constexpr std::int64_t open = 1;
        constexpr std::int64_t review = 2;
        constexpr std::int64_t closed = 3;
        entry.status = open;
        if (entry.end == 0) return;
        constexpr std::array<std::int64_t, 10> shares{100, 100, 100, 100, 100, 100, 100, 50, 0, 0};
        entry.billable = project.is_internal ? 0 : random_.pick(shares);
        if (random_.chance(10)) entry.billable = std::nullopt;
        if (random_.chance(5)) {
            entry.budget = Money{random_.between(1, 40) * 2500};
            entry.approved = Money{entry.budget->hundredths / 2};
        }
        if (project.is_internal) return;
        if (ago > 45 && random_.chance(90)) {
            entry.status = closed;
            entry.cleared = 1;
        } else if (ago > 20 && random_.chance(50)) {
            entry.status = review;
        }
    }

    const Firm& firm_;
    const Employee& user_;
    Calendar calendar_;
    Random random_;
    std::int64_t last_end_;
    std::vector<int> weeks_off_;
    std::vector<const Project*> current_;
    std::vector<TimeEntry> entries_;
};

/// What startRecord goes on with when it is given nothing.
void note_last_entries(Connection& connection) {
    connection.execute(
        "UPDATE users SET (lastRecord, lastProject, lastActivity) = (SELECT timeEntryID, projectID, activityID"
        " FROM timeSheet t WHERE t.userID = users.userID ORDER BY start DESC LIMIT 1)"
        " WHERE EXISTS (SELECT 1 FROM timeSheet t WHERE t.userID = users.userID)");
}

}  // namespace

void add_time_entries(Store& store, const Firm& firm, std::int64_t now, std::uint64_t seed) {
    std::vector<TimeEntry> entries;
    Random seeds(seed);
    for (const Employee& user : firm.staff) {
        std::vector<TimeEntry> own = Diary(firm, user, now, seeds.next()).write();
        std::ranges::move(own, std::back_inserter(entries));
    }
    std::ranges::sort(entries, {}, [](const TimeEntry& entry) { return std::tuple(entry.start, entry.user); });
    for (TimeEntry& entry : entries) {
        entry.rate = store.rates.best_rate(entry.user, entry.project, entry.activity).value_or(Money{});
        entry.fixed_rate = store.rates.best_fixed_rate(entry.project, entry.activity);
        store.timesheet.add(entry);
    }
    note_last_entries(store.connection);
}

}  // namespace kimai::storage::demo
