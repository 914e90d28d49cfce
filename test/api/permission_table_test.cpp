// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "api/permission_table.hpp"

#include <doctest/doctest.h>

#include <set>
#include <string>

#include "api/permissions.hpp"
#include "test/storage/firm.hpp"

using namespace kimai::api;
using kimai::storage::Store;
using kimai::storage::User;

namespace {

/// All that the methods ask about a caller (1), who has role 1 everywhere: of 2, with whom he has a group in common, of
/// 3 and 4, with whom he has none, and as one who is in no group (5).
std::string what_one_may(Store& store) {
    const User caller{.id = 1, .global_role = 1, .key_used = std::nullopt};
    const User loner{.id = 5, .global_role = 1, .key_used = std::nullopt};
    std::string answers;
    const auto note = [&answers](bool answer) { answers += answer ? '1' : '0'; };
    for (const std::int64_t owner : {2, 3}) {
        note(may_read(store, caller, owner));
        for (const Records records : {Records::time_entries, Records::expenses}) {
            for (const Deed deed : {Deed::edit, Deed::remove}) note(may(store, caller, deed, records, owner));
        }
    }
    for (const char* const kind : {"customer", "project", "activity"}) note(viewer_of(store, loner, kind).sees_all);
    return answers;
}

Store firm() {
    auto database = kimai::test::memory_database();
    for (const std::int64_t id : {1, 2, 3, 5}) {
        add(database, kimai::test::UserRow{.id = id, .name = "user " + std::to_string(id)});
    }
    for (const std::int64_t id : {1, 2}) kimai::test::add_group(database, id);
    kimai::test::join(database, 1, 1, 1);
    kimai::test::join(database, 1, 2, 1);
    kimai::test::join(database, 2, 3, 1);
    return Store(std::move(database));
}

}  // namespace

TEST_CASE("Each permission of the table lets one do something, and no two the same") {
    Store nobody = firm();
    std::set<std::string> seen{what_one_may(nobody)};
    for (const PermissionRow& row : global_permissions()) {
        CAPTURE(row.name);
        Store store = firm();
        kimai::test::set_global_permission(store.connection, 1, row.name, 1);
        CHECK(seen.insert(what_one_may(store)).second);
    }
    for (const PermissionRow& row : membership_permissions()) {
        CAPTURE(row.name);
        Store store = firm();
        kimai::test::set_membership_permission(store.connection, 1, row.name, 1);
        CHECK(seen.insert(what_one_may(store)).second);
    }
}

TEST_CASE("Who has all of the table may do everything") {
    Store store = firm();
    for (const PermissionRow& row : global_permissions()) {
        kimai::test::set_global_permission(store.connection, 1, row.name, 1);
    }
    for (const PermissionRow& row : membership_permissions()) {
        kimai::test::set_membership_permission(store.connection, 1, row.name, 1);
    }
    CHECK(what_one_may(store).find('0') == std::string::npos);
}
