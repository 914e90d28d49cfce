// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "storage/users.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <string>

#include "test/storage/firm.hpp"

using namespace kimai::storage;
using kimai::test::memory_database;
using kimai::test::UserRow;

namespace {

Bytes bytes(const std::string& text) { return std::as_bytes(std::span(text)); }

std::optional<std::string> text_of(const std::optional<std::vector<std::byte>>& bytes) {
    if (!bytes) return std::nullopt;
    return std::string(reinterpret_cast<const char*>(bytes->data()), bytes->size());
}

}  // namespace

TEST_CASE("A user is found by the lookup of his key, unless trashed or inactive") {
    auto database = memory_database();
    Users users(database);
    add(database, UserRow{.id = 1, .name = "anna", .global_role = 7});
    add(database, UserRow{.id = 2, .name = "dora", .trash = true});
    add(database, UserRow{.id = 3, .name = "erik", .active = false});
    database.execute("UPDATE users SET lastProject = 11, lastActivity = 12 WHERE userID = 1");
    for (const std::int64_t user : {1, 2, 3})
        users.set_key(user, bytes("lookup" + std::to_string(user)), bytes("s"), 5);

    const auto anna = users.by_key(bytes("lookup1"));
    REQUIRE(anna);
    CHECK(anna->id == 1);
    CHECK(anna->global_role == 7);
    CHECK(anna->last_project == 11);
    CHECK(anna->last_activity == 12);
    CHECK_FALSE(anna->key_used);
    for (const std::string other : {"lookup2", "lookup3", "lookup", "LOOKUP1", "lookup1 ", ""}) {
        CAPTURE(other);
        CHECK_FALSE(users.by_key(bytes(other)));
    }
}

TEST_CASE("Names are found without regard to case, accents and blanks at the end") {
    auto database = memory_database();
    Users users(database);
    add(database, UserRow{.id = 1, .name = "J\xC3\xBCrgen"});
    struct Case {
        std::string name;
        bool found;
    };
    const Case cases[] = {
        {"J\xC3\xBCrgen", true}, {"J\xC3\x9CRGEN", true}, {"jurgen", true}, {"jurgen  ", true}, {" jurgen", false},
        {"jurge", false},        {"jurgenn", false},      {"", false},      {"%", false},       {"juergen", false},
    };
    for (const Case& c : cases) {
        CAPTURE(c.name);
        CHECK(users.credentials(c.name).has_value() == c.found);
    }
}

TEST_CASE("Credentials tell the hash, the failures and whether the user is admitted") {
    auto database = memory_database();
    Users users(database);
    const auto id = users.add({.name = "anna", .alias = {}, .mail = {}, .password = "hash", .global_role = 2});
    add(database, UserRow{.id = 102, .name = "dora", .trash = true});
    add(database, UserRow{.id = 103, .name = "erik", .active = false});

    auto anna = users.credentials("anna");
    REQUIRE(anna);
    CHECK(anna->user == id);
    CHECK(anna->password == "hash");
    CHECK(anna->failed_logins == 0);
    CHECK(anna->admitted);
    CHECK_FALSE(users.credentials("dora")->admitted);
    CHECK_FALSE(users.credentials("dora")->password);
    CHECK_FALSE(users.credentials("erik")->admitted);

    users.set_password(id, "new hash");
    users.count_failed_login(id, 100);
    users.count_failed_login(id, 200);
    anna = users.credentials("anna");
    CHECK(anna->password == "new hash");
    CHECK(anna->failed_logins == 2);
    CHECK(anna->last_failure == 200);
    CHECK(users.credentials("dora")->failed_logins == 0);

    users.forget_failed_logins(id);
    anna = users.credentials("anna");
    CHECK(anna->failed_logins == 0);
    CHECK(anna->last_failure == 0);
}

TEST_CASE("Of users whose names differ in case or accents only, as other collations allow, each signs in by his own") {
    auto database = memory_database();
    Users users(database);
    add(database, UserRow{.id = 1, .name = "jurgen"});
    add(database, UserRow{.id = 2, .name = "J\xC3\xBCrgen"});
    CHECK(users.credentials("J\xC3\xBCrgen")->user == 2);
    CHECK(users.credentials("jurgen")->user == 1);
    CHECK(users.credentials("JURGEN")->user == 1);
}

TEST_CASE("A user cannot be added with what MySQL takes for the name of another") {
    auto database = memory_database();
    Users users(database);
    users.add({.name = "anna", .alias = {}, .mail = {}, .password = "", .global_role = 1});
    CHECK_THROWS_AS(users.add({.name = "\xC3\x84nna ", .alias = {}, .mail = {}, .password = "", .global_role = 1}),
                    std::invalid_argument);
}

TEST_CASE("A key is kept sealed, and a new one takes the place of the old") {
    auto database = memory_database();
    Users users(database);
    add(database, UserRow{.id = 1, .name = "anna"});
    CHECK_FALSE(users.sealed_key(1));
    users.set_key(1, bytes("lookup"), bytes(std::string("sea\0led", 7)), 5);
    CHECK(text_of(users.sealed_key(1)) == std::string("sea\0led", 7));
    users.note_key_use(1, 6);
    users.set_key(1, bytes("other"), bytes("new"), 7);
    CHECK_FALSE(users.by_key(bytes("lookup")));
    REQUIRE(users.by_key(bytes("other")));
    CHECK_FALSE(users.by_key(bytes("other"))->key_used);
    CHECK(text_of(users.sealed_key(1)) == "new");
}

TEST_CASE("A key that another user has is refused, and he keeps it") {
    auto database = memory_database();
    Users users(database);
    add(database, UserRow{.id = 1, .name = "anna"});
    add(database, UserRow{.id = 2, .name = "bert"});
    users.set_key(1, bytes("lookup"), bytes("sealed"), 5);
    CHECK_THROWS_AS(users.set_key(2, bytes("lookup"), bytes("sealed too"), 6), DatabaseError);
    REQUIRE(users.by_key(bytes("lookup")));
    CHECK(users.by_key(bytes("lookup"))->id == 1);
}

TEST_CASE("The last use of a key never goes back") {
    auto database = memory_database();
    Users users(database);
    add(database, UserRow{.id = 1, .name = "anna"});
    users.note_key_use(1, 10);
    users.set_key(1, bytes("lookup"), bytes("sealed"), 5);
    for (const std::int64_t now : {100, 90, 100}) users.note_key_use(1, now);
    CHECK(users.by_key(bytes("lookup"))->key_used == 100);
    users.note_key_use(1, 160);
    CHECK(users.by_key(bytes("lookup"))->key_used == 160);
}
