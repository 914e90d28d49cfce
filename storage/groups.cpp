// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "storage/groups.hpp"

#include <string>

namespace kimai::storage {

namespace {

// In a group that the caller (?1) is in, his role there decides; in any other, whether he may look beyond his own (?2).
const std::string& visible_users_sql() {
    static const std::string sql =
        "SELECT u.userID, u.name FROM users u WHERE u.trash = 0 AND (u.userID = ?1 OR EXISTS ("
        "SELECT 1 FROM groups_users theirs"
        " LEFT JOIN groups_users mine ON mine.groupID = theirs.groupID AND mine.userID = ?1"
        " LEFT JOIN membershipRolePermissions p ON p.membershipRoleID = mine.membershipRoleID"
        " AND p.permission = 'core-user-view'"
        " WHERE theirs.userID = u.userID"
        " AND CASE WHEN mine.userID IS NULL THEN ?2 ELSE coalesce(p.value, 0) <> 0 END))";
    return sql;
}

}  // namespace

bool Groups::has_group(std::int64_t user) {
    return connection_.query("SELECT 1 FROM groups_users WHERE userID = ?1 LIMIT 1", user).next();
}

bool Groups::global_permission(std::int64_t global_role, std::string_view permission) {
    return connection_
        .query("SELECT 1 FROM globalRolePermissions WHERE globalRoleID = ?1 AND permission = ?2 AND value <> 0",
               global_role, permission)
        .next();
}

CommonGroups Groups::common_groups(std::int64_t user, std::int64_t other, std::string_view permission) {
    Rows rows = connection_.query(
        "SELECT count(*), count(CASE WHEN p.value <> 0 THEN 1 END)"
        " FROM groups_users mine JOIN groups_users theirs ON theirs.groupID = mine.groupID AND theirs.userID = ?2"
        " LEFT JOIN membershipRolePermissions p ON p.membershipRoleID = mine.membershipRoleID AND p.permission = ?3"
        " WHERE mine.userID = ?1",
        user, other, permission);
    rows.next();
    return {rows.integer(0), rows.integer(1)};
}

void Groups::visible_users(std::int64_t user, bool beyond_own, const std::function<void(const UserName&)>& take) {
    static const std::string sql = visible_users_sql() + " ORDER BY u.nameKey";
    Rows rows = connection_.query(sql, user, beyond_own);
    while (rows.next()) take({rows.integer(0), rows.text(1)});
}

bool Groups::sees_user(std::int64_t user, bool beyond_own, std::int64_t other) {
    static const std::string sql = visible_users_sql() + " AND u.userID = ?3";
    return connection_.query(sql, user, beyond_own, other).next();
}

}  // namespace kimai::storage
