// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "storage/schema.hpp"

#include <doctest/doctest.h>

#include <set>
#include <string>

#include "test/storage/scratch_folder.hpp"

using namespace kimai::storage;

namespace {

std::int64_t number(Connection& connection, const char* sql) {
    Rows rows = connection.query(sql);
    rows.next();
    return rows.integer(0);
}

std::int64_t tables(Connection& connection) {
    return number(connection, "SELECT count(*) FROM sqlite_schema WHERE name NOT LIKE 'sqlite_%'");
}

}  // namespace

TEST_CASE("An empty database gets the tables of Kimai, each of them strict") {
    auto connection = Connection::open(":memory:");
    migrate(connection);
    CHECK(number(connection, "PRAGMA user_version") == schema_version());
    CHECK_FALSE(connection.in_transaction());
    std::set<std::string> names;
    Rows rows = connection.query("SELECT name, strict FROM pragma_table_list WHERE name NOT LIKE 'sqlite_%'");
    while (rows.next()) {
        names.emplace(rows.text(0));
        CAPTURE(rows.text(0));
        CHECK(rows.integer(1) == 1);
    }
    CHECK(names == std::set<std::string>{"activities",
                                         "apiKeys",
                                         "changes",
                                         "configuration",
                                         "customers",
                                         "expenses",
                                         "fixedRates",
                                         "globalRolePermissions",
                                         "globalRoles",
                                         "groups",
                                         "groups_activities",
                                         "groups_customers",
                                         "groups_projects",
                                         "groups_users",
                                         "membershipRolePermissions",
                                         "membershipRoles",
                                         "preferences",
                                         "projects",
                                         "projects_activities",
                                         "rates",
                                         "settings",
                                         "statuses",
                                         "timeSheet",
                                         "timesheetTotals",
                                         "unlistedEntries",
                                         "users"});
}

TEST_CASE("Migrating again changes nothing") {
    auto connection = Connection::open(":memory:");
    migrate(connection);
    connection.execute("INSERT INTO configuration VALUES ('a', 'b')");
    const auto before = tables(connection);
    migrate(connection);
    CHECK(tables(connection) == before);
    CHECK(number(connection, "SELECT count(*) FROM configuration") == 1);
}

TEST_CASE("A database whose version is not known is refused and stays as it is") {
    for (const std::int64_t version : {std::int64_t{schema_version()} + 1, std::int64_t{-1}}) {
        CAPTURE(version);
        auto connection = Connection::open(":memory:");
        connection.run_script(("PRAGMA user_version = " + std::to_string(version)).c_str());
        CHECK_THROWS_WITH_AS(migrate(connection), doctest::Contains(("version " + std::to_string(version)).c_str()),
                             DatabaseError);
        CHECK_FALSE(connection.in_transaction());
        CHECK(number(connection, "PRAGMA user_version") == version);
        CHECK(tables(connection) == 0);
    }
}

TEST_CASE("A migration that fails leaves nothing behind") {
    auto connection = Connection::open(":memory:");
    connection.run_script("CREATE TABLE users (mine TEXT)");
    CHECK_THROWS_AS(migrate(connection), DatabaseError);
    CHECK(number(connection, "PRAGMA user_version") == 0);
    CHECK(tables(connection) == 1);
}

TEST_CASE("Two processes that start at once both end with the schema") {
    const kimai::test::ScratchFolder folder;
    auto first = Connection::open(folder.file("k.db"), {.create = true});
    auto second = Connection::open(folder.file("k.db"));
    migrate(first);
    migrate(second);
    CHECK(number(second, "PRAGMA user_version") == schema_version());
}

TEST_CASE("A column takes its own type only") {
    auto connection = Connection::open(":memory:");
    migrate(connection);
    CHECK_THROWS_AS(connection.execute("INSERT INTO rates (rate) VALUES ('12.50')"), DatabaseError);
    CHECK_THROWS_AS(connection.execute("INSERT INTO statuses (status) VALUES (x'00')"), DatabaseError);
}

TEST_CASE("Numbers of removed rows are not given again") {
    auto connection = Connection::open(":memory:");
    migrate(connection);
    connection.execute("INSERT INTO statuses (statusID, status) VALUES (7, 'gone')");
    connection.execute("DELETE FROM statuses");
    connection.execute("INSERT INTO statuses (status) VALUES ('next')");
    CHECK(connection.last_insert_id() == 8);
}

TEST_CASE("With a user go his key and memberships, with his entries nothing goes") {
    auto connection = Connection::open(":memory:");
    migrate(connection);
    connection.run_script(
        "INSERT INTO users (userID, name, nameKey, globalRoleID) VALUES (1, 'a', x'41', 1);"
        "INSERT INTO apiKeys (userID, lookup, sealed) VALUES (1, x'01', x'02');"
        "INSERT INTO groups (groupID, name) VALUES (1, 'g');"
        "INSERT INTO groups_users VALUES (1, 1, 1);"
        "INSERT INTO timeSheet (userID, projectID, activityID, statusID) VALUES (1, 99, 99, 99);"
        "DELETE FROM users");
    CHECK(number(connection, "SELECT count(*) FROM apiKeys") == 0);
    CHECK(number(connection, "SELECT count(*) FROM groups_users") == 0);
    CHECK(number(connection, "SELECT count(*) FROM timeSheet") == 1);
}
