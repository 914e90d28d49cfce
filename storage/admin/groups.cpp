// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "storage/admin/groups.hpp"

#include <algorithm>
#include <tuple>

#include "storage/collation.hpp"

namespace kimai::storage::admin {

std::vector<GroupRow> groups(Connection& connection) {
    std::vector<GroupRow> result;
    Rows rows = connection.query(
        "SELECT g.groupID, g.name, g.trash,"
        " (SELECT count(*) FROM groups_users m JOIN users u USING (userID) WHERE m.groupID = g.groupID AND u.trash = "
        "0),"
        " (SELECT count(*) FROM groups_customers m WHERE m.groupID = g.groupID),"
        " (SELECT count(*) FROM groups_projects m WHERE m.groupID = g.groupID),"
        " (SELECT count(*) FROM groups_activities m WHERE m.groupID = g.groupID) FROM groups g");
    while (rows.next()) {
        result.push_back({.id = rows.integer(0),
                          .name = std::string(rows.text(1)),
                          .removed = rows.integer(2) != 0,
                          .members = rows.integer(3),
                          .customers = rows.integer(4),
                          .projects = rows.integer(5),
                          .activities = rows.integer(6)});
    }
    std::ranges::sort(result, {}, [](const GroupRow& row) { return std::tuple(sort_key(row.name), row.id); });
    return result;
}

std::int64_t add_group(Connection& connection, std::string_view name) {
    connection.execute("INSERT INTO groups (name) VALUES (?1)", name);
    return connection.last_insert_id();
}

void rename_group(Connection& connection, std::int64_t group, std::string_view name) {
    connection.execute("UPDATE groups SET name = ?2 WHERE groupID = ?1", group, name);
}

void set_group_removed(Connection& connection, std::int64_t group, bool removed) {
    connection.execute("UPDATE groups SET trash = ?2 WHERE groupID = ?1", group, removed);
}

std::vector<Membership> memberships(Connection& connection) {
    std::vector<Membership> result;
    Rows rows = connection.query(
        "SELECT g.groupID, g.name, g.trash, u.userID, u.name, u.active, u.trash, m.membershipRoleID, r.name"
        " FROM groups_users m JOIN groups g USING (groupID) JOIN users u USING (userID)"
        " LEFT JOIN membershipRoles r ON r.membershipRoleID = m.membershipRoleID");
    while (rows.next()) {
        auto& row = result.emplace_back(Membership{.group = rows.integer(0),
                                                   .group_name = std::string(rows.text(1)),
                                                   .group_removed = rows.integer(2) != 0,
                                                   .user = rows.integer(3),
                                                   .user_name = std::string(rows.text(4)),
                                                   .user_active = rows.integer(5) != 0,
                                                   .user_removed = rows.integer(6) != 0,
                                                   .role = rows.integer(7),
                                                   .role_name = std::nullopt});
        if (const auto role = rows.optional_text(8)) row.role_name = *role;
    }
    std::ranges::sort(result, {}, [](const Membership& row) {
        return std::tuple(sort_key(row.user_name), row.user, sort_key(row.group_name), row.group);
    });
    return result;
}

std::vector<Membership> memberships_of_user(Connection& connection, std::int64_t user) {
    std::vector<Membership> result = memberships(connection);
    std::erase_if(result, [user](const Membership& row) { return row.user != user; });
    return result;
}

std::vector<Membership> members_of_group(Connection& connection, std::int64_t group) {
    std::vector<Membership> result = memberships(connection);
    std::erase_if(result, [group](const Membership& row) { return row.group != group; });
    return result;
}

MembershipChange set_membership(Connection& connection, std::int64_t group, std::int64_t user, std::int64_t role) {
    Rows rows =
        connection.query("SELECT membershipRoleID FROM groups_users WHERE groupID = ?1 AND userID = ?2", group, user);
    if (!rows.next()) {
        connection.execute("INSERT INTO groups_users (groupID, userID, membershipRoleID) VALUES (?1, ?2, ?3)", group,
                           user, role);
        return MembershipChange::made;
    }
    if (rows.integer(0) == role) return MembershipChange::none;
    connection.execute("UPDATE groups_users SET membershipRoleID = ?3 WHERE groupID = ?1 AND userID = ?2", group, user,
                       role);
    return MembershipChange::changed;
}

bool remove_membership(Connection& connection, std::int64_t group, std::int64_t user) {
    return connection.execute("DELETE FROM groups_users WHERE groupID = ?1 AND userID = ?2", group, user) > 0;
}

}  // namespace kimai::storage::admin
