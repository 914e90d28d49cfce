// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "storage/admin/roles.hpp"

namespace kimai::storage::admin {

namespace {

/// The statements for one kind of role, since tables cannot be bound.
struct Statements {
    const char* roles;
    const char* add;
    const char* rename;
    const char* remove;
    const char* known;
    const char* granted;
    const char* is_granted;
    const char* set;
};

constexpr Statements for_global{
    "SELECT r.globalRoleID, r.name, (SELECT count(*) FROM users u WHERE u.globalRoleID = r.globalRoleID),"
    " (SELECT count(*) FROM globalRolePermissions p WHERE p.globalRoleID = r.globalRoleID AND p.value <> 0)"
    " FROM globalRoles r ORDER BY 1",
    "INSERT INTO globalRoles (name) VALUES (?1)",
    "UPDATE globalRoles SET name = ?2 WHERE globalRoleID = ?1",
    "DELETE FROM globalRoles WHERE globalRoleID = ?1",
    "SELECT DISTINCT permission FROM globalRolePermissions ORDER BY 1",
    "SELECT permission FROM globalRolePermissions WHERE globalRoleID = ?1 AND value <> 0 ORDER BY 1",
    "SELECT 1 FROM globalRolePermissions WHERE globalRoleID = ?1 AND permission = ?2 AND value <> 0",
    "INSERT INTO globalRolePermissions (globalRoleID, permission, value) VALUES (?1, ?2, ?3)"
    " ON CONFLICT (globalRoleID, permission) DO UPDATE SET value = excluded.value",
};

constexpr Statements for_membership{
    "SELECT r.membershipRoleID, r.name,"
    " (SELECT count(DISTINCT m.userID) FROM groups_users m WHERE m.membershipRoleID = r.membershipRoleID),"
    " (SELECT count(*) FROM membershipRolePermissions p WHERE p.membershipRoleID = r.membershipRoleID AND p.value <> 0)"
    " FROM membershipRoles r ORDER BY 1",
    "INSERT INTO membershipRoles (name) VALUES (?1)",
    "UPDATE membershipRoles SET name = ?2 WHERE membershipRoleID = ?1",
    "DELETE FROM membershipRoles WHERE membershipRoleID = ?1",
    "SELECT DISTINCT permission FROM membershipRolePermissions ORDER BY 1",
    "SELECT permission FROM membershipRolePermissions WHERE membershipRoleID = ?1 AND value <> 0 ORDER BY 1",
    "SELECT 1 FROM membershipRolePermissions WHERE membershipRoleID = ?1 AND permission = ?2 AND value <> 0",
    "INSERT INTO membershipRolePermissions (membershipRoleID, permission, value) VALUES (?1, ?2, ?3)"
    " ON CONFLICT (membershipRoleID, permission) DO UPDATE SET value = excluded.value",
};

const Statements& statements_for(RoleKind kind) { return kind == RoleKind::global ? for_global : for_membership; }

std::vector<std::string> texts(Rows rows) {
    std::vector<std::string> result;
    while (rows.next()) result.emplace_back(rows.text(0));
    return result;
}

}  // namespace

std::vector<RoleRow> roles(Connection& connection, RoleKind kind) {
    std::vector<RoleRow> result;
    Rows rows = connection.query(statements_for(kind).roles);
    while (rows.next()) {
        result.push_back({.id = rows.integer(0),
                          .name = std::string(rows.text(1)),
                          .users = rows.integer(2),
                          .permissions = rows.integer(3)});
    }
    return result;
}

std::int64_t add_role(Connection& connection, RoleKind kind, std::string_view name) {
    connection.execute(statements_for(kind).add, name);
    return connection.last_insert_id();
}

void rename_role(Connection& connection, RoleKind kind, std::int64_t role, std::string_view name) {
    connection.execute(statements_for(kind).rename, role, name);
}

void remove_role(Connection& connection, RoleKind kind, std::int64_t role) {
    connection.execute(statements_for(kind).remove, role);
}

std::vector<std::string> known_permissions(Connection& connection, RoleKind kind) {
    return texts(connection.query(statements_for(kind).known));
}

std::vector<std::string> granted_permissions(Connection& connection, RoleKind kind, std::int64_t role) {
    return texts(connection.query(statements_for(kind).granted, role));
}

bool set_permission(Connection& connection, RoleKind kind, std::int64_t role, std::string_view permission,
                    bool granted) {
    const bool before = connection.query(statements_for(kind).is_granted, role, permission).next();
    if (before == granted) return false;
    connection.execute(statements_for(kind).set, role, permission, granted);
    return true;
}

}  // namespace kimai::storage::admin
