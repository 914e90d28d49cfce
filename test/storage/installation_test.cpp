// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "storage/installation.hpp"

#include <doctest/doctest.h>

#include <string>

#include "test/storage/firm.hpp"

using namespace kimai::storage;
using kimai::test::memory_database;

namespace {

std::string text(Store& store, const char* sql) {
    Rows rows = store.connection.query(sql);
    rows.next();
    return std::string(rows.text(0));
}

std::string permissions(Store& store, const std::string& kind, std::int64_t role) {
    Rows rows = store.connection.query(
        "SELECT sum(value <> 0) || ' of ' || count(*) FROM " + kind + "RolePermissions WHERE " + kind + "RoleID = ?1",
        role);
    rows.next();
    return std::string(rows.text(0));
}

}  // namespace

TEST_CASE("A fresh installation has the configuration and statuses of Kimai 1.3.5") {
    Store store(memory_database());
    install(store);
    CHECK(store.settings.configuration("version") == "1.3.5");
    CHECK(store.settings.configuration("revision") == "1400");
    CHECK(store.settings.configuration("defaultStatusID") == "1");
    CHECK(store.settings.configuration("loginTries") == "3");
    CHECK(store.settings.configuration("loginBanTime") == "900");
    CHECK(store.settings.configuration("roundPrecision") == "0");
    CHECK(text(store, "SELECT group_concat(statusID || ' ' || status, ', ') FROM statuses") ==
          "1 open, 2 review, 3 closed");
    CHECK(text(store, "SELECT group_concat(groupID || ' ' || name, ', ') FROM groups") == "1 admin");
    CHECK_FALSE(is_filled(store));
}

TEST_CASE("A fresh installation has the roles of Kimai 1.3.5") {
    Store store(memory_database());
    const Installation installation = install(store);
    CHECK(permissions(store, "global", installation.admin_role) == "54 of 54");
    CHECK(permissions(store, "global", installation.user_role) == "12 of 54");
    CHECK(permissions(store, "membership", installation.admin_membership) == "29 of 29");
    CHECK(permissions(store, "membership", installation.user_membership) == "0 of 29");
    CHECK(permissions(store, "membership", installation.leader_membership) == "6 of 29");
    CHECK(text(store, "SELECT group_concat(globalRoleID || ' ' || name, ', ') FROM globalRoles") == "1 Admin, 2 User");
    CHECK(text(store, "SELECT group_concat(membershipRoleID || ' ' || name, ', ') FROM membershipRoles") ==
          "1 Admin, 2 User, 3 Groupleader");
}

TEST_CASE("The administrator may do everything and is a member of his group") {
    Store store(memory_database());
    const Installation installation = install(store);
    const std::int64_t admin = add_administrator(store, installation, "boss", "hash");
    CHECK(is_filled(store));
    const auto credentials = store.users.credentials("boss");
    REQUIRE(credentials);
    CHECK(credentials->user == admin);
    CHECK(credentials->password == "hash");
    CHECK(credentials->admitted);
    CHECK(store.groups.has_group(admin));
    CHECK(store.groups.common_groups(admin, admin, "core-user-view").permitting == 1);
    CHECK(store.groups.global_permission(installation.admin_role, "core-customer-otherGroup-view"));
}
