// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "storage/admin/rules.hpp"

#include "storage/columns.hpp"

namespace kimai::storage::admin {

namespace {

constexpr const char* hourly_rates =
    "SELECT r.userID, r.projectID, r.activityID, r.rate, ifnull(u.name, '#' || r.userID),"
    " ifnull(p.name, '#' || r.projectID), ifnull(a.name, '#' || r.activityID) FROM rates r"
    " LEFT JOIN users u USING (userID) LEFT JOIN projects p USING (projectID) LEFT JOIN activities a USING (activityID)"
    " ORDER BY r.userID, r.projectID, r.activityID, r.rate";

constexpr const char* fixed_rates =
    "SELECT NULL, r.projectID, r.activityID, r.rate, NULL, ifnull(p.name, '#' || r.projectID),"
    " ifnull(a.name, '#' || r.activityID) FROM fixedRates r"
    " LEFT JOIN projects p USING (projectID) LEFT JOIN activities a USING (activityID)"
    " ORDER BY r.projectID, r.activityID, r.rate";

void read_rates(Rows rows, RateKind kind, std::vector<RateRecord>& into) {
    constexpr int first_name = 4;
    while (rows.next()) {
        into.push_back({.kind = kind,
                        .scope = {.user = rows.optional_integer(0),
                                  .project = rows.optional_integer(1),
                                  .activity = rows.optional_integer(2)},
                        .user = optional_string(rows, first_name),
                        .project = optional_string(rows, first_name + 1),
                        .activity = optional_string(rows, first_name + 2),
                        .rate = money(rows, 3)});
    }
}

}  // namespace

std::vector<RateRecord> rates(Connection& connection) {
    std::vector<RateRecord> found;
    read_rates(connection.query(hourly_rates), RateKind::hourly, found);
    read_rates(connection.query(fixed_rates), RateKind::fixed, found);
    return found;
}

std::optional<Money> set_rate(Connection& connection, RateKind kind, const RateScope& scope, Money rate) {
    const std::optional<Money> before = remove_rate(connection, kind, scope);
    switch (kind) {
        case RateKind::hourly:
            connection.execute("INSERT INTO rates (userID, projectID, activityID, rate) VALUES (?1, ?2, ?3, ?4)",
                               scope.user, scope.project, scope.activity, rate.hundredths);
            break;
        case RateKind::fixed:
            connection.execute("INSERT INTO fixedRates (projectID, activityID, rate) VALUES (?1, ?2, ?3)",
                               scope.project, scope.activity, rate.hundredths);
            break;
    }
    return before;
}

std::optional<Money> remove_rate(Connection& connection, RateKind kind, const RateScope& scope) {
    std::optional<Money> before;
    // Kimai's tables let several be there for the same; then the server takes any of them.
    switch (kind) {
        case RateKind::hourly: {
            Rows rows = connection.query(
                "DELETE FROM rates WHERE userID IS ?1 AND projectID IS ?2 AND activityID IS ?3 RETURNING rate",
                scope.user, scope.project, scope.activity);
            while (rows.next()) before = money(rows, 0);
            break;
        }
        case RateKind::fixed: {
            Rows rows =
                connection.query("DELETE FROM fixedRates WHERE projectID IS ?1 AND activityID IS ?2 RETURNING rate",
                                 scope.project, scope.activity);
            while (rows.next()) before = money(rows, 0);
            break;
        }
    }
    return before;
}

std::vector<StatusRecord> statuses(Connection& connection) {
    Rows rows = connection.query(
        "SELECT s.statusID, s.status, ifnull(t.entries, 0) FROM statuses s LEFT JOIN"
        " (SELECT statusID, count(*) AS entries FROM timeSheet GROUP BY statusID) t USING (statusID)"
        " ORDER BY s.statusID");
    std::vector<StatusRecord> found;
    while (rows.next()) {
        found.push_back({.id = rows.integer(0), .name = std::string(rows.text(1)), .time_entries = rows.integer(2)});
    }
    return found;
}

std::int64_t add_status(Connection& connection, std::string_view name) {
    connection.execute("INSERT INTO statuses (status) VALUES (?1)", name);
    return connection.last_insert_id();
}

void rename_status(Connection& connection, std::int64_t status, std::string_view name) {
    connection.execute("UPDATE statuses SET status = ?1 WHERE statusID = ?2", name, status);
}

void delete_status(Connection& connection, std::int64_t status) {
    connection.execute("DELETE FROM statuses WHERE statusID = ?1", status);
}

std::vector<ConfigurationRow> configuration(Connection& connection) {
    Rows rows = connection.query("SELECT option, value FROM configuration ORDER BY option");
    std::vector<ConfigurationRow> found;
    while (rows.next()) found.push_back({std::string(rows.text(0)), std::string(rows.text(1))});
    return found;
}

}  // namespace kimai::storage::admin
