// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "gateway/admin/reference.hpp"

#include <doctest/doctest.h>

#include <stdexcept>
#include <string>

#include "gateway/admin/memberships.hpp"
#include "test/storage/firm.hpp"

using namespace kimai::gateway::admin;
using kimai::test::memory_database;

namespace {

kimai::storage::Connection firm() {
    auto database = memory_database();
    add(database, kimai::test::UserRow{.id = 1, .name = "anna"});
    add(database, kimai::test::UserRow{.id = 2, .name = "J\xC3\xBCrgen"});
    add(database, kimai::test::UserRow{.id = 3, .name = "carla", .trash = true});
    add(database, kimai::test::UserRow{.id = 4, .name = "twin"});
    add(database, kimai::test::UserRow{.id = 5, .name = "TWIN"});
    add(database, kimai::test::UserRow{.id = 6, .name = "anna b", .trash = true});
    add(database, kimai::test::UserRow{.id = 7, .name = "anna b"});
    return database;
}

template <class Work>
std::string complaint(const Work& work) {
    try {
        work();
    } catch (const std::runtime_error& error) {
        return error.what();
    }
    return "none";
}

}  // namespace

TEST_CASE("A name is found as Kimai compares names, a number by its sign") {
    auto database = firm();
    struct Case {
        const char* reference;
        std::int64_t number;
    };
    const Case cases[] = {
        {"anna", 1},  {"ANNA ", 1}, {"jurgen", 2}, {"#2", 2}, {"#3", 3},
        {"carla", 3}, {"#5", 5},    {"anna b", 7}, {"#6", 6},
    };
    for (const Case& tried : cases) {
        CAPTURE(tried.reference);
        CHECK(find(database, Noun::user, tried.reference).id == tried.number);
    }
}

TEST_CASE("What is not found is told with what there is") {
    auto database = firm();
    struct Case {
        const char* reference;
        const char* complaint;
    };
    const Case cases[] = {
        {"ana", R"(there is no user "ana"; did you mean "anna"?)"},
        {"ann", R"(there is no user "ann"; did you mean "anna", "anna b"?)"},
        {"jürgn", R"(there is no user "jürgn"; did you mean "Jürgen"?)"},
        {"xyzzy", R"(there is no user "xyzzy"; there are "anna", "anna b", "Jürgen", "twin", "TWIN")"},
        {"#99", R"(there is no user #99; there are "anna", "anna b", "Jürgen", "twin", "TWIN")"},
        {"twin", R"(there are 2 users "twin"; say which by its number: '#4' (twin), '#5' (TWIN))"},
        {"", R"(there is no user ""; there are "anna", "anna b", "Jürgen", "twin", "TWIN")"},
    };
    for (const Case& tried : cases) {
        CAPTURE(tried.reference);
        CHECK(complaint([&] { find(database, Noun::user, tried.reference); }) == tried.complaint);
    }
    CHECK(complaint([&] { find(database, Noun::project, "Site"); }) ==
          R"(there is no project "Site": there are no projects)");
}

TEST_CASE("Of many none is listed unless it is near") {
    auto database = memory_database();
    for (std::int64_t id = 1; id <= 13; ++id) {
        const std::string name = "somebody " + std::to_string(id);
        add(database, kimai::test::UserRow{.id = id, .name = name});
    }
    CHECK(complaint([&] { find(database, Noun::user, "xyzzy"); }) ==
          R"(there is no user "xyzzy"; there are 13 users, and none of them has a name like that)");
}

TEST_CASE("Two projects of one name are told by their customers") {
    auto database = memory_database();
    add(database, kimai::test::CustomerRow{.id = 1, .name = "Acme"});
    add(database, kimai::test::ProjectRow{.id = 1, .customer = 1, .name = "Site"});
    add(database, kimai::test::ProjectRow{.id = 2, .customer = 9, .name = "site"});
    CHECK(complaint([&] { find(database, Noun::project, "SITE"); }) ==
          R"(there are 2 projects "SITE"; say which by its number: '#1' (Site of Acme), '#2' (site))");
}

TEST_CASE("A name is free if nobody has one that is equal to it") {
    auto database = firm();
    CHECK(complaint([&] { require_free_name(database, Noun::user, "bert"); }) == "none");
    CHECK(complaint([&] { require_free_name(database, Noun::user, "Anna", 1); }) == "none");
    CHECK(complaint([&] { require_free_name(database, Noun::user, "JURGEN"); }) ==
          R"(there is a user "Jürgen" already, '#2'; take another name)");
    CHECK(complaint([&] { require_free_name(database, Noun::user, "carla"); }) ==
          R"(there is a user "carla" already, '#3', which was removed; restore it, or take another name)");
}

TEST_CASE("A membership is a group and a role, User unless given") {
    auto database = memory_database();
    database.run_script(
        "INSERT INTO groups (groupID, name) VALUES (1, 'Design'), (2, 'A=B');"
        "INSERT INTO groups (groupID, name, trash) VALUES (3, 'Old', 1);"
        "INSERT INTO membershipRoles (membershipRoleID, name) VALUES (1, 'Admin'), (2, 'User');");
    struct Case {
        const char* text;
        std::int64_t group;
        std::int64_t role;
    };
    const Case cases[] = {
        {"design", 1, 2}, {"Design=admin", 1, 1}, {"#1=#1", 1, 1}, {"a=b", 2, 2}, {"A=B=Admin", 2, 1}};
    for (const Case& tried : cases) {
        CAPTURE(tried.text);
        const WantedMembership wanted = wanted_membership(database, tried.text);
        CHECK(wanted.group.id == tried.group);
        CHECK(wanted.role.id == tried.role);
    }
    CHECK(complaint([&] { wanted_membership(database, "Design=Chief"); }) ==
          R"(there is no membership role "Chief"; there are "Admin", "User")");
    CHECK(complaint([&] { wanted_membership(database, "Old"); }) == R"("Old" was removed; restore it first)");
    database.execute("DELETE FROM membershipRoles WHERE name = 'User'");
    CHECK(complaint([&] { wanted_membership(database, "Design"); }).find("--role") != std::string::npos);
}
