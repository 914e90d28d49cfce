// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "storage/groups.hpp"

#include <doctest/doctest.h>

#include <string>

#include "test/storage/firm.hpp"

using namespace kimai::storage;
using namespace kimai::test;
using kimai::storage::Groups;

namespace {

constexpr std::int64_t seeing = 1;  // The membership role with core-user-view.
constexpr std::int64_t blind = 2;

/// Groups 1 to 3; anna sees group 1, is blind in group 2 and not in group 3. Erik is inactive, dora trashed, frida in
/// no group, ines in all three.
Connection firm() {
    auto database = memory_database();
    set_membership_permission(database, seeing, "core-user-view", 1);
    set_membership_permission(database, blind, "core-user-view", 0);
    for (const std::int64_t group : {1, 2, 3}) add_group(database, group);
    add(database, UserRow{.id = 1, .name = "anna"});
    add(database, UserRow{.id = 2, .name = "bert"});
    add(database, UserRow{.id = 3, .name = "Carla"});
    add(database, UserRow{.id = 4, .name = "dora", .trash = true});
    add(database, UserRow{.id = 5, .name = "erik", .active = false});
    add(database, UserRow{.id = 6, .name = "frida"});
    add(database, UserRow{.id = 7, .name = "Greta"});
    add(database, UserRow{.id = 9, .name = "ines"});
    join(database, 1, 1, seeing);
    join(database, 2, 1, blind);
    join(database, 1, 2, blind);
    join(database, 2, 3, blind);
    join(database, 1, 4, blind);
    join(database, 1, 5, blind);
    join(database, 3, 7, blind);
    for (const std::int64_t group : {1, 2, 3}) join(database, group, 9, seeing);
    return database;
}

std::string seen(Groups& groups, std::int64_t user, bool beyond_own) {
    std::string names;
    groups.visible_users(user, beyond_own, [&names](const UserName& row) {
        names += (names.empty() ? "" : " ") + std::string(row.name);
    });
    return names;
}

}  // namespace

TEST_CASE("A user sees whom his roles let him see, by name") {
    auto database = firm();
    Groups groups(database);
    struct Case {
        std::string who;
        std::int64_t user;
        bool beyond_own;
        std::string seen;
    };
    const Case cases[] = {
        {"sees one of two groups, inactive ones too, trashed ones never", 1, false, "anna bert erik ines"},
        {"is in a group, but may not look", 2, false, "bert"},
        {"sees all groups", 9, false, "anna bert Carla erik Greta ines"},
        {"is in no group", 6, false, "frida"},
        {"beyond his own: not those of the group where he may not look, unless seen elsewhere", 1, true,
         "anna bert erik Greta ines"},
        {"beyond his own, may not look in his only group", 2, true, "anna bert Carla Greta ines"},
        {"beyond his own, is in no group himself", 6, true, "anna bert Carla erik frida Greta ines"},
        {"is not there", 99, false, ""},
    };
    for (const Case& c : cases) {
        CAPTURE(c.who);
        CHECK(seen(groups, c.user, c.beyond_own) == c.seen);
    }
}

TEST_CASE("Whether one user is seen agrees with the list") {
    auto database = firm();
    Groups groups(database);
    for (std::int64_t user = 1; user <= 9; ++user) {
        for (const bool beyond_own : {false, true}) {
            std::string listed;
            groups.visible_users(user, beyond_own,
                                 [&listed](const UserName& row) { listed += std::to_string(row.id); });
            std::string asked;
            for (const std::int64_t other : {1, 2, 3, 5, 6, 7, 9, 4, 8}) {
                if (groups.sees_user(user, beyond_own, other)) asked += std::to_string(other);
            }
            CAPTURE(user);
            CAPTURE(beyond_own);
            CHECK(asked == listed);
        }
    }
}

TEST_CASE("A permission that is NULL or that no row gives is not given") {
    auto database = firm();
    Groups groups(database);
    set_membership_permission(database, seeing, "core-user-view", std::nullopt);
    CHECK(seen(groups, 1, false) == "anna");
    database.execute("DELETE FROM membershipRolePermissions");
    CHECK(seen(groups, 1, false) == "anna");

    set_global_permission(database, 1, "given", 1);
    set_global_permission(database, 1, "refused", 0);
    set_global_permission(database, 1, "null", std::nullopt);
    set_global_permission(database, 2, "others", 1);
    CHECK(groups.global_permission(1, "given"));
    for (const char* permission : {"refused", "null", "others", "Given", ""}) {
        CAPTURE(permission);
        CHECK_FALSE(groups.global_permission(1, permission));
    }
    CHECK_FALSE(groups.global_permission(99, "given"));
}

TEST_CASE("Common groups are counted, and those of them whose role permits it") {
    auto database = firm();
    Groups groups(database);
    set_membership_permission(database, seeing, "edit", 1);
    struct Case {
        std::string who;
        std::int64_t user;
        std::int64_t other;
        std::int64_t groups;
        std::int64_t permitting;
    };
    const Case cases[] = {
        {"one group, permitted", 1, 2, 1, 1},
        {"one group, the other's role does not count", 2, 1, 1, 0},
        {"permitted in one of two", 1, 9, 2, 1},
        {"permitted in all", 9, 1, 2, 2},
        {"none", 2, 3, 0, 0},
        {"in no group", 6, 1, 0, 0},
        {"himself", 1, 1, 2, 1},
    };
    for (const Case& c : cases) {
        CAPTURE(c.who);
        const CommonGroups common = groups.common_groups(c.user, c.other, "edit");
        CHECK(common.groups == c.groups);
        CHECK(common.permitting == c.permitting);
    }
    CHECK(groups.common_groups(1, 2, "unheard of").groups == 1);
    CHECK(groups.common_groups(1, 2, "unheard of").permitting == 0);
}

TEST_CASE("Only members are in a group") {
    auto database = firm();
    Groups groups(database);
    CHECK(groups.has_group(1));
    CHECK_FALSE(groups.has_group(6));
    CHECK_FALSE(groups.has_group(99));
}
