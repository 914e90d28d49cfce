// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include <doctest/doctest.h>

#include <algorithm>
#include <functional>
#include <string>

#include "storage/admin/groups.hpp"
#include "storage/admin/keys.hpp"
#include "storage/admin/roles.hpp"
#include "storage/admin/users.hpp"
#include "storage/change_watch.hpp"
#include "storage/users.hpp"
#include "test/storage/firm.hpp"

using namespace kimai::storage;
using namespace kimai::storage::admin;

namespace {

/// anna (1) is Groupleader (3) in group 1 and has a key; there is a group 2, and roles 1 of either kind.
Connection firm() {
    auto database = kimai::test::memory_database();
    add(database, kimai::test::UserRow{.id = 1, .name = "anna"});
    kimai::test::add_group(database, 1);
    kimai::test::add_group(database, 2);
    kimai::test::join(database, 1, 1, 3);
    add_role(database, RoleKind::global, "Admin");
    add_role(database, RoleKind::membership, "Member");
    set_permission(database, RoleKind::global, 1, "granted", true);
    const std::string text = "lookup";
    Users(database).set_key(1, std::as_bytes(std::span(text)), std::as_bytes(std::span(text)), 5);
    database.execute("INSERT INTO preferences (userID, option, value) VALUES (1, 'timezone', 'Asia/Tokyo')");
    return database;
}

UserChange only(const std::function<void(UserChange&)>& fill) {
    UserChange change;
    fill(change);
    return change;
}

struct Case {
    const char* name;
    std::function<void(Connection&)> change;
};

const Case cases[] = {
    {"name", [](Connection& c) { change_user(c, 1, only([](auto& to) { to.name = "anne"; })); }},
    {"alias", [](Connection& c) { change_user(c, 1, only([](auto& to) { to.alias = "A"; })); }},
    {"mail", [](Connection& c) { change_user(c, 1, only([](auto& to) { to.mail = "a@example.com"; })); }},
    {"role", [](Connection& c) { change_user(c, 1, only([](auto& to) { to.role = 2; })); }},
    {"disabled", [](Connection& c) { change_user(c, 1, only([](auto& to) { to.active = false; })); }},
    {"removed", [](Connection& c) { change_user(c, 1, only([](auto& to) { to.removed = true; })); }},
    {"preference", [](Connection& c) { remove_preference(c, 1, "timezone"); }},
    {"new group", [](Connection& c) { add_group(c, "New"); }},
    {"name of a group", [](Connection& c) { rename_group(c, 1, "New"); }},
    {"removed group", [](Connection& c) { set_group_removed(c, 1, true); }},
    {"new member", [](Connection& c) { set_membership(c, 2, 1, 1); }},
    {"role of a member", [](Connection& c) { set_membership(c, 1, 1, 1); }},
    {"member no longer", [](Connection& c) { remove_membership(c, 1, 1); }},
    {"new global role", [](Connection& c) { add_role(c, RoleKind::global, "New"); }},
    {"name of a global role", [](Connection& c) { rename_role(c, RoleKind::global, 1, "New"); }},
    {"global role no longer", [](Connection& c) { remove_role(c, RoleKind::global, 1); }},
    {"new membership role", [](Connection& c) { add_role(c, RoleKind::membership, "New"); }},
    {"name of a membership role", [](Connection& c) { rename_role(c, RoleKind::membership, 1, "New"); }},
    {"membership role no longer", [](Connection& c) { remove_role(c, RoleKind::membership, 1); }},
    {"new permission", [](Connection& c) { set_permission(c, RoleKind::global, 1, "new", true); }},
    {"permission no longer", [](Connection& c) { set_permission(c, RoleKind::global, 1, "granted", false); }},
    {"new permission of members", [](Connection& c) { set_permission(c, RoleKind::membership, 1, "new", true); }},
    {"key", [](Connection& c) { remove_key(c, 1); }},
};

}  // namespace

TEST_CASE("A running server is told of every change") {
    for (const Case& change : cases) {
        CAPTURE(change.name);
        auto database = firm();
        const std::int64_t before = shared_mark(database);
        change.change(database);
        CHECK(shared_mark(database) != before);
    }
}

TEST_CASE("A user is as he was made") {
    auto database = firm();
    const auto all = users(database);
    REQUIRE(all.size() == 1);
    CHECK(all[0].name == "anna");
    CHECK_FALSE(all[0].alias);
    CHECK(all[0].role == "Admin");
    CHECK(all[0].active);
    CHECK_FALSE(all[0].removed);
    CHECK(all[0].time_zone == "Asia/Tokyo");
    CHECK_FALSE(all[0].row_limit);
    CHECK(all[0].has_key);
}

TEST_CASE("What is not given of a user stays, and an empty alias or mail address is none") {
    auto database = firm();
    change_user(database, 1, only([](auto& to) {
                    to.alias = "Anna";
                    to.mail = "anna@example.com";
                }));
    change_user(database, 1, only([](auto& to) { to.alias = ""; }));
    const auto user = users(database).front();
    CHECK_FALSE(user.alias);
    CHECK(user.mail == "anna@example.com");
    CHECK(user.name == "anna");
    change_user(database, 1, only([](auto& to) { to.name = "\xC3\x84nne"; }));
    // The key by which names are found has changed with the name.
    CHECK(Users(database).credentials("anne"));
    CHECK_FALSE(Users(database).credentials("anna"));
}

TEST_CASE("Those are counted who can sign in and whose role grants all") {
    auto database = firm();
    set_permission(database, RoleKind::global, 1, "more", true);
    const std::vector<std::string_view> both{"granted", "more"};
    CHECK(count_users_with(database, both) == 1);
    SUBCASE("not if one is missing") { set_permission(database, RoleKind::global, 1, "more", false); }
    SUBCASE("not if disabled") {
        change_user(database, 1, only([](auto& to) { to.active = false; }));
    }
    SUBCASE("not if removed") {
        change_user(database, 1, only([](auto& to) { to.removed = true; }));
    }
    SUBCASE("not with a role that is not there") {
        change_user(database, 1, only([](auto& to) { to.role = 9; }));
    }
    CHECK(count_users_with(database, both) == 0);
}

TEST_CASE("Memberships are made, changed and ended") {
    auto database = firm();
    CHECK(set_membership(database, 1, 1, 3) == MembershipChange::none);
    CHECK(set_membership(database, 1, 1, 1) == MembershipChange::changed);
    CHECK(set_membership(database, 2, 1, 1) == MembershipChange::made);
    const auto of_anna = memberships_of_user(database, 1);
    REQUIRE(of_anna.size() == 2);
    CHECK(of_anna[0].role_name == "Member");
    CHECK(groups(database)[0].members == 1);
    CHECK(remove_membership(database, 2, 1));
    CHECK_FALSE(remove_membership(database, 2, 1));
    CHECK(members_of_group(database, 2).empty());
    CHECK(members_of_group(database, 1).size() == 1);
    // A removed user is no member that counts.
    change_user(database, 1, only([](auto& to) { to.removed = true; }));
    CHECK(groups(database)[0].members == 0);
}

TEST_CASE("Permissions are granted and taken, and say whether that was new") {
    auto database = firm();
    for (const RoleKind kind : {RoleKind::global, RoleKind::membership}) {
        CHECK(set_permission(database, kind, 1, "b", true));
        CHECK_FALSE(set_permission(database, kind, 1, "b", true));
        CHECK(set_permission(database, kind, 1, "a", true));
        CHECK(set_permission(database, kind, 1, "b", false));
        // Known is what is said anything about.
        const auto known = known_permissions(database, kind);
        CHECK(std::ranges::find(known, "b") != known.end());
        const auto granted = granted_permissions(database, kind, 1);
        CHECK(std::ranges::find(granted, "a") != granted.end());
        CHECK(std::ranges::find(granted, "b") == granted.end());
    }
    CHECK(roles(database, RoleKind::global).front().permissions == 2);
    CHECK(roles(database, RoleKind::global).front().users == 1);
    CHECK(roles(database, RoleKind::membership).front().users == 0);
}

TEST_CASE("Keys are listed without themselves, and gone when removed") {
    auto database = firm();
    const auto all = keys(database);
    REQUIRE(all.size() == 1);
    CHECK(all[0].user_name == "anna");
    CHECK(all[0].created == 5);
    CHECK_FALSE(all[0].last_used);
    CHECK(remove_key(database, 1));
    CHECK_FALSE(remove_key(database, 1));
    CHECK(keys(database).empty());
}
