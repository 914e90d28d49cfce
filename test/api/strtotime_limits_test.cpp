// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include <doctest/doctest.h>

#include <ctime>
#include <string>

#include "api/strtotime.hpp"

namespace {

using kimai::api::strtotime;
using kimai::api::TimeZone;

/// Tuesday, 2018-03-13 14:34:56 UTC.
constexpr std::int64_t a_tuesday = 1'520'951'696;

/// Seconds since 1970, or empty for "not a date".
std::string answer(std::string_view zone, std::string_view text, std::int64_t now = a_tuesday) {
    const auto seconds = strtotime(text, now, TimeZone::find(zone).value());
    return seconds ? std::to_string(*seconds) : "";
}

struct Case {
    std::string_view text;
    std::string_view expected;
};

}  // namespace

TEST_CASE("amounts that fit nowhere") {
    const Case cases[] = {
        {"+99999999999999999999 years", "315569773345059296"},  // the last digits are the amount
        {"+9999999999999 years", ""},
        {"-9999999999999 years", ""},
        {"+9999999999999 fortnights", ""},
        {"+9999999999999 weekdays", "1209600001520812800"},
        {"-9999999999999 weekdays", "-1209599998479014400"},
        {"+9999999999999 monday", "6048000001520208000"},
        {"@9223372036854775807 +1 sec", ""},
        {"@-9223372036854775807 -2 sec", ""},
        {"@-9223372036854775807", "-9223372036854775807"},
        {"@-9223372036854775808", "-9223372036854775807"},
        {"9999999999999 months ago ago", ""},
        {"+9999999999999 sec", "10001520951695"},
        {"+9999999999999 ms", "11520951695"},
    };
    for (const Case& each : cases) {
        CAPTURE(each.text);
        CHECK(answer("UTC", each.text) == each.expected);
        CHECK_NOTHROW(answer("Europe/Berlin", each.text));
    }
    for (const std::int64_t now : {INT64_MAX, INT64_MIN, INT64_MAX - 1'000'000, std::int64_t{1} << 55}) {
        for (const char* text : {"now", "y", "monday", "+1 year", "last day of", "+1 weekday", "noon", "next week"}) {
            CHECK_NOTHROW(answer("Europe/Berlin", text, now));
            CHECK_NOTHROW(answer("America/New_York", text, ~now));
        }
    }
}

TEST_CASE("long texts take no more than linear time") {
    const TimeZone berlin = TimeZone::find("Europe/Berlin").value();
    constexpr std::size_t size = 50'000;
    const auto repeated = [](std::string_view part) {
        std::string text;
        while (text.size() < size) text += part;
        return text;
    };
    for (const char* part : {" ",       ".",      "+",    "1",      "a",  "- ",           "jan", "1 ", "\t.",
                             "monday ", "+1 day", "1960", "1960 .", "@1", "first day of", "(",   "A/", "next ",
                             "ago",     "now ",   "10:",  "\xff",   "t",  "noon..."}) {
        CAPTURE(part);
        const std::string text = repeated(part);
        const std::clock_t begin = std::clock();
        static_cast<void>(strtotime(text, a_tuesday, berlin));
        static_cast<void>(strtotime("2018-01-02 10:20:30." + text + "1", a_tuesday, berlin));
        static_cast<void>(strtotime("1960" + text + "1", a_tuesday, berlin));
        // Of the processor's time, as the machine may be busy; quadratic time would be several seconds.
        CHECK(std::clock() - begin < CLOCKS_PER_SEC);
    }
}
