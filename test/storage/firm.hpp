// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "storage/sqlite.hpp"

/// Puts rows of a made-up firm into a database, with the numbers and names that a test wants. Throws DatabaseError.
namespace kimai::test {

/// An empty database in memory with the newest schema.
storage::Connection memory_database();

struct UserRow {
    std::int64_t id;
    std::string_view name;
    std::int64_t global_role = 1;
    bool trash = false;
    bool active = true;
};
struct CustomerRow {
    std::int64_t id;
    std::string_view name;
    bool visible = true;
    bool trash = false;
};
struct ProjectRow {
    std::int64_t id;
    std::int64_t customer;
    std::string_view name;
    bool visible = true;
    bool trash = false;
};
struct ActivityRow {
    std::int64_t id;
    std::string_view name;
    bool visible = true;
    bool trash = false;
};
/// A finished entry of project 1, activity 1 and status 1, unless told otherwise. Ends at 0: still running.
struct EntryRow {
    std::int64_t id;
    std::int64_t user;
    std::int64_t start;
    std::int64_t end;
    std::int64_t project = 1;
    std::int64_t activity = 1;
    std::int64_t status = 1;
    std::int64_t cleared = 0;
};
struct ExpenseRow {
    std::int64_t id;
    std::int64_t user;
    std::int64_t timestamp;
    std::int64_t project = 1;
    std::int64_t refundable = 0;
    std::int64_t cleared = 0;
};

void add(storage::Connection& database, const UserRow& row);
void add(storage::Connection& database, const CustomerRow& row);
void add(storage::Connection& database, const ProjectRow& row);
void add(storage::Connection& database, const ActivityRow& row);
void add(storage::Connection& database, const EntryRow& row);
void add(storage::Connection& database, const ExpenseRow& row);
void add_group(storage::Connection& database, std::int64_t id);
void add_status(storage::Connection& database, std::int64_t id, std::string_view name);

/// Makes a user a member of a group, with a membership role.
void join(storage::Connection& database, std::int64_t group, std::int64_t user, std::int64_t role);

/// Says whether a role has a permission; nothing: the column is NULL.
void set_global_permission(storage::Connection& database, std::int64_t role, std::string_view permission,
                           std::optional<std::int64_t> value);
void set_membership_permission(storage::Connection& database, std::int64_t role, std::string_view permission,
                               std::optional<std::int64_t> value);

}  // namespace kimai::test
