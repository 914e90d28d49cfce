// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "api/strtotime.hpp"

#include <doctest/doctest.h>

#include <chrono>
#include <fstream>
#include <string>
#include <vector>

#include "test/test_data.hpp"

namespace {

using kimai::api::strtotime;
using kimai::api::TimeZone;

/// Tuesday, 2018-03-13 14:34:56 UTC.
constexpr std::int64_t a_tuesday = 1'520'951'696;

TimeZone zone_named(std::string_view name) {
    const auto zone = TimeZone::find(name);
    REQUIRE(zone);
    return *zone;
}

std::string written(const std::optional<std::int64_t>& seconds) { return seconds ? std::to_string(*seconds) : ""; }

/// The answer as in the tables below: seconds since 1970, or empty for "not a date".
std::string answer(std::string_view zone, std::string_view text, std::int64_t now = a_tuesday) {
    return written(strtotime(text, now, zone_named(zone)));
}

/// What a clock in UTC shows, for tables that are read more easily that way.
std::string in_utc(std::string_view text, std::int64_t now = a_tuesday) {
    const auto seconds = strtotime(text, now, zone_named("UTC"));
    if (!seconds) return "";
    const std::chrono::sys_seconds instant{std::chrono::seconds(*seconds)};
    const auto day = std::chrono::floor<std::chrono::days>(instant);
    const std::chrono::year_month_day date(day);
    const std::chrono::hh_mm_ss clock(instant - day);
    char buffer[40];
    std::snprintf(buffer, sizeof buffer, "%04d-%02u-%02u %02d:%02d:%02d", int(date.year()), unsigned(date.month()),
                  unsigned(date.day()), int(clock.hours().count()), int(clock.minutes().count()),
                  int(clock.seconds().count()));
    return buffer;
}

std::string unescaped(std::string_view text) {
    std::string result;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const bool escape = text[i] == '\\' && i + 1 < text.size();
        result += !escape ? text[i] : text[++i] == 't' ? '\t' : text[i];
    }
    return result;
}

std::vector<std::string> columns(const std::string& line) {
    std::vector<std::string> result{""};
    for (const char c : line) {
        if (c == '\t') {
            result.emplace_back();
        } else {
            result.back() += c;
        }
    }
    return result;
}

struct Case {
    std::string_view text;
    std::string_view expected;
};

}  // namespace

TEST_CASE("every line that PHP 7.4 recorded") {
    std::ifstream file(kimai::test::test_file("data/strtotime.tsv"));
    REQUIRE(file);
    int lines = 0;
    for (std::string line; std::getline(file, line);) {
        if (line.empty() || line.front() == '#') continue;
        ++lines;
        CAPTURE(line);
        const auto fields = columns(line);
        REQUIRE(fields.size() == 4);
        CHECK(answer(fields[0], unescaped(fields[2]), std::stoll(fields[1])) == fields[3]);
    }
    CHECK(lines > 1000);
}

TEST_CASE("absolute dates") {
    const Case cases[] = {
        {"2018-12-31", "2018-12-31 00:00:00"},
        {"2018/12/31", "2018-12-31 00:00:00"},
        {"2018/1/2/", ""},
        {"2018/01/02/", "2018-01-02 00:00:00"},
        {"18-1-2", "2018-01-02 00:00:00"},
        {"69-1-2", "2069-01-02 00:00:00"},
        {"70-1-2", "1970-01-02 00:00:00"},
        {"12/31", "2018-12-31 00:00:00"},
        {"1/2nd/18", "2018-01-02 00:00:00"},
        {"31.12.18", "2018-12-31 00:00:00"},
        {"10.12.30", "2018-03-13 10:12:30"},  // a time goes first
        {"31\t12.18", "2018-12-31 00:00:00"},
        {"31.12", ""},
        {"2 jan 18", "2018-01-02 00:00:00"},
        {"2nd January, 2018", "2018-01-02 20:18:00"},
        {"January 2nd, 2018", "2018-01-02 00:00:00"},
        {"Sept 5", "2018-09-05 00:00:00"},
        {"5 MAY", "2018-05-05 00:00:00"},
        {"jan", "2018-01-13 00:00:00"},
        {"V 2018", "2018-05-01 00:00:00"},
        {"1 XII 18", "2018-12-01 00:00:00"},
        {"2 v 2018", ""},
        {"2018jan", "2018-01-01 00:00:00"},
        {"2018-Jan-02", "2018-01-02 00:00:00"},
        {"2018.072", "2018-03-13 00:00:00"},
        {"2018366", "2019-01-01 00:00:00"},
        {"2018-072", ""},
        {"2018-W11-2", "2018-03-13 00:00:00"},
        {"2018W01", "2018-01-01 00:00:00"},
        {"2020-W53-7", "2021-01-03 00:00:00"},
        {"2018w01", ""},
        {"1960", "1960-03-13 14:34:56"},
        {"2018 10:20", ""},
        {"1960 10:20", "1960-03-13 10:20:00"},
        {"10:20 2019", "2019-03-13 10:20:00"},
        {"10:20 2019 2020", ""},
        {"2018-00-00", "2017-11-30 00:00:00"},
        {"2018-02-31", "2018-03-03 00:00:00"},
        {"2018-13-01", ""},
        {"2018-01-02 2018-01-02", ""},
        {"jan feb", ""},
    };
    for (const Case& each : cases) {
        CAPTURE(each.text);
        CHECK(in_utc(each.text) == each.expected);
    }
}

TEST_CASE("leap years and the ends of the calendar") {
    const Case cases[] = {
        {"2016-02-29 +1 year", "1488326400"},  // 2017-03-01
        {"2100-02-29", "4107542400"},          // 2100-03-01
        {"2000-02-29", "951782400"},
        {"2018-01-31 +1 month", "1520035200"},
        {"0001-01-01", "-62135596800"},
        {"0000-00-00", "-62169984000"},
        {"-0001-01-01", "-62198755200"},
        {"9999-12-31 23:59:59", "253402300799"},
        {"@-1", "-1"},
        {"@86400 2018-01-02", "1514937600"},
        {"@9223372036854775807", "9223372036854775807"},
        {"@99999999999999999999", "9223372036854775807"},
    };
    for (const Case& each : cases) {
        CAPTURE(each.text);
        CHECK(answer("UTC", each.text) == each.expected);
    }
}

TEST_CASE("times of day") {
    const Case cases[] = {
        {"10am", "2018-03-13 10:00:00"},
        {"10 P.M.", "2018-03-13 22:00:00"},
        {"12am", "2018-03-13 00:00:00"},
        {"12:30 pm", "2018-03-13 12:30:00"},
        {"13pm", ""},
        {"0am", ""},
        {"10amx", ""},
        {"10am, monday", ""},
        {"10:20:30:123pm", "2018-03-13 22:20:30"},
        {"10:20:30.123 pm", ""},
        {"t10", "2018-03-13 10:00:00"},
        {"T10:20", "2018-03-13 10:20:00"},
        {"10.20.30", "2018-03-13 10:20:30"},
        {"10:20:30.123456789012", "2018-03-13 10:20:30"},
        {"102030", "2018-03-13 10:20:30"},
        {"24:00", "2018-03-14 00:00:00"},
        {"23:59:60", "2018-03-14 00:00:00"},
        {"25:00", ""},
        {"10:20 11:00", ""},
        {"noon 11:00", ""},
        {"10:00 noon", "2018-03-13 12:00:00"},
        {"back of 7pm", "2018-03-13 19:15:00"},
        {"Back of 7pm", "2018-03-13 18:45:00"},
        {"front of 7pm", "2018-03-13 18:45:00"},
        {"front of 0", "2018-03-12 23:45:00"},
        {"Jan 2 10:20pm", "2018-01-02 22:20:00"},
        {"Jan 2 10:20:30 EST", "2018-01-02 15:20:30"},
        {"Jan 2 10.20.30", ""},
        {"Jan 2 1020", "1020-01-02 00:00:00"},
        {"2018:01:02 10:20:30", "2018-01-02 10:20:30"},
        {"10/Oct/2000:13:55:36 -0700", "2000-10-10 20:55:36"},
        {"2018-01-02T10:20:30,5", ""},
    };
    for (const Case& each : cases) {
        CAPTURE(each.text);
        CHECK(in_utc(each.text) == each.expected);
    }
}

TEST_CASE("relative amounts") {
    const Case cases[] = {
        {"+1 week 2 days 4 hours 2 seconds", "2018-03-22 18:34:58"},
        {"+1day-1hour", "2018-03-14 13:34:56"},
        {"--1 day", "2018-03-14 14:34:56"},
        {"+-1 day", "2018-03-12 14:34:56"},
        {"+ - 1 day", ""},
        {"2 fortnights ago", "2018-02-13 14:34:56"},
        {"1 hour ago 2 days", "2018-03-15 13:34:56"},
        {"-1 ms", "2018-03-13 14:34:55"},
        {"+1000001 µs", "2018-03-13 14:34:57"},
        {"3 ms ago", "2018-03-13 14:34:56"},
        {"first weeks", "2018-03-20 14:34:56"},
        {"first week", ""},
        {"eighth day", "2018-03-21 14:34:56"},
        {"yesterday noon", "2018-03-12 12:00:00"},
        {"noon yesterday", "2018-03-12 00:00:00"},
        {"+1 day yesterday", "2018-03-12 00:00:00"},
        {"11:00 tomorrow", "2018-03-14 00:00:00"},
        {"next year", "2019-03-13 14:34:56"},
        {"nextyear", ""},
    };
    for (const Case& each : cases) {
        CAPTURE(each.text);
        CHECK(in_utc(each.text) == each.expected);
    }
}

TEST_CASE("weekdays and months") {
    const Case cases[] = {
        {"tuesday", "2018-03-13 00:00:00"},
        {"next tuesday", "2018-03-20 00:00:00"},
        {"this tue", "2018-03-13 00:00:00"},
        {"last tuesday", "2018-03-06 00:00:00"},
        {"second monday", "2018-03-26 00:00:00"},
        {"+2 monday", "2018-03-26 00:00:00"},
        {"monday ago", "2018-03-05 00:00:00"},
        {"10:00 monday", "2018-03-19 00:00:00"},
        {"monday 10:00", "2018-03-19 10:00:00"},
        {"this week", "2018-03-12 14:34:56"},
        {"sunday this week", "2018-03-18 00:00:00"},
        {"friday last week", "2018-03-09 00:00:00"},
        {"sundays", "2018-03-18 06:00:00"},  // in the zone "s"
        {"tues", ""},
        {"+1 weekday", "2018-03-14 00:00:00"},
        {"2018-03-17 +1 weekday", "2018-03-19 00:00:00"},
        {"2018-03-17 -1 weekday", "2018-03-16 00:00:00"},
        {"2018-03-16 +5 weekdays", "2018-03-23 00:00:00"},
        {"2018-03-18 +5 weekdays", "2018-03-23 00:00:00"},
        {"2018-03-17 -5 weekdays", "2018-03-12 00:00:00"},
        {"2018-03-17 this weekday", "2018-03-19 00:00:00"},
        {"weekday", "2018-03-19 00:00:00"},
        {"first day of", "2018-03-01 14:34:56"},
        {"last day of feb 2016", "2016-02-29 00:00:00"},
        {"2018-01-31 first day of next month", "2018-02-01 00:00:00"},
        {"first sat of July 2008", "2008-07-05 00:00:00"},
        {"twelfth friday of january 2018", "2018-03-23 00:00:00"},
        {"last sunday of april 2018", "2018-04-29 00:00:00"},
        {"second monday of january 2018 next year", "2019-01-08 00:00:00"},
    };
    for (const Case& each : cases) {
        CAPTURE(each.text);
        CHECK(in_utc(each.text) == each.expected);
    }
}

TEST_CASE("zones in the text") {
    const Case cases[] = {
        {"10:00 EST", "2018-03-13 15:00:00"},
        {"10:00 pdt", "2018-03-13 17:00:00"},
        {"10:00 yddt", "2018-03-13 17:00:00"},
        {"10:00 (CET)", "2018-03-13 09:00:00"},
        {"10:00 A", "2018-03-13 09:00:00"},
        {"10:00 y", "2018-03-13 22:00:00"},
        {"10:00 j", ""},
        {"10:00 +0130", "2018-03-13 08:30:00"},
        {"10:00 -1:3", "2018-03-13 11:03:00"},
        {"10:00 +130", "2018-03-13 08:30:00"},
        {"10:00 +25", "2018-03-12 09:00:00"},
        {"10:00 +01:02:03", ""},
        {"10:00 GMT+1", "2018-03-13 09:00:00"},
        {"10:00 gmt+1", "2018-03-13 10:00:00"},
        {"10:00 +0100 (CET)", "2018-03-13 09:00:00"},
        {"10:00 +0100 CET Z", ""},
        {"10:00 Japan", "2018-03-13 01:00:00"},
        {"10:00 America/Argentina/Buenos_Aires", "2018-03-13 13:00:00"},
        {"10:00 EUROPE/BERLIN", ""},
        {"10:00 Foo/Bar", ""},
        {"10:00 qqq", ""},
    };
    for (const Case& each : cases) {
        CAPTURE(each.text);
        CHECK(in_utc(each.text) == each.expected);
    }
}

TEST_CASE("gaps and folds") {
    struct {
        std::string_view zone;
        std::string_view text;
        std::string_view expected;
    } const cases[] = {
        {"Europe/Berlin", "2018-03-25 01:59:59", "1521939599"},
        {"Europe/Berlin", "2018-03-25 02:00:00", "1521939600"},
        {"Europe/Berlin", "2018-03-25 02:59:59", "1521943199"},
        {"Europe/Berlin", "2018-03-25 01:30 +1 hour", "1521941400"},
        {"Europe/Berlin", "2018-03-24 02:30 +1 day", "1521941400"},
        {"Europe/Berlin", "2018-10-28 02:30", "1540690200"},
        {"America/New_York", "2018-03-11 02:30", "1520753400"},
        {"America/New_York", "2018-11-04 01:30", "1541309400"},
        {"America/New_York", "2018-11-04 02:00", "1541314800"},
        {"Australia/Lord_Howe", "2018-10-07 02:15", "1538840700"},  // skips half an hour
        {"Australia/Lord_Howe", "2018-10-07 02:30", "1538839800"},
        {"Australia/Lord_Howe", "2018-04-01 01:45", "1522509300"},
        {"Australia/Lord_Howe", "2018-04-01 01:29", "1522506540"},
        {"Pacific/Apia", "2011-12-30 12:00", "1325282400"},  // a day that never was
        {"Europe/Berlin", "2040-07-01", "2224710000"},       // no summer time after 2037
    };
    for (const auto& each : cases) {
        CAPTURE(each.zone);
        CAPTURE(each.text);
        CHECK(answer(each.zone, each.text) == each.expected);
    }
}

TEST_CASE("white space, NUL and what is no text") {
    struct {
        std::string text;
        std::string_view expected;
    } const cases[] = {
        {"", ""},
        {" ", "2018-03-13 14:34:56"},
        {" \n", "2018-03-13 14:34:56"},
        {"\r", ""},
        {"\v\f 2018-01-02 \r\n", "2018-01-02 00:00:00"},
        {"2018-01-02\n10:20", "2018-01-02 10:20:00"},
        {"2018-01-02\r\n10:20", ""},
        {"2018-01-02 \t ,. 10:20", "2018-01-02 10:20:00"},
        {std::string("2018-01-02\0 10:20", 17), "2018-01-02 10:20:00"},
        {std::string("\0", 1), "2018-03-13 14:34:56"},
        {std::string("10am\0 jan 2\0", 12), "2018-01-02 10:00:00"},
        {std::string("Jan 2\00010:20", 11), "2018-01-02 14:34:00"},
        {"\xff", ""},
        {"2018-01-02\24010:20", ""},
        {"+1 \xc2", ""},
        {"10:20\xc2\xa0pm", ""},
        {"2018-01-02'", ""},
    };
    for (const auto& each : cases) {
        CAPTURE(each.text);
        CHECK(in_utc(each.text) == each.expected);
    }
}
