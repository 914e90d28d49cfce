// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "storage/admin/named_rows.hpp"

#include <doctest/doctest.h>

#include <array>

#include "test/storage/firm.hpp"

using namespace kimai::storage::admin;
using kimai::test::memory_database;

TEST_CASE("Rows of each kind come by name as Kimai sorts it, then by number") {
    auto database = memory_database();
    add(database, kimai::test::UserRow{.id = 1, .name = "zoe"});
    add(database, kimai::test::UserRow{.id = 2, .name = "\xC3\x84nne", .trash = true});
    add(database, kimai::test::UserRow{.id = 3, .name = "Bert"});
    add(database, kimai::test::UserRow{.id = 4, .name = "bert"});
    const auto users = named_rows(database, Noun::user);
    REQUIRE(users.size() == 4);
    CHECK(users[0].id == 2);
    CHECK(users[0].name == "\xC3\x84nne");
    CHECK(users[0].removed);
    CHECK(users[1].id == 3);
    CHECK(users[2].id == 4);
    CHECK(users[3].id == 1);
    CHECK_FALSE(users[3].removed);
}

TEST_CASE("A project belongs to its customer, if that is there") {
    auto database = memory_database();
    add(database, kimai::test::CustomerRow{.id = 7, .name = "Acme"});
    add(database, kimai::test::ProjectRow{.id = 1, .customer = 7, .name = "Site"});
    add(database, kimai::test::ProjectRow{.id = 2, .customer = 8, .name = "Site"});
    const auto projects = named_rows(database, Noun::project);
    REQUIRE(projects.size() == 2);
    CHECK(projects[0].belongs_to == "Acme");
    CHECK(projects[1].belongs_to.empty());
}

TEST_CASE("Every kind has its table") {
    auto database = memory_database();
    database.run_script(
        "INSERT INTO users (userID, name, nameKey, globalRoleID) VALUES (1, 'user', X'00', 1);"
        "INSERT INTO groups (groupID, name) VALUES (2, 'group');"
        "INSERT INTO customers (customerID, name, nameKey) VALUES (3, 'customer', X'00');"
        "INSERT INTO projects (projectID, customerID, name, nameKey) VALUES (4, 3, 'project', X'00');"
        "INSERT INTO activities (activityID, name, nameKey) VALUES (5, 'activity', X'00');"
        "INSERT INTO statuses (statusID, status) VALUES (6, 'status');"
        "INSERT INTO globalRoles (globalRoleID, name) VALUES (7, 'global role');"
        "INSERT INTO membershipRoles (membershipRoleID, name) VALUES (8, 'membership role');");
    const std::array nouns{Noun::user,     Noun::group,  Noun::customer,    Noun::project,
                           Noun::activity, Noun::status, Noun::global_role, Noun::membership_role};
    const std::array names{"user",     "group",  "customer",    "project",
                           "activity", "status", "global role", "membership role"};
    for (std::size_t i = 0; i < nouns.size(); ++i) {
        const auto rows = named_rows(database, nouns[i]);
        REQUIRE(rows.size() == 1);
        CHECK(rows[0].name == names[i]);
        CHECK(rows[0].id == static_cast<std::int64_t>(i) + 1);
    }
}
