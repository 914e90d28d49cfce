// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "storage/admin/users.hpp"

#include <span>

#include "storage/collation.hpp"

namespace kimai::storage::admin {

namespace {

std::optional<std::string> text_of(const Rows& rows, int column) {
    const auto text = rows.optional_text(column);
    return text ? std::optional<std::string>(*text) : std::nullopt;
}

/// Kimai has both NULL and the empty text for none.
std::optional<std::string_view> or_null(const std::string& text) {
    if (text.empty()) return std::nullopt;
    return text;
}

}  // namespace

std::vector<UserRow> users(Connection& connection) {
    std::vector<UserRow> result;
    Rows rows = connection.query(
        "SELECT u.userID, u.name, u.alias, u.mail, r.name, u.active, u.trash, u.ban, zone.value, rows.value,"
        " k.userID IS NOT NULL FROM users u"
        " LEFT JOIN globalRoles r USING (globalRoleID) LEFT JOIN apiKeys k ON k.userID = u.userID"
        " LEFT JOIN preferences zone ON zone.userID = u.userID AND zone.option = 'timezone'"
        " LEFT JOIN preferences rows ON rows.userID = u.userID AND rows.option = 'ui.rowlimit'"
        " ORDER BY u.nameKey, u.userID");
    while (rows.next()) {
        result.push_back({.id = rows.integer(0),
                          .name = std::string(rows.text(1)),
                          .alias = text_of(rows, 2),
                          .mail = text_of(rows, 3),
                          .role = text_of(rows, 4),
                          .active = rows.integer(5) != 0,
                          .removed = rows.integer(6) != 0,
                          .failed_logins = rows.integer(7),
                          .time_zone = text_of(rows, 8),
                          .row_limit = text_of(rows, 9),
                          .has_key = rows.integer(10) != 0});
    }
    return result;
}

void change_user(Connection& connection, std::int64_t user, const UserChange& change) {
    if (change.name) {
        const std::string key = sort_key(*change.name);
        connection.execute("UPDATE users SET name = ?2, nameKey = ?3 WHERE userID = ?1", user, *change.name,
                           std::as_bytes(std::span(key)));
    }
    if (change.alias) connection.execute("UPDATE users SET alias = ?2 WHERE userID = ?1", user, or_null(*change.alias));
    if (change.mail) connection.execute("UPDATE users SET mail = ?2 WHERE userID = ?1", user, or_null(*change.mail));
    if (change.role) connection.execute("UPDATE users SET globalRoleID = ?2 WHERE userID = ?1", user, *change.role);
    if (change.active) connection.execute("UPDATE users SET active = ?2 WHERE userID = ?1", user, *change.active);
    if (change.removed) connection.execute("UPDATE users SET trash = ?2 WHERE userID = ?1", user, *change.removed);
}

void remove_preference(Connection& connection, std::int64_t user, std::string_view option) {
    connection.execute("DELETE FROM preferences WHERE userID = ?1 AND option = ?2", user, option);
}

std::int64_t count_users_with(Connection& connection, const std::vector<std::string_view>& permissions) {
    std::int64_t count = 0;
    std::vector<std::int64_t> roles;
    {
        Rows rows = connection.query("SELECT globalRoleID FROM users WHERE active <> 0 AND trash = 0");
        while (rows.next()) roles.push_back(rows.integer(0));
    }
    for (const std::int64_t role : roles) {
        bool has_all = true;
        for (const std::string_view permission : permissions) {
            has_all = has_all && connection
                                     .query(
                                         "SELECT 1 FROM globalRolePermissions WHERE globalRoleID = ?1"
                                         " AND permission = ?2 AND value <> 0",
                                         role, permission)
                                     .next();
        }
        if (has_all) ++count;
    }
    return count;
}

}  // namespace kimai::storage::admin
