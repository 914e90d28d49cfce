// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <cstdint>
#include <functional>
#include <limits>
#include <optional>
#include <string>
#include <string_view>

#include "storage/money.hpp"
#include "storage/names.hpp"
#include "storage/sqlite.hpp"

namespace kimai::storage {

/// A time entry as it is stored. Times are seconds since 1970.
struct TimeEntry {
    std::int64_t id = 0;
    std::int64_t start = 0;
    /// 0: it is still running.
    std::int64_t end = 0;
    std::int64_t duration = 0;
    std::int64_t user = 0;
    std::int64_t project = 0;
    std::int64_t activity = 0;
    std::optional<std::string> description;
    std::optional<std::string> comment;
    std::int64_t comment_type = 0;
    std::int64_t cleared = 0;
    std::optional<std::string> location;
    std::optional<std::string> tracking_number;
    Money rate;
    std::optional<Money> fixed_rate;
    std::optional<Money> budget;
    std::optional<Money> approved;
    std::int64_t status = 0;
    std::optional<std::int64_t> billable;
};

/// A time entry with the names of what it belongs to; a name is missing where that is gone.
struct NamedTimeEntry {
    TimeEntry entry;
    std::optional<std::string> project_name;
    std::optional<std::string> customer_name;
    std::optional<std::string> activity_name;
    std::optional<std::int64_t> customer;
};

/// A time entry as it is listed. Text lives until the next row.
struct TimesheetRow {
    std::int64_t id;
    std::int64_t start;
    std::int64_t end;
    std::int64_t duration;
    std::optional<Money> budget;
    std::optional<Money> approved;
    Money rate;
    std::optional<Money> fixed_rate;
    std::int64_t project;
    std::int64_t activity;
    std::int64_t user;
    std::string_view customer_name;
    std::int64_t customer;
    std::string_view activity_name;
    std::string_view project_name;
    std::optional<std::string_view> project_comment;
    std::optional<std::string_view> location;
    std::optional<std::string_view> tracking_number;
    std::int64_t status;
    std::string_view status_name;
    std::optional<std::int64_t> billable;
    std::optional<std::string_view> description;
    std::optional<std::string_view> comment;
    std::int64_t cleared;
    std::int64_t comment_type;
    std::optional<std::string_view> user_alias;
    std::string_view user_name;
};

/// Which of a user's entries: those that end after `ends_after` or still run, and begin before `begins_before`.
struct TimesheetFilter {
    std::int64_t user = 0;
    std::int64_t ends_after = std::numeric_limits<std::int64_t>::min();
    std::int64_t begins_before = std::numeric_limits<std::int64_t>::max();
    std::optional<std::int64_t> cleared;
};

class Timesheet {
  public:
    Timesheet(Connection& connection, Names& names) : connection_(connection), names_(names) {}

    /// Newest start first, equal starts by rising number. An entry shows only if its project, customer, activity and
    /// status are there (recorded behaviour). limit and offset: 0 at least. Answers how many there are in all, as
    /// count() does.
    ///
    /// The cost does not depend on how many entries the user has, but on limit and offset, with `ends_after` on how
    /// many entries began since then or are counted at its side, with `begins_before` alone on how many began later.
    std::int64_t list(const TimesheetFilter& filter, std::int64_t limit, std::int64_t offset,
                      const std::function<void(const TimesheetRow&)>& take);
    /// The same, but gives the numbers of the entries alone; for who knows most of the rows, and has row() read others.
    std::int64_t numbers(const TimesheetFilter& filter, std::int64_t limit, std::int64_t offset,
                         const std::function<void(std::int64_t entry)>& take);
    /// One of the user's entries that numbers() gave.
    void row(std::int64_t user, std::int64_t entry, const std::function<void(const TimesheetRow&)>& take);
    /// How many list() would give without a limit.
    std::int64_t count(const TimesheetFilter& filter);

    std::optional<TimeEntry> find(std::int64_t id);
    /// The user's running entry with the lowest number.
    std::optional<TimeEntry> running(std::int64_t user);
    NamedTimeEntry named(TimeEntry entry);

    /// Adds the entry under a new number, which it answers; the entry's own id is not read.
    std::int64_t add(const TimeEntry& entry);
    /// before: the entry as it is stored, read in this transaction. An update that leaves it in its place in all lists
    /// costs half as much.
    void update(const TimeEntry& entry, const TimeEntry& before);
    void remove(std::int64_t id);

  private:
    struct Total;
    struct Span;
    Total total_of(const TimesheetFilter& filter);
    Span span_of(const TimesheetFilter& filter, const Total& total);
    std::int64_t count_in(const TimesheetFilter& filter, const Total& total, const Span& span);
    std::int64_t in_order(std::string_view sql, const TimesheetFilter& filter, std::int64_t limit, std::int64_t offset,
                          const std::function<void(const Rows&)>& take);
    void give(const Rows& rows, std::int64_t user_id, const std::function<void(const TimesheetRow&)>& take);

    Connection& connection_;
    Names& names_;
};

}  // namespace kimai::storage
