// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "storage/timesheet.hpp"

#include "storage/columns.hpp"

namespace kimai::storage {

namespace {

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

TimesheetRow to_row(const Rows& rows) {
    return {.id = rows.integer(0),
            .start = rows.integer(1),
            .end = rows.integer(2),
            .duration = rows.integer(3),
            .budget = optional_money(rows, 4),
            .approved = optional_money(rows, 5),
            .rate = money(rows, 6),
            .fixed_rate = optional_money(rows, 7),
            .project = rows.integer(8),
            .activity = rows.integer(9),
            .user = rows.integer(10),
            .customer_name = rows.text(11),
            .customer = rows.integer(12),
            .activity_name = rows.text(13),
            .project_name = rows.text(14),
            .project_comment = rows.optional_text(15),
            .location = rows.optional_text(16),
            .tracking_number = rows.optional_text(17),
            .status = rows.integer(18),
            .status_name = rows.text(19),
            .billable = rows.optional_integer(20),
            .description = rows.optional_text(21),
            .comment = rows.optional_text(22),
            .cleared = rows.integer(23),
            .comment_type = rows.integer(24),
            .user_alias = rows.optional_text(25),
            .user_name = rows.text(26)};
}

}  // namespace

// CROSS JOIN keeps SQLite to this order: the user's entries by their index, which is also the order of the answer, and
// the names by number. So the cost does not depend on how many entries others have.
void Timesheet::list(const TimesheetFilter& filter, std::int64_t limit, std::int64_t offset,
                     const std::function<void(const TimesheetRow&)>& take) {
    Rows rows = connection_.query(
        "SELECT t.timeEntryID, t.start, t.\"end\", t.duration, t.budget, t.approved, t.rate, t.fixedRate, t.projectID,"
        " t.activityID, t.userID, c.name, c.customerID, a.name, p.name, p.comment, t.location, t.trackingNumber,"
        " t.statusID, s.status, t.billable, t.description, t.comment, t.cleared, t.commentType, u.alias, u.name"
        " FROM timeSheet t CROSS JOIN projects p ON p.projectID = t.projectID"
        " CROSS JOIN customers c ON c.customerID = p.customerID CROSS JOIN activities a ON a.activityID = t.activityID"
        " CROSS JOIN statuses s ON s.statusID = t.statusID CROSS JOIN users u ON u.userID = t.userID"
        " WHERE t.userID = ?1 AND (t.\"end\" > ?2 OR t.\"end\" = 0) AND t.start < ?3 AND (?4 IS NULL OR t.cleared = ?4)"
        " ORDER BY t.start DESC, t.timeEntryID LIMIT ?5 OFFSET ?6",
        filter.user, filter.ends_after, filter.begins_before, filter.cleared, limit, offset);
    while (rows.next()) take(to_row(rows));
}

std::int64_t Timesheet::count(const TimesheetFilter& filter) {
    Rows rows = connection_.query(
        "SELECT count(*) FROM timeSheet t CROSS JOIN projects p ON p.projectID = t.projectID"
        " CROSS JOIN customers c ON c.customerID = p.customerID CROSS JOIN activities a ON a.activityID = t.activityID"
        " CROSS JOIN statuses s ON s.statusID = t.statusID"
        " WHERE t.userID = ?1 AND (t.\"end\" > ?2 OR t.\"end\" = 0) AND t.start < ?3 AND (?4 IS NULL OR t.cleared = "
        "?4)",
        filter.user, filter.ends_after, filter.begins_before, filter.cleared);
    rows.next();
    return rows.integer(0);
}

std::optional<TimeEntry> Timesheet::find(std::int64_t id) {
    auto named = find_named(id);
    if (!named) return std::nullopt;
    return std::move(named->entry);
}

std::optional<NamedTimeEntry> Timesheet::find_named(std::int64_t id) {
    Rows rows = connection_.query(
        "SELECT t.timeEntryID, t.start, t.\"end\", t.duration, t.userID, t.projectID, t.activityID, t.description,"
        " t.comment, t.commentType, t.cleared, t.location, t.trackingNumber, t.rate, t.fixedRate, t.budget, t.approved,"
        " t.statusID, t.billable, p.name, c.name, a.name, c.customerID FROM timeSheet t"
        " LEFT JOIN projects p ON p.projectID = t.projectID LEFT JOIN customers c ON c.customerID = p.customerID"
        " LEFT JOIN activities a ON a.activityID = t.activityID WHERE t.timeEntryID = ?1",
        id);
    if (!rows.next()) return std::nullopt;
    return NamedTimeEntry{.entry = to_entry(rows),
                          .project_name = optional_string(rows, 19),
                          .customer_name = optional_string(rows, 20),
                          .activity_name = optional_string(rows, 21),
                          .customer = rows.optional_integer(22)};
}

std::optional<std::int64_t> Timesheet::running(std::int64_t user) {
    Rows rows = connection_.query("SELECT min(timeEntryID) FROM timeSheet WHERE userID = ?1 AND \"end\" = 0", user);
    rows.next();
    return rows.optional_integer(0);
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

void Timesheet::update(const TimeEntry& entry) {
    connection_.execute(
        "UPDATE timeSheet SET start = ?2, \"end\" = ?3, duration = ?4, userID = ?5, projectID = ?6, activityID = ?7,"
        " description = ?8, comment = ?9, commentType = ?10, cleared = ?11, location = ?12, trackingNumber = ?13,"
        " rate = ?14, fixedRate = ?15, budget = ?16, approved = ?17, statusID = ?18, billable = ?19"
        " WHERE timeEntryID = ?1",
        entry.id, entry.start, entry.end, entry.duration, entry.user, entry.project, entry.activity, entry.description,
        entry.comment, entry.comment_type, entry.cleared, entry.location, entry.tracking_number, entry.rate.hundredths,
        hundredths(entry.fixed_rate), hundredths(entry.budget), hundredths(entry.approved), entry.status,
        entry.billable);
}

void Timesheet::remove(std::int64_t id) { connection_.execute("DELETE FROM timeSheet WHERE timeEntryID = ?1", id); }

}  // namespace kimai::storage
