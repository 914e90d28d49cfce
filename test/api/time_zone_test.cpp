// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "api/time_zone.hpp"

#include <doctest/doctest.h>

#include <limits>
#include <string>

using kimai::api::TimeZone;

TEST_CASE("zones are found in any case, and nothing else is found") {
    for (const char* name : {"Europe/Berlin", "europe/berlin", "EUROPE/BERLIN"}) {
        CAPTURE(name);
        const auto zone = TimeZone::find(name);
        REQUIRE(zone);
        CHECK(zone->name() == "Europe/Berlin");
    }
    CHECK(TimeZone::find("utc"));
    for (const std::string& name :
         {std::string(), std::string("Europe"), std::string("Europe/Berlin "), std::string("../../../etc/passwd"),
          std::string("Europe/Berlin\0", 14), std::string(100'000, 'x'), std::string("\xff")}) {
        CAPTURE(name);
        CHECK_FALSE(TimeZone::find(name));
    }
}

TEST_CASE("offsets") {
    const TimeZone berlin = TimeZone::find("Europe/Berlin").value();
    CHECK(berlin.offset_at(1'521'939'599).seconds == 3600);
    CHECK(berlin.offset_at(1'521'939'600).seconds == 7200);
    CHECK(berlin.offset_at(1'521'939'600).since == 1'521'939'600);
    CHECK(berlin.offset_at(-3'000'000'000).seconds == 3208);  // local mean time
    CHECK(berlin.offset_at(2'224'623'600).seconds == 3600);   // July 2040
    using Limits = std::numeric_limits<std::int64_t>;
    CHECK(berlin.offset_at(Limits::max()).seconds == 3600);
    CHECK(berlin.offset_at(Limits::min()).seconds == 3208);
}

TEST_CASE("from the wall to an instant") {
    const TimeZone berlin = TimeZone::find("Europe/Berlin").value();
    CHECK(berlin.to_instant(1'521'941'400 + 3600) == 1'521'941'400);
    CHECK(berlin.to_instant(1'521'945'000) == 1'521'941'400);  // 02:30, which is skipped
    CHECK(berlin.to_instant(1'540'693'800) == 1'540'690'200);  // 02:30, the second one
    using Limits = std::numeric_limits<std::int64_t>;
    CHECK_FALSE(berlin.to_instant(Limits::max()));
    CHECK_FALSE(berlin.to_instant(Limits::min()));
}
