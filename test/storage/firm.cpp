// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "test/storage/firm.hpp"

#include <span>
#include <string>

#include "storage/collation.hpp"
#include "storage/schema.hpp"

namespace kimai::test {

namespace {

/// The name and its sort key, as every named table has them.
struct Named {
    explicit Named(std::string_view text) : name(text), key(storage::sort_key(text)) {}
    storage::Bytes key_bytes() const { return std::as_bytes(std::span(key)); }
    std::string_view name;
    std::string key;
};

}  // namespace

storage::Connection memory_database() {
    auto database = storage::Connection::open(":memory:");
    storage::migrate(database);
    return database;
}

void add(storage::Connection& database, const UserRow& row) {
    const Named named(row.name);
    database.execute(
        "INSERT INTO users (userID, name, nameKey, globalRoleID, trash, active) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
        row.id, named.name, named.key_bytes(), row.global_role, row.trash, row.active);
}

void add(storage::Connection& database, const CustomerRow& row) {
    const Named named(row.name);
    database.execute("INSERT INTO customers (customerID, name, nameKey, visible, trash) VALUES (?1, ?2, ?3, ?4, ?5)",
                     row.id, named.name, named.key_bytes(), row.visible, row.trash);
}

void add(storage::Connection& database, const ProjectRow& row) {
    const Named named(row.name);
    database.execute(
        "INSERT INTO projects (projectID, customerID, name, nameKey, visible, trash) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
        row.id, row.customer, named.name, named.key_bytes(), row.visible, row.trash);
}

void add(storage::Connection& database, const ActivityRow& row) {
    const Named named(row.name);
    database.execute("INSERT INTO activities (activityID, name, nameKey, visible, trash) VALUES (?1, ?2, ?3, ?4, ?5)",
                     row.id, named.name, named.key_bytes(), row.visible, row.trash);
}

void add(storage::Connection& database, const EntryRow& row) {
    database.execute(
        "INSERT INTO timeSheet (timeEntryID, userID, start, \"end\", duration, projectID, activityID, statusID, "
        "cleared) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
        row.id, row.user, row.start, row.end, row.end == 0 ? 0 : row.end - row.start, row.project, row.activity,
        row.status, row.cleared);
}

void add(storage::Connection& database, const ExpenseRow& row) {
    database.execute(
        "INSERT INTO expenses (expenseID, userID, timestamp, projectID, designation, refundable, cleared)"
        " VALUES (?1, ?2, ?3, ?4, 'thing', ?5, ?6)",
        row.id, row.user, row.timestamp, row.project, row.refundable, row.cleared);
}

void add_group(storage::Connection& database, std::int64_t id) {
    database.execute("INSERT INTO groups (groupID, name) VALUES (?1, 'group')", id);
}

void add_status(storage::Connection& database, std::int64_t id, std::string_view name) {
    database.execute("INSERT INTO statuses (statusID, status) VALUES (?1, ?2)", id, name);
}

void join(storage::Connection& database, std::int64_t group, std::int64_t user, std::int64_t role) {
    database.execute("INSERT INTO groups_users (groupID, userID, membershipRoleID) VALUES (?1, ?2, ?3)", group, user,
                     role);
}

void set_global_permission(storage::Connection& database, std::int64_t role, std::string_view permission,
                           std::optional<std::int64_t> value) {
    database.execute("INSERT OR IGNORE INTO globalRoles (globalRoleID, name) VALUES (?1, 'role')", role);
    database.execute(
        "INSERT OR REPLACE INTO globalRolePermissions (globalRoleID, permission, value) VALUES (?1, ?2, ?3)", role,
        permission, value);
}

void set_membership_permission(storage::Connection& database, std::int64_t role, std::string_view permission,
                               std::optional<std::int64_t> value) {
    database.execute("INSERT OR IGNORE INTO membershipRoles (membershipRoleID, name) VALUES (?1, 'role')", role);
    database.execute(
        "INSERT OR REPLACE INTO membershipRolePermissions (membershipRoleID, permission, value) VALUES (?1, ?2, ?3)",
        role, permission, value);
}

}  // namespace kimai::test
