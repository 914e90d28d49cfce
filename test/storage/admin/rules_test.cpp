// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "storage/admin/rules.hpp"

#include <doctest/doctest.h>

#include <string>

#include "test/storage/firm.hpp"

using namespace kimai;
using namespace kimai::storage;
using namespace kimai::storage::admin;

TEST_CASE("a rate takes the place of the one for the same scope, and of no other") {
    Connection connection = test::memory_database();
    connection.execute("INSERT INTO users (userID, name, nameKey, globalRoleID) VALUES (7, 'anna', x'00', 1)");
    const RateScope any{};
    const RateScope annas{.user = 7, .project = {}, .activity = 9};
    CHECK_FALSE(set_rate(connection, RateKind::hourly, any, Money{100}));
    CHECK_FALSE(set_rate(connection, RateKind::hourly, annas, Money{200}));
    CHECK_FALSE(set_rate(connection, RateKind::fixed, any, Money{300}));
    CHECK(set_rate(connection, RateKind::hourly, annas, Money{250}) == Money{200});
    // As an old database may have it.
    connection.execute("INSERT INTO rates (rate) VALUES (1)");

    auto found = rates(connection);
    REQUIRE(found.size() == 4);
    CHECK(found[2].user == "anna");
    CHECK_FALSE(found[2].project);
    CHECK(found[2].activity == "#9");
    CHECK(found[2].rate == Money{250});
    CHECK(found[3].kind == RateKind::fixed);

    CHECK(remove_rate(connection, RateKind::hourly, any));
    CHECK_FALSE(remove_rate(connection, RateKind::hourly, any));
    CHECK(remove_rate(connection, RateKind::fixed, any) == Money{300});
    found = rates(connection);
    REQUIRE(found.size() == 1);
    CHECK(found[0].rate == Money{250});
}

TEST_CASE("statuses and how many entries have them") {
    Connection connection = test::memory_database();
    const auto open = add_status(connection, "open");
    const auto done = add_status(connection, "done");
    connection.execute("INSERT INTO timeSheet (start, userID, projectID, activityID, statusID) VALUES (1, 1, 1, 1, ?1)",
                       open);
    rename_status(connection, done, "paid");
    auto found = statuses(connection);
    REQUIRE(found.size() == 2);
    CHECK(found[0].time_entries == 1);
    CHECK(found[1].name == "paid");
    CHECK(found[1].time_entries == 0);
    delete_status(connection, done);
    CHECK(statuses(connection).size() == 1);
}

TEST_CASE("Kimai's configuration is listed by name") {
    Connection connection = test::memory_database();
    connection.execute("INSERT INTO configuration VALUES ('b', '2'), ('a', '1')");
    const auto rows = configuration(connection);
    REQUIRE(rows.size() == 2);
    CHECK(rows[0].option == "a");
    CHECK(rows[1].value == "2");
}
