// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "storage/catalog.hpp"

#include <string>

#include "storage/columns.hpp"

namespace kimai::storage {

namespace {

std::string projects_sql(std::string_view order) {
    return "SELECT p.projectID, p.customerID, p.name, p.comment, p.visible, p.filter, p.trash, p.budget, p.effort,"
           " p.approved, p.internal, c.name, c.visible FROM projects p JOIN customers c USING (customerID)"
           " WHERE p.trash = 0 AND p.visible = 1 AND c.trash = 0 AND c.visible = 1"
           " AND (?2 OR EXISTS (SELECT 1 FROM groups_projects g JOIN groups_users m USING (groupID)"
           " WHERE g.projectID = p.projectID AND m.userID = ?1)) ORDER BY " +
           std::string(order);
}

}  // namespace

void Catalog::customers(Viewer viewer, const std::function<void(const CustomerRow&)>& take) {
    Rows rows = connection_.query(
        "SELECT c.customerID, c.name, c.contact, c.visible FROM customers c WHERE c.trash = 0 AND c.visible = 1"
        " AND (?2 OR EXISTS (SELECT 1 FROM groups_customers g JOIN groups_users m USING (groupID)"
        " WHERE g.customerID = c.customerID AND m.userID = ?1))"
        " ORDER BY c.nameKey, c.customerID",
        viewer.user, viewer.sees_all);
    while (rows.next()) take({rows.integer(0), rows.text(1), rows.optional_text(2), rows.integer(3)});
}

void Catalog::projects(Viewer viewer, ProjectOrder order, const std::function<void(const ProjectRow&)>& take) {
    static const std::string by_name = projects_sql("p.nameKey, c.nameKey, p.projectID");
    static const std::string by_customer = projects_sql("c.nameKey, p.nameKey, p.projectID");
    Rows rows = connection_.query(order == ProjectOrder::by_name ? by_name : by_customer, viewer.user, viewer.sees_all);
    while (rows.next()) {
        take({.id = rows.integer(0),
              .customer = rows.integer(1),
              .name = rows.text(2),
              .comment = rows.optional_text(3),
              .visible = rows.integer(4),
              .filter = rows.integer(5),
              .trash = rows.integer(6),
              .budget = optional_money(rows, 7),
              .effort = optional_money(rows, 8),
              .approved = optional_money(rows, 9),
              .internal = rows.integer(10),
              .customer_name = rows.text(11),
              .customer_visible = rows.integer(12)});
    }
}

void Catalog::activities(Viewer viewer, const std::function<void(const ActivityRow&)>& take) {
    Rows rows = connection_.query(
        "SELECT a.activityID, a.name, a.visible FROM activities a WHERE a.trash = 0 AND a.visible = 1"
        " AND (?2 OR EXISTS (SELECT 1 FROM groups_activities g JOIN groups_users m USING (groupID)"
        " WHERE g.activityID = a.activityID AND m.userID = ?1))"
        " ORDER BY a.nameKey, a.activityID",
        viewer.user, viewer.sees_all);
    while (rows.next()) take({rows.integer(0), rows.text(1), rows.integer(2), {}, {}, {}});
}

bool Catalog::has_project(std::int64_t project) {
    return connection_.query("SELECT 1 FROM projects WHERE projectID = ?1 AND trash = 0", project).next();
}

bool Catalog::has_activity(std::int64_t activity) {
    return connection_.query("SELECT 1 FROM activities WHERE activityID = ?1 AND trash = 0", activity).next();
}

bool Catalog::has_status(std::int64_t status) {
    return connection_.query("SELECT 1 FROM statuses WHERE statusID = ?1", status).next();
}

}  // namespace kimai::storage
