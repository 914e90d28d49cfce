// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "storage/sqlite.hpp"

/// Groups and memberships as an operator sees and changes them.
namespace kimai::storage::admin {

struct GroupRow {
    std::int64_t id = 0;
    std::string name;
    /// In Kimai's trash. Its members go on seeing what it sees.
    bool removed = false;
    /// Users who are not in the trash.
    std::int64_t members = 0;
    /// What its members see, removed and invisible ones too.
    std::int64_t customers = 0;
    std::int64_t projects = 0;
    std::int64_t activities = 0;
};

/// By name as Kimai sorts it, then by number.
std::vector<GroupRow> groups(Connection& connection);

std::int64_t add_group(Connection& connection, std::string_view name);
void rename_group(Connection& connection, std::int64_t group, std::string_view name);
void set_group_removed(Connection& connection, std::int64_t group, bool removed);

struct Membership {
    std::int64_t group = 0;
    std::string group_name;
    bool group_removed = false;
    std::int64_t user = 0;
    std::string user_name;
    bool user_active = true;
    bool user_removed = false;
    std::int64_t role = 0;
    /// Nothing if the database has no such membership role.
    std::optional<std::string> role_name;
};

/// All of them, by the names of users, then of groups, as Kimai sorts them.
std::vector<Membership> memberships(Connection& connection);
std::vector<Membership> memberships_of_user(Connection& connection, std::int64_t user);
std::vector<Membership> members_of_group(Connection& connection, std::int64_t group);

enum class MembershipChange { none, made, changed };

/// Makes a user a member of a group, or gives a member that role.
MembershipChange set_membership(Connection& connection, std::int64_t group, std::int64_t user, std::int64_t role);
/// Whether there was a membership.
bool remove_membership(Connection& connection, std::int64_t group, std::int64_t user);

}  // namespace kimai::storage::admin
