// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "api/date_resolution.hpp"

#include "api/civil_days.hpp"

namespace kimai::api {

namespace {

constexpr std::int64_t seconds_a_day = 86'400;

/// More years than 64 bits of seconds hold, and few enough for exact arithmetic.
constexpr std::int64_t most_years = 1'000'000'000'000;
constexpr std::int64_t most_days = 366 * most_years;

/// What the clock and the calendar on the wall show. Any field may be out of its range until `settle`.
struct WallTime {
    std::int64_t year;
    std::int64_t month;
    std::int64_t day;
    std::int64_t hour;
    std::int64_t minute;
    std::int64_t second;
    std::int64_t microsecond;
};

/// Days since 1970 of a settled wall time.
std::int64_t day_number(const WallTime& wall) { return days_before_month(wall.year, wall.month) + wall.day - 1; }

void set_day_number(WallTime& wall, std::int64_t days) {
    const CivilDay civil = civil_from_days(days);
    wall.year = civil.year;
    wall.month = civil.month;
    wall.day = civil.day;
}

bool add_to(std::int64_t& sum, std::int64_t amount) { return !__builtin_add_overflow(sum, amount, &sum); }

/// Moves what exceeds `limit` from a field to the next greater one.
bool carry(std::int64_t& field, std::int64_t limit, std::int64_t& greater) {
    const std::int64_t excess = floor_div(field, limit);
    field = floor_mod(field, limit);
    return add_to(greater, excess);
}

/// Brings all fields into their ranges: "2018-02-31 24:00" becomes 2018-03-04 00:00. False if the date is too far away.
bool settle(WallTime& wall) {
    if (!carry(wall.microsecond, 1'000'000, wall.second) || !carry(wall.second, 60, wall.minute) ||
        !carry(wall.minute, 60, wall.hour) || !carry(wall.hour, 24, wall.day)) {
        return false;
    }
    if (!add_to(wall.month, -1) || !carry(wall.month, 12, wall.year)) return false;
    wall.month += 1;
    if (wall.year > most_years || wall.year < -most_years || wall.day > most_days || wall.day < -most_days)
        return false;
    set_day_number(wall, day_number(wall));
    return true;
}

WallTime wall_from_seconds(std::int64_t seconds) {
    const std::int64_t days = floor_div(seconds, seconds_a_day);
    WallTime wall{0, 0, 0, 0, 0, floor_mod(seconds, seconds_a_day), 0};
    set_day_number(wall, days);
    wall.hour = wall.second / 3600;
    wall.minute = wall.second / 60 % 60;
    wall.second %= 60;
    return wall;
}

bool leaves_open(const DateText& text) {
    return !text.year || !text.month || !text.day || !text.hour || !text.minute || !text.second;
}

/// A date without a time means midnight.
DateText with_midnight(DateText text) {
    if (text.has_date && !text.has_time) {
        text.hour = text.minute = text.second = 0;
        text.microsecond = 0;
    }
    return text;
}

/// The text's own fields, the missing ones as they are now.
std::optional<WallTime> fill_in(const DateText& text, std::int64_t now, const TimeZone& zone) {
    const DateText filled = with_midnight(text);
    WallTime wall{};
    if (leaves_open(filled)) {
        if (!add_to(now, zone.offset_at(now).seconds)) return std::nullopt;
        wall = wall_from_seconds(now);
    }
    return WallTime{filled.year.value_or(wall.year),
                    filled.month.value_or(wall.month),
                    filled.day.value_or(wall.day),
                    filled.hour.value_or(wall.hour),
                    filled.minute.value_or(wall.minute),
                    filled.second.value_or(wall.second),
                    filled.microsecond};
}

/// Goes to the first or last day of the month, or to where the counting of its weekdays begins.
bool go_into_month(WallTime& wall, DateShift& shift) {
    const bool counts_weekdays = shift.special == DateShift::Special::nth_weekday_of_month;
    const bool counts_back = shift.special == DateShift::Special::last_weekday_of_month;
    if (counts_weekdays || counts_back) {
        // Months are added first, so that "first monday of next month" looks into that one.
        wall.day = 1;
        if (!add_to(wall.month, shift.months) || !add_to(wall.month, counts_back ? 1 : 0)) return false;
        shift.months = 0;
    }
    return true;
}

bool go_to_month_edge(WallTime& wall, DateShift::MonthEdge edge) {
    switch (edge) {
        case DateShift::MonthEdge::none:
            return true;
        case DateShift::MonthEdge::first_day:
            wall.day = 1;
            return true;
        case DateShift::MonthEdge::last_day:
            wall.day = 0;
            return add_to(wall.month, 1);
    }
    return true;
}

void go_to_weekday(WallTime& wall, const DateShift& shift) {
    const std::int64_t today = weekday_of(day_number(wall));
    if (shift.weekday_rule == DateShift::WeekdayRule::in_the_week) {
        // The week ends with Sunday.
        std::int64_t wanted = shift.weekday;
        if (today == 0 && wanted != 0) wanted -= 7;
        if (today != 0 && wanted == 0) wanted = 7;
        wall.day += wanted - today;
        return;
    }
    if (shift.weekday < 0) {
        wall.day -= 7 + shift.weekday + today;
        return;
    }
    std::int64_t ahead = shift.weekday - today;
    const bool today_counts = shift.weekday_rule == DateShift::WeekdayRule::from_the_day_on;
    const bool passed = shift.days < 0 || today_counts ? ahead < 0 : ahead <= 0;
    if (passed) ahead += 7;
    wall.day += ahead;
}

bool add_shift(WallTime& wall, const DateShift& shift) {
    return add_to(wall.microsecond, shift.microseconds) && add_to(wall.second, shift.seconds) &&
           add_to(wall.minute, shift.minutes) && add_to(wall.hour, shift.hours) && add_to(wall.day, shift.days) &&
           add_to(wall.month, shift.months) && add_to(wall.year, shift.years);
}

/// Forward a weekend counts as the Friday before it, backward (and for none at all) as the Monday after it.
bool add_business_days(WallTime& wall, std::int64_t count) {
    if (count > most_days || count < -most_days) return false;
    // From Monday, 0, to Sunday, 6.
    std::int64_t weekday = (weekday_of(day_number(wall)) + 6) % 7;
    if (weekday > 4) {
        const std::int64_t start = count > 0 ? 4 : 7;
        wall.day += start - weekday;
        weekday = start % 7;
    }
    const std::int64_t weeks = floor_div(weekday + count, 5);
    wall.day += weeks * 2 + count;
    return settle(wall);
}

/// The order matters and is PHP's.
bool apply(WallTime& wall, DateShift shift) {
    if (!go_into_month(wall, shift) || !go_to_month_edge(wall, shift.month_edge) || !settle(wall)) return false;
    if (shift.to_weekday) go_to_weekday(wall, shift);
    if (!settle(wall) || !add_shift(wall, shift)) return false;
    if (!go_to_month_edge(wall, shift.month_edge) || !settle(wall)) return false;
    return shift.special != DateShift::Special::business_days || add_business_days(wall, shift.business_days);
}

}  // namespace

bool depends_on_now(const DateText& text) { return leaves_open(with_midnight(text)); }

std::optional<std::int64_t> resolve_date(const DateText& text, std::int64_t now, const TimeZone& zone) {
    auto wall = fill_in(text, now, zone);
    if (!wall || !apply(*wall, text.shift)) return std::nullopt;
    // Of a day before 1970 the end is nearer to zero, so that the least number of 64 bits is reached without overflow.
    const std::int64_t days = day_number(*wall);
    const std::int64_t from_midnight = wall->hour * 3600 + wall->minute * 60 + wall->second;
    std::int64_t seconds = 0;
    if (__builtin_mul_overflow(days < 0 ? days + 1 : days, seconds_a_day, &seconds)) return std::nullopt;
    if (!add_to(seconds, days < 0 ? from_midnight - seconds_a_day : from_midnight)) return std::nullopt;
    if (const auto* offset = std::get_if<FixedOffset>(&text.zone)) {
        return add_to(seconds, -offset->seconds) ? std::optional(seconds) : std::nullopt;
    }
    const auto* own_zone = std::get_if<TimeZone>(&text.zone);
    return (own_zone != nullptr ? *own_zone : zone).to_instant(seconds);
}

}  // namespace kimai::api
