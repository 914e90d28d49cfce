// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "storage/timesheet.hpp"

#include <algorithm>
#include <tuple>
#include <utility>

#include "storage/columns.hpp"

namespace kimai::storage {

namespace {

/// As to_entry() takes them.
const std::string time_entries =
    "SELECT timeEntryID, start, \"end\", duration, userID, projectID, activityID, description, comment, commentType,"
    " cleared, location, trackingNumber, rate, fixedRate, budget, approved, statusID, billable FROM timeSheet";
const std::string time_entry = time_entries + " WHERE timeEntryID = ?1";
/// What neither an index nor a total depends on, by which SQLite finds out what an update has to do besides.
const std::string details =
    "UPDATE timeSheet SET duration = ?2, description = ?3, comment = ?4, commentType = ?5,"
    " location = ?6, trackingNumber = ?7, rate = ?8, fixedRate = ?9, budget = ?10, approved = ?11, billable = ?12";
const std::string place =
    ", start = ?13, \"end\" = ?14, userID = ?15, projectID = ?16, activityID = ?17, statusID = ?18, cleared = ?19";
const std::string update_details = details + " WHERE timeEntryID = ?1";
const std::string update_all = details + place + " WHERE timeEntryID = ?1";
const std::string running_entry = time_entries + " WHERE userID = ?1 AND \"end\" = 0 ORDER BY timeEntryID LIMIT 1";

/// As Timesheet::give() takes them.
const std::string row_of_list =
    "SELECT t.timeEntryID, t.start, t.\"end\", t.duration, t.budget, t.approved, t.rate, t.fixedRate, t.projectID,"
    " t.activityID, t.location, t.trackingNumber, t.statusID, t.billable, t.description, t.comment, t.cleared,"
    " t.commentType FROM timeSheet t";
const std::string in_list =
    " WHERE t.userID = ?1 AND t.start BETWEEN ?2 AND ?3"
    " AND (?4 IS NULL OR t.\"end\" > ?4 OR t.\"end\" = 0) AND (?5 IS NULL OR t.cleared = ?5)"
    " AND t.timeEntryID NOT IN (SELECT timeEntryID FROM unlistedEntries)"
    " ORDER BY t.start DESC, t.timeEntryID LIMIT ?6 OFFSET ?7";
const std::string listed_rows = row_of_list + in_list;
const std::string listed_numbers = "SELECT t.timeEntryID FROM timeSheet t" + in_list;
const std::string listed_row = row_of_list + " WHERE t.timeEntryID = ?1";

TimeEntry to_entry(const Rows& rows) {
    return {.id = rows.integer(0),
            .start = rows.integer(1),
            .end = rows.integer(2),
            .duration = rows.integer(3),
            .user = rows.integer(4),
            .project = rows.integer(5),
            .activity = rows.integer(6),
            .description = optional_string(rows, 7),
            .comment = optional_string(rows, 8),
            .comment_type = rows.integer(9),
            .cleared = rows.integer(10),
            .location = optional_string(rows, 11),
            .tracking_number = optional_string(rows, 12),
            .rate = money(rows, 13),
            .fixed_rate = optional_money(rows, 14),
            .budget = optional_money(rows, 15),
            .approved = optional_money(rows, 16),
            .status = rows.integer(17),
            .billable = rows.optional_integer(18)};
}

std::optional<TimeEntry> first_entry(Rows rows) {
    if (!rows.next()) return std::nullopt;
    return to_entry(rows);
}

/// What an entry belongs to.
struct Belonging {
    const Names::Project* project;
    const std::string* customer;
    const std::string* activity;
};

Belonging belonging(Names& names, std::int64_t project_id, std::int64_t activity_id) {
    const Names::Project* project = names.project(project_id);
    return {.project = project,
            .customer = project != nullptr ? names.customer(project->customer) : nullptr,
            .activity = names.activity(activity_id)};
}

std::optional<std::string> copied(const std::string* text) {
    if (text == nullptr) return std::nullopt;
    return *text;
}

/// Whether both stand in the same place in all lists, and count in the same totals.
bool same_place(const TimeEntry& a, const TimeEntry& b) {
    const auto place_of = [](const TimeEntry& entry) {
        return std::tie(entry.start, entry.end, entry.user, entry.project, entry.activity, entry.status, entry.cleared);
    };
    return place_of(a) == place_of(b);
}

constexpr auto smallest = std::numeric_limits<std::int64_t>::min();
constexpr auto largest = std::numeric_limits<std::int64_t>::max();

}  // namespace

/// Of one user and one value of `cleared`, or all.
struct Timesheet::Total {
    std::int64_t entries;
    /// No entry's end is farther from its start.
    std::int64_t longest;
};

/// Where in the order by start the entries lie that a filter takes. Both bounds belong to it.
struct Timesheet::Span {
    std::int64_t earliest;
    std::int64_t latest;
    /// Some entries in it may end too early.
    std::optional<std::int64_t> ends_after;
};

Timesheet::Total Timesheet::total_of(const TimesheetFilter& filter) {
    Rows rows = connection_.query(
        "SELECT ifnull(sum(entries), 0), ifnull(max(longest), 0) FROM timesheetTotals WHERE userID = ?1"
        " AND (?2 IS NULL OR cleared = ?2)",
        filter.user, filter.cleared);
    rows.next();
    return {rows.integer(0), rows.integer(1)};
}

Timesheet::Span Timesheet::span_of(const TimesheetFilter& filter, const Total& total) {
    if (filter.begins_before == smallest) return {.earliest = largest, .latest = smallest, .ends_after = {}};
    Span span{.earliest = smallest, .latest = largest, .ends_after = {}};
    if (filter.begins_before != largest) span.latest = filter.begins_before - 1;
    if (filter.ends_after == smallest) return span;
    span.ends_after = filter.ends_after;
    // Beyond the smallest number there are no entries.
    if (__builtin_sub_overflow(filter.ends_after, total.longest, &span.earliest)) span.earliest = smallest;
    // Without a word which index to take, SQLite goes through the user's entries by start.
    Rows rows = connection_.query(
        "SELECT min(start) FROM timeSheet INDEXED BY runningEntries WHERE userID = ?1 AND \"end\" = 0", filter.user);
    rows.next();
    span.earliest = std::min(span.earliest, rows.optional_integer(0).value_or(largest));
    return span;
}

std::int64_t Timesheet::count_in(const TimesheetFilter& filter, const Total& total, const Span& span) {
    if (span.earliest == smallest && span.latest == largest && !span.ends_after) return total.entries;
    Span counted = span;
    // People ask for what lies not far back: there is less behind the span than in it.
    const bool all_but_later = span.earliest == smallest && !span.ends_after;
    if (all_but_later) counted = {.earliest = span.latest + 1, .latest = largest, .ends_after = {}};
    Rows rows = connection_.query(
        "SELECT count(*) FROM timeSheet t WHERE t.userID = ?1 AND t.start BETWEEN ?2 AND ?3"
        " AND (?4 IS NULL OR t.\"end\" > ?4 OR t.\"end\" = 0) AND (?5 IS NULL OR t.cleared = ?5)"
        " AND t.timeEntryID NOT IN (SELECT timeEntryID FROM unlistedEntries)",
        filter.user, counted.earliest, counted.latest, counted.ends_after, filter.cleared);
    rows.next();
    return all_but_later ? total.entries - rows.integer(0) : rows.integer(0);
}

std::int64_t Timesheet::count(const TimesheetFilter& filter) {
    const Total total = total_of(filter);
    return count_in(filter, total, span_of(filter, total));
}

std::int64_t Timesheet::list(const TimesheetFilter& filter, std::int64_t limit, std::int64_t offset,
                             const std::function<void(const TimesheetRow&)>& take) {
    return in_order(listed_rows, filter, limit, offset, [&](const Rows& rows) { give(rows, filter.user, take); });
}

std::int64_t Timesheet::numbers(const TimesheetFilter& filter, std::int64_t limit, std::int64_t offset,
                                const std::function<void(std::int64_t entry)>& take) {
    return in_order(listed_numbers, filter, limit, offset, [&](const Rows& rows) { take(rows.integer(0)); });
}

void Timesheet::row(std::int64_t user, std::int64_t entry, const std::function<void(const TimesheetRow&)>& take) {
    Rows rows = connection_.query(listed_row, entry);
    if (rows.next()) give(rows, user, take);
}

// The user's index is also the order of the answer: so the cost does not depend on how many entries others have.
std::int64_t Timesheet::in_order(std::string_view sql, const TimesheetFilter& filter, std::int64_t limit,
                                 std::int64_t offset, const std::function<void(const Rows&)>& take) {
    const Total total = total_of(filter);
    const Span span = span_of(filter, total);
    const std::int64_t count = count_in(filter, total, span);
    // Behind its last row a list would look for more among all that is older.
    const std::int64_t wanted = std::min(limit, count - std::min(offset, count));
    if (wanted == 0) return count;
    Rows rows = connection_.query(sql, filter.user, span.earliest, span.latest, span.ends_after, filter.cleared, wanted,
                                  offset);
    while (rows.next()) take(rows);
    return count;
}

// What entries refer to is in memory, so there are no joins.
void Timesheet::give(const Rows& rows, std::int64_t user_id, const std::function<void(const TimesheetRow&)>& take) {
    const Names::User* user = names_.user(user_id);
    const std::int64_t project = rows.integer(8);
    const std::int64_t activity = rows.integer(9);
    const std::int64_t status = rows.integer(12);
    const Belonging of = belonging(names_, project, activity);
    const std::string* status_name = names_.status(status);
    // Only where unlistedEntries was spoiled by another program.
    if (user == nullptr || of.customer == nullptr || of.activity == nullptr || status_name == nullptr) return;
    take({.id = rows.integer(0),
          .start = rows.integer(1),
          .end = rows.integer(2),
          .duration = rows.integer(3),
          .budget = optional_money(rows, 4),
          .approved = optional_money(rows, 5),
          .rate = money(rows, 6),
          .fixed_rate = optional_money(rows, 7),
          .project = project,
          .activity = activity,
          .user = user_id,
          .customer_name = *of.customer,
          .customer = of.project->customer,
          .activity_name = *of.activity,
          .project_name = of.project->name,
          .project_comment = of.project->comment,
          .location = rows.optional_text(10),
          .tracking_number = rows.optional_text(11),
          .status = status,
          .status_name = *status_name,
          .billable = rows.optional_integer(13),
          .description = rows.optional_text(14),
          .comment = rows.optional_text(15),
          .cleared = rows.integer(16),
          .comment_type = rows.integer(17),
          .user_alias = user->alias,
          .user_name = user->name});
}

std::optional<TimeEntry> Timesheet::find(std::int64_t id) { return first_entry(connection_.query(time_entry, id)); }

std::optional<TimeEntry> Timesheet::running(std::int64_t user) {
    return first_entry(connection_.query(running_entry, user));
}

NamedTimeEntry Timesheet::named(TimeEntry entry) {
    const Belonging of = belonging(names_, entry.project, entry.activity);
    NamedTimeEntry named{.entry = std::move(entry),
                         .project_name = {},
                         .customer_name = copied(of.customer),
                         .activity_name = copied(of.activity),
                         .customer = {}};
    if (of.project != nullptr) named.project_name = of.project->name;
    if (of.customer != nullptr) named.customer = of.project->customer;
    return named;
}

std::int64_t Timesheet::add(const TimeEntry& entry) {
    connection_.execute(
        "INSERT INTO timeSheet (start, \"end\", duration, userID, projectID, activityID, description, comment, "
        "commentType,"
        " cleared, location, trackingNumber, rate, fixedRate, budget, approved, statusID, billable)"
        " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18)",
        entry.start, entry.end, entry.duration, entry.user, entry.project, entry.activity, entry.description,
        entry.comment, entry.comment_type, entry.cleared, entry.location, entry.tracking_number, entry.rate.hundredths,
        hundredths(entry.fixed_rate), hundredths(entry.budget), hundredths(entry.approved), entry.status,
        entry.billable);
    return connection_.last_insert_id();
}

void Timesheet::update(const TimeEntry& entry, const TimeEntry& before) {
    const auto write = [&](const std::string& sql, const auto&... moved) {
        connection_.execute(sql, entry.id, entry.duration, entry.description, entry.comment, entry.comment_type,
                            entry.location, entry.tracking_number, entry.rate.hundredths, hundredths(entry.fixed_rate),
                            hundredths(entry.budget), hundredths(entry.approved), entry.billable, moved...);
    };
    if (same_place(entry, before)) {
        write(update_details);
    } else {
        write(update_all, entry.start, entry.end, entry.user, entry.project, entry.activity, entry.status,
              entry.cleared);
    }
}

void Timesheet::remove(std::int64_t id) { connection_.execute("DELETE FROM timeSheet WHERE timeEntryID = ?1", id); }

}  // namespace kimai::storage
