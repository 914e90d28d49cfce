// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "api/permissions.hpp"

#include <doctest/doctest.h>

#include <string>

#include "test/storage/firm.hpp"

using namespace kimai::api;
using kimai::storage::Store;
using kimai::storage::User;
using namespace kimai::test;

namespace {

constexpr std::int64_t editing = 1;  // Membership roles.
constexpr std::int64_t plain = 2;
constexpr std::int64_t global_plain = 1;  // Global roles.
constexpr std::int64_t global_editing = 2;

User caller(std::int64_t id, std::int64_t global_role = global_plain) {
    User user;
    user.id = id;
    user.global_role = global_role;
    return user;
}

/// Users 1 to 5. 1 and 2 share groups 1 and 2, 3 is in group 3, 4 and 5 in none. User 1 may edit in group 1.
struct Bench {
    Store store{memory_database()};

    Bench() {
        auto& database = store.connection;
        for (const std::int64_t user : {1, 2, 3, 4, 5}) {
            const std::string name = "user " + std::to_string(user);
            add(database, UserRow{.id = user, .name = name});
        }
        for (const std::int64_t group : {1, 2, 3}) add_group(database, group);
        set_membership_permission(database, editing, "ki_timesheets-otherEntry-ownGroup-edit", 1);
        set_global_permission(database, global_editing, "ki_timesheets-otherEntry-otherGroup-edit", 1);
        join(database, 1, 1, editing);
        join(database, 2, 1, plain);
        join(database, 1, 2, plain);
        join(database, 2, 2, plain);
        join(database, 3, 3, plain);
    }
    bool may_edit(const User& user, std::int64_t owner) {
        return may(store, user, Deed::edit, Records::time_entries, owner);
    }
};

}  // namespace

TEST_CASE("One's own records need no permission") {
    Bench bench;
    CHECK(bench.may_edit(caller(4), 4));
    CHECK(may(bench.store, caller(4), Deed::remove, Records::expenses, 4));
    CHECK(may_read(bench.store, caller(4), 4));
}

TEST_CASE("With common groups the role must permit it in all of them, whatever the global role says") {
    Bench bench;
    CHECK_FALSE(bench.may_edit(caller(1), 2));
    CHECK_FALSE(bench.may_edit(caller(1, global_editing), 2));
    bench.store.connection.execute("UPDATE groups_users SET membershipRoleID = ?1 WHERE userID = 1", editing);
    CHECK(bench.may_edit(caller(1), 2));
    CHECK_FALSE(bench.may_edit(caller(2), 1));
}

TEST_CASE("Without a common group the global role decides") {
    Bench bench;
    for (const std::int64_t owner : {3, 4, 99}) {
        CAPTURE(owner);
        CHECK_FALSE(bench.may_edit(caller(1), owner));
        CHECK(bench.may_edit(caller(1, global_editing), owner));
        CHECK(bench.may_edit(caller(5, global_editing), owner));
    }
}

TEST_CASE("Each deed on each kind of record has a permission of its own") {
    Bench bench;
    struct Case {
        std::string name;
        Deed deed;
        Records records;
        std::string prefix;
        std::string suffix;
    };
    const Case cases[] = {
        {"edit entries", Deed::edit, Records::time_entries, "ki_timesheets-otherEntry-", "-edit"},
        {"remove entries", Deed::remove, Records::time_entries, "ki_timesheets-otherEntry-", "-delete"},
        {"edit expenses", Deed::edit, Records::expenses, "ki_expenses-otherEntry-", "-edit"},
        {"remove expenses", Deed::remove, Records::expenses, "ki_expenses-otherEntry-", "-delete"},
    };
    std::int64_t role = 10;
    for (const Case& given : cases) {
        ++role;
        set_global_permission(bench.store.connection, role, given.prefix + "otherGroup" + given.suffix, 1);
        set_membership_permission(bench.store.connection, role, given.prefix + "ownGroup" + given.suffix, 1);
        bench.store.connection.execute("UPDATE groups_users SET membershipRoleID = ?1 WHERE userID = 1", role);
        for (const Case& asked : cases) {
            CAPTURE(given.name);
            CAPTURE(asked.name);
            CHECK(may(bench.store, caller(4, role), asked.deed, asked.records, 5) == (&given == &asked));
            CHECK(may(bench.store, caller(1), asked.deed, asked.records, 2) == (&given == &asked));
        }
    }
}

TEST_CASE("Records are read by who may see their owner") {
    Bench bench;
    CHECK_FALSE(may_read(bench.store, caller(1), 2));
    set_membership_permission(bench.store.connection, plain, "core-user-view", 1);
    CHECK(may_read(bench.store, caller(1), 2));
    CHECK_FALSE(may_read(bench.store, caller(1), 3));
    set_global_permission(bench.store.connection, 7, "core-user-otherGroup-view", 1);
    CHECK(sees_beyond_own_groups(bench.store, caller(1, 7)));
    CHECK_FALSE(sees_beyond_own_groups(bench.store, caller(1)));
    CHECK(may_read(bench.store, caller(1, 7), 3));
    CHECK_FALSE(may_read(bench.store, caller(1, 7), 4));
}

TEST_CASE("Only who is in no group sees the whole catalog, and of it what his role names") {
    Bench bench;
    set_global_permission(bench.store.connection, 7, "core-project-otherGroup-view", 1);
    CHECK(viewer_of(bench.store, caller(4, 7), "project").sees_all);
    CHECK(viewer_of(bench.store, caller(4, 7), "project").user == 4);
    CHECK_FALSE(viewer_of(bench.store, caller(4, 7), "customer").sees_all);
    CHECK_FALSE(viewer_of(bench.store, caller(4), "project").sees_all);
    CHECK_FALSE(viewer_of(bench.store, caller(1, 7), "project").sees_all);
}
