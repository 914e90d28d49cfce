// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "storage/settings.hpp"

#include <doctest/doctest.h>

#include <array>

#include "test/storage/firm.hpp"

using namespace kimai::storage;
using kimai::test::memory_database;

TEST_CASE("What is set reads back, what is set again is replaced, what is not set is nothing") {
    auto database = memory_database();
    Settings settings(database);
    CHECK_FALSE(settings.configuration("roundPrecision"));
    settings.set_configuration("roundPrecision", "1");
    settings.set_configuration("roundPrecision", "");
    CHECK(settings.configuration("roundPrecision") == "");
    CHECK_FALSE(settings.configuration("RoundPrecision"));

    CHECK_FALSE(settings.setting(time_zone_setting));
    settings.set_setting(time_zone_setting, "UTC");
    settings.set_setting(time_zone_setting, "Europe/Berlin");
    CHECK(settings.setting(time_zone_setting) == "Europe/Berlin");
}

TEST_CASE("Preferences are each user's own") {
    auto database = memory_database();
    Settings settings(database);
    settings.set_preference(1, "ui.rowlimit", "5");
    settings.set_preference(1, "ui.rowlimit", "7");
    settings.set_preference(2, "ui.rowlimit", "9");
    CHECK(settings.preference(1, "ui.rowlimit") == "7");
    CHECK(settings.preference(2, "ui.rowlimit") == "9");
    CHECK_FALSE(settings.preference(3, "ui.rowlimit"));
    CHECK_FALSE(settings.preference(1, "timezone"));
}

TEST_CASE("A secret setting keeps all of its bytes") {
    auto database = memory_database();
    Settings settings(database);
    CHECK_FALSE(settings.secret_setting(password_salt_setting));
    const std::array bytes{std::byte{0}, std::byte{0xFF}, std::byte{0}};
    settings.set_secret_setting(password_salt_setting, bytes);
    const auto stored = settings.secret_setting(password_salt_setting);
    REQUIRE(stored);
    CHECK(*stored == std::vector<std::byte>(bytes.begin(), bytes.end()));
    settings.set_secret_setting(password_salt_setting, {});
    CHECK(settings.secret_setting(password_salt_setting)->empty());
}
