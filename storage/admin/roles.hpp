// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "storage/sqlite.hpp"

/// Roles as an operator sees and changes them.
namespace kimai::storage::admin {

enum class RoleKind {
    global,      // each user has one
    membership,  // each user has one in each of his groups
};

struct RoleRow {
    std::int64_t id = 0;
    std::string name;
    /// Users who have it; of a membership role those who have it in any group. Removed ones count.
    std::int64_t users = 0;
    /// How many permissions it grants.
    std::int64_t permissions = 0;
};

/// By number.
std::vector<RoleRow> roles(Connection& connection, RoleKind kind);

/// A new role that grants nothing.
std::int64_t add_role(Connection& connection, RoleKind kind, std::string_view name);
void rename_role(Connection& connection, RoleKind kind, std::int64_t role, std::string_view name);
/// With what it grants. Whoever has it refers to nothing then.
void remove_role(Connection& connection, RoleKind kind, std::int64_t role);

/// The names of all permissions that any role of that kind says something about, sorted.
std::vector<std::string> known_permissions(Connection& connection, RoleKind kind);
/// Those that a role grants, sorted.
std::vector<std::string> granted_permissions(Connection& connection, RoleKind kind, std::int64_t role);
/// Whether that changed what the role grants.
bool set_permission(Connection& connection, RoleKind kind, std::int64_t role, std::string_view permission,
                    bool granted);

}  // namespace kimai::storage::admin
