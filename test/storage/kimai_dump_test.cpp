// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "storage/kimai_dump.hpp"

#include <doctest/doctest.h>

using namespace kimai::storage;

TEST_CASE("names of tables") {
    struct Case {
        const char* name;
        const char* table;
        const char* prefix;
    };
    const Case cases[] = {
        {"kimai_timeSheet", "timeSheet", "kimai_"},
        {"kimai_timesheet", "timeSheet", "kimai_"},
        {"KIMAI_TIMESHEET", "timeSheet", "kimai_"},
        {"users", "users", ""},
        {"kimai_groups_users", "groups_users", "kimai_"},
        {"groups_users", "groups_users", ""},
        {"a_b_projects_activities", "projects_activities", "a_b_"},
        {"kimai_fixedrates", "fixedRates", "kimai_"},
        {"kimai_rates", "rates", "kimai_"},
        {"kimai_membershiproles", "membershipRoles", "kimai_"},
        {"kimai_bak_1514764800_kimai_users", nullptr, nullptr},
        {"kimai_zef", nullptr, nullptr},
        {"", nullptr, nullptr},
    };
    for (const Case& test : cases) {
        CAPTURE(test.name);
        const auto named = kimai_table_named({"db", test.name});
        REQUIRE(named.has_value() == (test.table != nullptr));
        if (!named) continue;
        CHECK(named->table->name == test.table);
        CHECK(named->set == TableSet{"db", test.prefix});
    }
}

TEST_CASE("sets of tables") {
    const auto table = [](const char* database, const char* name) { return *kimai_table_named({database, name}); };
    SUBCASE("the only set needs no prefix") {
        TableSets sets(std::nullopt);
        CHECK(sets.note(table("", "k_users")));
        CHECK(sets.complete().empty());
        CHECK(sets.note(table("", "k_timeSheet")));
        CHECK(sets.complete().size() == 1);
        CHECK(sets.current() == TableSet{"", "k_"});
        CHECK(sets.missing().size() == kimai_tables().size() - 2);
    }
    SUBCASE("several") {
        TableSets sets(std::nullopt);
        for (const char* name : {"k_users", "k_timeSheet", "old_users", "old_timeSheet", "x_users"})
            sets.note(table("", name));
        CHECK(sets.complete().size() == 2);
        CHECK(sets.names(true) == "k_, old_");
        CHECK(sets.names(false) == "k_, old_, x_");
    }
    SUBCASE("the prefix that was asked for") {
        TableSets sets("OLD_");
        CHECK_FALSE(sets.note(table("", "k_users")));
        CHECK(sets.note(table("", "old_users")));
        CHECK(sets.current()->prefix == "old_");
    }
    SUBCASE("no prefix was asked for") {
        TableSets sets("");
        CHECK_FALSE(sets.note(table("", "k_users")));
        CHECK(sets.note(table("", "users")));
    }
    SUBCASE("databases") {
        TableSets sets("kimai_");
        for (const char* database : {"a", "b"}) {
            sets.note(table(database, "kimai_users"));
            sets.note(table(database, "kimai_timeSheet"));
        }
        CHECK(sets.names(true) == "a.kimai_, b.kimai_");
        TableSets one("B.kimai_");
        CHECK_FALSE(one.note(table("a", "kimai_users")));
        CHECK(one.note(table("b", "kimai_users")));
    }
}
