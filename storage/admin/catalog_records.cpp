// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "storage/admin/catalog_records.hpp"

#include "storage/columns.hpp"

namespace kimai::storage::admin {

namespace {

Budget budget_at(const Rows& rows, int column) {
    return {.budget = optional_money(rows, column),
            .effort = optional_money(rows, column + 1),
            .approved = optional_money(rows, column + 2)};
}

Sights sights(Rows rows) {
    Sights found;
    while (rows.next()) found.emplace_back(rows.integer(0), std::string(rows.text(1)));
    return found;
}

}  // namespace

std::vector<CustomerRecord> customers(Connection& connection) {
    Rows rows = connection.query(
        "SELECT customerID, name, visible, trash,"
        " (SELECT count(*) FROM projects p WHERE p.customerID = customers.customerID AND p.trash = 0),"
        " comment, company, vat, contact, street, zipcode, city, country, phone, fax, mobile, mail, homepage, timezone"
        " FROM customers ORDER BY nameKey, customerID");
    std::vector<CustomerRecord> found;
    while (rows.next()) {
        int column = 5;
        const auto next = [&] { return optional_string(rows, column++); };
        // Braces keep the order of the columns.
        found.push_back({rows.integer(0), std::string(rows.text(1)), rows.integer(2) != 0, rows.integer(3) != 0,
                         rows.integer(4), next(), next(), next(), next(), next(), next(), next(), next(), next(),
                         next(), next(), next(), next(), next().value_or("")});
    }
    return found;
}

std::vector<ProjectRecord> projects(Connection& connection) {
    Rows rows = connection.query(
        "SELECT p.projectID, p.name, p.customerID, c.name, p.visible, p.internal, p.trash, p.budget, p.effort,"
        " p.approved, p.comment FROM projects p LEFT JOIN customers c USING (customerID)"
        " ORDER BY p.nameKey, p.projectID");
    std::vector<ProjectRecord> found;
    while (rows.next()) {
        constexpr int budget_column = 7;
        constexpr int comment_column = 10;
        found.push_back({.id = rows.integer(0),
                         .name = std::string(rows.text(1)),
                         .customer = rows.integer(2),
                         .customer_name = optional_string(rows, 3).value_or(""),
                         .visible = rows.integer(4) != 0,
                         .internal = rows.integer(5) != 0,
                         .removed = rows.integer(6) != 0,
                         .budget = budget_at(rows, budget_column),
                         .comment = optional_string(rows, comment_column)});
    }
    return found;
}

std::vector<ActivityRecord> activities(Connection& connection) {
    Rows rows = connection.query(
        "SELECT activityID, name, visible, trash, comment FROM activities ORDER BY nameKey, activityID");
    std::vector<ActivityRecord> found;
    while (rows.next()) {
        found.push_back({.id = rows.integer(0),
                         .name = std::string(rows.text(1)),
                         .visible = rows.integer(2) != 0,
                         .removed = rows.integer(3) != 0,
                         .comment = optional_string(rows, 4)});
    }
    return found;
}

std::vector<Assignment> assignments(Connection& connection) {
    Rows rows = connection.query(
        "SELECT x.projectID, p.name, x.activityID, a.name, x.budget, x.effort, x.approved FROM projects_activities x"
        " JOIN projects p USING (projectID) JOIN activities a USING (activityID)"
        " ORDER BY x.projectID, a.nameKey, x.activityID");
    std::vector<Assignment> found;
    while (rows.next()) {
        constexpr int budget_column = 4;
        found.push_back({.project = rows.integer(0),
                         .project_name = std::string(rows.text(1)),
                         .activity = rows.integer(2),
                         .activity_name = std::string(rows.text(3)),
                         .budget = budget_at(rows, budget_column)});
    }
    return found;
}

bool assign(Connection& connection, std::int64_t project, std::int64_t activity, const Budget& budget) {
    const bool is_new =
        connection.execute("INSERT OR IGNORE INTO projects_activities (projectID, activityID) VALUES (?1, ?2)", project,
                           activity) > 0;
    connection.execute(
        "UPDATE projects_activities SET budget = ifnull(?3, budget), effort = ifnull(?4, effort),"
        " approved = ifnull(?5, approved) WHERE projectID = ?1 AND activityID = ?2",
        project, activity, hundredths(budget.budget), hundredths(budget.effort), hundredths(budget.approved));
    return is_new;
}

bool unassign(Connection& connection, std::int64_t project, std::int64_t activity) {
    return connection.execute("DELETE FROM projects_activities WHERE projectID = ?1 AND activityID = ?2", project,
                              activity) > 0;
}

std::int64_t assignments_of_activity(Connection& connection, std::int64_t activity) {
    Rows rows = connection.query("SELECT count(*) FROM projects_activities WHERE activityID = ?1", activity);
    rows.next();
    return rows.integer(0);
}

Sights sights_of_customers(Connection& connection) {
    return sights(
        connection.query("SELECT customerID, name FROM groups_customers JOIN groups USING (groupID) ORDER BY groupID"));
}

Sights sights_of_projects(Connection& connection) {
    return sights(
        connection.query("SELECT projectID, name FROM groups_projects JOIN groups USING (groupID) ORDER BY groupID"));
}

Sights sights_of_activities(Connection& connection) {
    return sights(connection.query(
        "SELECT activityID, name FROM groups_activities JOIN groups USING (groupID) ORDER BY groupID"));
}

}  // namespace kimai::storage::admin
