// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "api/preferences.hpp"

#include <doctest/doctest.h>

#include "test/storage/firm.hpp"

using namespace kimai::api;
using kimai::storage::Settings;

TEST_CASE("The zone is the user's, else the installation's, else UTC; what is no zone does not count") {
    auto database = kimai::test::memory_database();
    Settings settings(database);
    CHECK(time_zone_of(settings, 1).name() == "UTC");
    settings.set_setting(kimai::storage::time_zone_setting, "Europe/Berlin");
    CHECK(time_zone_of(settings, 1).name() == "Europe/Berlin");
    settings.set_preference(1, "timezone", "Asia/Kolkata");
    CHECK(time_zone_of(settings, 1).name() == "Asia/Kolkata");
    CHECK(time_zone_of(settings, 2).name() == "Europe/Berlin");
    for (const char* none : {"", "Nowhere/Land", "../../etc/passwd"}) {
        settings.set_preference(1, "timezone", none);
        CHECK(time_zone_of(settings, 1).name() == "Europe/Berlin");
    }
    settings.set_setting(kimai::storage::time_zone_setting, "nonsense");
    CHECK(time_zone_of(settings, 1).name() == "UTC");
}

TEST_CASE("The number of rows is the preference if it is positive, else 100") {
    auto database = kimai::test::memory_database();
    Settings settings(database);
    CHECK(row_limit_of(settings, 1) == 100);
    struct Case {
        const char* preference;
        std::int64_t limit;
    };
    for (const Case& c :
         {Case{"5", 5}, Case{"0", 100}, Case{"-5", 100}, Case{"", 100}, Case{"many", 100}, Case{"20 rows", 20}}) {
        settings.set_preference(1, "ui.rowlimit", c.preference);
        CAPTURE(c.preference);
        CHECK(row_limit_of(settings, 1) == c.limit);
    }
}

TEST_CASE("A preference is on when PHP takes it for true; a number that is not configured is the usual one") {
    auto database = kimai::test::memory_database();
    Settings settings(database);
    CHECK_FALSE(prefers(settings, 1, "ui.flip_project_display"));
    for (const char* off : {"", "0"}) {
        settings.set_preference(1, "ui.flip_project_display", off);
        CHECK_FALSE(prefers(settings, 1, "ui.flip_project_display"));
    }
    settings.set_preference(1, "ui.flip_project_display", "1");
    CHECK(prefers(settings, 1, "ui.flip_project_display"));

    CHECK(configured_number(settings, "roundPrecision", 7) == 7);
    settings.set_configuration("roundPrecision", "15 min");
    CHECK(configured_number(settings, "roundPrecision", 7) == 15);
}
