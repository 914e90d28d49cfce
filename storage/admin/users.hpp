// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "storage/sqlite.hpp"

/// Users as an operator sees and changes them. Numbers are those of users who are there.
namespace kimai::storage::admin {

struct UserRow {
    std::int64_t id = 0;
    std::string name;
    std::optional<std::string> alias;
    std::optional<std::string> mail;
    /// The name of the global role; nothing if the database has no such role.
    std::optional<std::string> role;
    /// One who is not cannot sign in, but shows in lists.
    bool active = true;
    /// In Kimai's trash: shows nowhere; the time entries stay.
    bool removed = false;
    std::int64_t failed_logins = 0;
    std::optional<std::string> time_zone;
    /// The preference ui.rowlimit as it is written.
    std::optional<std::string> row_limit;
    bool has_key = false;
};

/// By name as Kimai sorts it, then by number.
std::vector<UserRow> users(Connection& connection);

/// What is given is changed; an empty alias or mail address becomes NULL.
struct UserChange {
    std::optional<std::string> name;
    std::optional<std::string> alias;
    std::optional<std::string> mail;
    std::optional<std::int64_t> role;
    std::optional<bool> active;
    std::optional<bool> removed;
};

void change_user(Connection& connection, std::int64_t user, const UserChange& change);

/// Forgets a user's preference, so that what holds for all holds for him.
void remove_preference(Connection& connection, std::int64_t user, std::string_view option);

/// How many users can sign in and have a global role that grants all of these permissions.
std::int64_t count_users_with(Connection& connection, const std::vector<std::string_view>& permissions);

}  // namespace kimai::storage::admin
