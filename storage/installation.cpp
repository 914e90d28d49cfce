// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "storage/installation.hpp"

#include <algorithm>
#include <array>
#include <functional>
#include <span>
#include <utility>

namespace kimai::storage {

namespace {

using Pair = std::pair<std::string_view, std::string_view>;

constexpr std::array configuration{
    Pair{"version", "1.3.5"},
    Pair{"revision", "1400"},
    Pair{"defaultStatusID", "1"},
    Pair{"durationWithSeconds", "0"},
    Pair{"loginTries", "3"},
    Pair{"loginBanTime", "900"},
    Pair{"roundPrecision", "0"},
    Pair{"roundingMethod", "default"},
    Pair{"adminmail", "admin@example.com"},
    Pair{"language", "en"},
    Pair{"currency_name", "Euro"},
    Pair{"currency_sign", "€"},
    Pair{"currency_first", "0"},
    Pair{"decimalSeparator", ","},
    Pair{"defaultVat", "0"},
    Pair{"date_format_0", "dd.mm.yy"},
    Pair{"date_format_1", "%d.%m."},
    Pair{"date_format_2", "%d.%m.%Y"},
    Pair{"date_format_3", "d.m.Y"},
    Pair{"table_time_format", "%H:%M"},
    Pair{"exactSums", "0"},
    Pair{"editLimit", "0"},
    Pair{"login", "1"},
    Pair{"check_at_startup", "0"},
    Pair{"roundMinutes", "0"},
    Pair{"roundSeconds", "0"},
    Pair{"roundTimesheetEntries", "0"},
    Pair{"show_daySeperatorLines", "1"},
    Pair{"show_gabBreaks", "0"},
    Pair{"show_RecordAgain", "1"},
    Pair{"show_TrackingNr", "1"},
    Pair{"show_update_warn", "1"},
};

/// A permission of global roles, and whether ordinary users have it too.
using Permission = std::pair<std::string_view, bool>;

constexpr std::array global_permissions{
    Permission{"deb_ext-access", false},
    Permission{"adminPanel_extension-access", false},
    Permission{"ki_budget-access", true},
    Permission{"ki_expenses-access", true},
    Permission{"ki_export-access", true},
    Permission{"ki_invoice-access", true},
    Permission{"ki_timesheet-access", true},
    Permission{"demo_ext-access", false},
    Permission{"core-customer-otherGroup-add", false},
    Permission{"core-customer-otherGroup-edit", false},
    Permission{"core-customer-otherGroup-delete", false},
    Permission{"core-customer-otherGroup-assign", false},
    Permission{"core-customer-otherGroup-unassign", false},
    Permission{"core-project-otherGroup-add", false},
    Permission{"core-project-otherGroup-edit", false},
    Permission{"core-project-otherGroup-delete", false},
    Permission{"core-project-otherGroup-assign", false},
    Permission{"core-project-otherGroup-unassign", false},
    Permission{"core-activity-otherGroup-add", false},
    Permission{"core-activity-otherGroup-edit", false},
    Permission{"core-activity-otherGroup-delete", false},
    Permission{"core-activity-otherGroup-assign", false},
    Permission{"core-activity-otherGroup-unassign", false},
    Permission{"core-user-otherGroup-add", false},
    Permission{"core-user-otherGroup-edit", false},
    Permission{"core-user-otherGroup-delete", false},
    Permission{"core-user-otherGroup-assign", false},
    Permission{"core-user-otherGroup-unassign", false},
    Permission{"core-status-add", false},
    Permission{"core-status-edit", false},
    Permission{"core-status-delete", false},
    Permission{"core-group-add", false},
    Permission{"core-group-otherGroup-edit", false},
    Permission{"core-group-otherGroup-delete", false},
    Permission{"adminPanel_extension-editAdvanced", false},
    Permission{"ki_timesheets-ownEntry-add", true},
    Permission{"ki_timesheets-otherEntry-otherGroup-add", false},
    Permission{"ki_timesheets-ownEntry-edit", true},
    Permission{"ki_timesheets-otherEntry-otherGroup-edit", false},
    Permission{"ki_timesheets-ownEntry-delete", true},
    Permission{"ki_timesheets-otherEntry-otherGroup-delete", false},
    Permission{"ki_timesheets-showRates", true},
    Permission{"ki_timesheets-editRates", false},
    Permission{"ki_expenses-ownEntry-add", true},
    Permission{"ki_expenses-otherEntry-otherGroup-add", false},
    Permission{"ki_expenses-ownEntry-edit", true},
    Permission{"ki_expenses-otherEntry-otherGroup-edit", false},
    Permission{"ki_expenses-ownEntry-delete", true},
    Permission{"ki_expenses-otherEntry-otherGroup-delete", false},
    Permission{"core-customer-otherGroup-view", false},
    Permission{"core-project-otherGroup-view", false},
    Permission{"core-activity-otherGroup-view", false},
    Permission{"core-group-otherGroup-view", false},
    Permission{"core-user-otherGroup-view", false},
};

/// A permission of membership roles, and whether group leaders have it.
constexpr std::array membership_permissions{
    Permission{"core-customer-add", false},
    Permission{"core-customer-edit", false},
    Permission{"core-customer-delete", false},
    Permission{"core-customer-assign", false},
    Permission{"core-customer-unassign", false},
    Permission{"core-project-add", false},
    Permission{"core-project-edit", false},
    Permission{"core-project-delete", false},
    Permission{"core-project-assign", false},
    Permission{"core-project-unassign", false},
    Permission{"core-activity-add", false},
    Permission{"core-activity-edit", false},
    Permission{"core-activity-delete", false},
    Permission{"core-activity-assign", false},
    Permission{"core-activity-unassign", false},
    Permission{"core-user-add", false},
    Permission{"core-user-edit", false},
    Permission{"core-user-delete", false},
    Permission{"core-user-assign", false},
    Permission{"core-user-unassign", false},
    Permission{"core-user-view", false},
    Permission{"core-group-edit", false},
    Permission{"core-group-delete", false},
    Permission{"ki_timesheets-otherEntry-ownGroup-add", true},
    Permission{"ki_timesheets-otherEntry-ownGroup-edit", true},
    Permission{"ki_timesheets-otherEntry-ownGroup-delete", true},
    Permission{"ki_expenses-otherEntry-ownGroup-add", true},
    Permission{"ki_expenses-otherEntry-ownGroup-edit", true},
    Permission{"ki_expenses-otherEntry-ownGroup-delete", true},
};

std::vector<std::string_view> names_of(std::span<const Permission> permissions) {
    std::vector<std::string_view> names(permissions.size());
    std::ranges::transform(permissions, names.begin(), &Permission::first);
    return names;
}

using Grants = std::function<bool(const Permission&)>;

std::int64_t add_global_role(Connection& connection, std::string_view name, const Grants& grants) {
    connection.execute("INSERT INTO globalRoles (name) VALUES (?1)", name);
    const std::int64_t role = connection.last_insert_id();
    for (const Permission& permission : global_permissions) {
        connection.execute("INSERT INTO globalRolePermissions (globalRoleID, permission, value) VALUES (?1, ?2, ?3)",
                           role, permission.first, grants(permission));
    }
    return role;
}

std::int64_t add_membership_role(Connection& connection, std::string_view name, const Grants& grants) {
    connection.execute("INSERT INTO membershipRoles (name) VALUES (?1)", name);
    const std::int64_t role = connection.last_insert_id();
    for (const Permission& permission : membership_permissions) {
        connection.execute(
            "INSERT INTO membershipRolePermissions (membershipRoleID, permission, value) VALUES (?1, ?2, ?3)", role,
            permission.first, grants(permission));
    }
    return role;
}

}  // namespace

bool is_filled(Store& store) { return store.connection.query("SELECT 1 FROM users LIMIT 1").next(); }

Installation install(Store& store) {
    Connection& connection = store.connection;
    for (const auto& [option, value] : configuration) store.settings.set_configuration(option, value);
    for (const auto* status : {"open", "review", "closed"}) {
        connection.execute("INSERT INTO statuses (status) VALUES (?1)", status);
    }
    const Grants all = [](const Permission&) { return true; };
    const Grants none = [](const Permission&) { return false; };
    const Grants marked = [](const Permission& permission) { return permission.second; };
    Installation result{};
    result.admin_role = add_global_role(connection, "Admin", all);
    result.user_role = add_global_role(connection, "User", marked);
    result.admin_membership = add_membership_role(connection, "Admin", all);
    result.user_membership = add_membership_role(connection, "User", none);
    result.leader_membership = add_membership_role(connection, "Groupleader", marked);
    connection.execute("INSERT INTO groups (name) VALUES ('admin')");
    result.admin_group = connection.last_insert_id();
    return result;
}

std::int64_t add_administrator(Store& store, const Installation& installation, std::string_view name,
                               std::string_view password_hash) {
    const std::int64_t user = store.users.add({.name = std::string(name),
                                               .alias = std::nullopt,
                                               .mail = std::nullopt,
                                               .password = std::string(password_hash),
                                               .global_role = installation.admin_role});
    store.connection.execute("INSERT INTO groups_users (groupID, userID, membershipRoleID) VALUES (?1, ?2, ?3)",
                             installation.admin_group, user, installation.admin_membership);
    return user;
}

std::vector<std::string_view> permissions_of_global_roles() { return names_of(global_permissions); }

std::vector<std::string_view> permissions_of_membership_roles() { return names_of(membership_permissions); }

}  // namespace kimai::storage
