// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "storage/catalog.hpp"

#include <string>

#include "storage/columns.hpp"

namespace kimai::storage {

namespace {

const std::string shown_projects =
    "SELECT p.projectID, p.customerID, p.name, p.comment, p.visible, p.filter, p.trash, p.budget, p.effort,"
    " p.approved, p.internal, c.name, c.visible FROM projects p JOIN customers c USING (customerID)"
    " WHERE p.trash = 0 AND p.visible = 1 AND c.trash = 0 AND c.visible = 1"
    " AND (?2 OR EXISTS (SELECT 1 FROM groups_projects g JOIN groups_users m USING (groupID)"
    " WHERE g.projectID = p.projectID AND m.userID = ?1))";

/// What the order goes by, of a project and its customer.
std::string keys(ProjectOrder order, const std::string& project, const std::string& customer) {
    const std::string name = project + ".nameKey, ";
    const std::string customer_name = customer + ".nameKey, ";
    return (order == ProjectOrder::by_name ? name + customer_name : customer_name + name) + project + ".projectID";
}

std::string in_order(ProjectOrder order) { return shown_projects + " ORDER BY " + keys(order, "p", "c"); }

std::string comparison(ProjectOrder order) {
    return "SELECT (" + keys(order, "p", "c") + ") < (" + keys(order, "q", "d") +
           ") FROM projects p JOIN customers c ON c.customerID = p.customerID, projects q JOIN customers d"
           " ON d.customerID = q.customerID WHERE p.projectID = ?1 AND q.projectID = ?2";
}

void give(const Rows& rows, const std::function<void(const ProjectRow&)>& take) {
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
    static const std::string by_name = in_order(ProjectOrder::by_name);
    static const std::string by_customer = in_order(ProjectOrder::by_customer);
    Rows rows = connection_.query(order == ProjectOrder::by_name ? by_name : by_customer, viewer.user, viewer.sees_all);
    while (rows.next()) give(rows, take);
}

void Catalog::project(Viewer viewer, std::int64_t project, const std::function<void(const ProjectRow&)>& take) {
    static const std::string sql = shown_projects + " AND p.projectID = ?3";
    Rows rows = connection_.query(sql, viewer.user, viewer.sees_all, project);
    if (rows.next()) give(rows, take);
}

bool Catalog::comes_before(ProjectOrder order, std::int64_t one, std::int64_t other) {
    static const std::string by_name = comparison(ProjectOrder::by_name);
    static const std::string by_customer = comparison(ProjectOrder::by_customer);
    Rows rows = connection_.query(order == ProjectOrder::by_name ? by_name : by_customer, one, other);
    return rows.next() && rows.integer(0) != 0;
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

bool Catalog::has(Known& known, std::string_view sql, std::int64_t id) {
    return known.get(id, [&] { return connection_.query(sql, id).next(); });
}

bool Catalog::has_project(std::int64_t project) {
    return has(projects_, "SELECT 1 FROM projects WHERE projectID = ?1 AND trash = 0", project);
}

bool Catalog::has_activity(std::int64_t activity) {
    return has(activities_, "SELECT 1 FROM activities WHERE activityID = ?1 AND trash = 0", activity);
}

bool Catalog::has_status(std::int64_t status) {
    return has(statuses_, "SELECT 1 FROM statuses WHERE statusID = ?1", status);
}

}  // namespace kimai::storage
