// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <variant>

#include "api/time_zone.hpp"

namespace kimai::api {

/// What a date text adds to the date that it names.
struct DateShift {
    std::int64_t years = 0;
    std::int64_t months = 0;
    std::int64_t days = 0;
    std::int64_t hours = 0;
    std::int64_t minutes = 0;
    std::int64_t seconds = 0;
    std::int64_t microseconds = 0;

    /// How the day of a weekday is found.
    enum class WeekdayRule {
        after_the_day,    ///< "next monday": never the day itself
        from_the_day_on,  ///< "monday"
        in_the_week,      ///< "monday next week": in the week of the day, which begins on Monday
    };
    bool to_weekday = false;
    /// 0 for Sunday to 6 for Saturday; negative to look back, -7 being Sunday.
    std::int64_t weekday = 0;
    WeekdayRule weekday_rule = WeekdayRule::after_the_day;

    enum class Special { none, business_days, nth_weekday_of_month, last_weekday_of_month };
    Special special = Special::none;
    std::int64_t business_days = 0;

    enum class MonthEdge { none, first_day, last_day };
    MonthEdge month_edge = MonthEdge::none;
};

/// Seconds east of UTC.
struct FixedOffset {
    std::int64_t seconds;
};

/// What a date text says, before any "now" and default zone fill in what it leaves open.
struct DateText {
    using Field = std::optional<std::int64_t>;

    Field year;
    Field month;
    Field day;
    Field hour;
    Field minute;
    Field second;
    std::int64_t microsecond = 0;
    bool has_date = false;
    /// A date without a time means its midnight, whatever the fields say.
    bool has_time = false;
    std::variant<std::monostate, FixedOffset, TimeZone> zone;
    DateShift shift;
};

/// Nothing if the text is no date. From any thread, never throws; the time is linear in the length of the text.
std::optional<DateText> read_date_text(std::string_view text);

}  // namespace kimai::api
