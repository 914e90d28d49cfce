// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <cstdint>

/// The Gregorian calendar, extended to all years, as plain arithmetic on 64 bits (the date library's years end at
/// 32767). After Howard Hinnant's "chrono-compatible low-level date algorithms". All of it is exact for years within a
/// million million.
namespace kimai::api {

struct CivilDay {
    std::int64_t year;
    std::int64_t month;  ///< 1 to 12
    std::int64_t day;    ///< 1 to 31
};

/// Division that rounds down.
constexpr std::int64_t floor_div(std::int64_t a, std::int64_t b) { return a / b - (a % b < 0 ? 1 : 0); }

/// The remainder of that division: 0 or more, for a positive `b`.
constexpr std::int64_t floor_mod(std::int64_t a, std::int64_t b) { return a % b < 0 ? a % b + b : a % b; }

/// Days since 1970-01-01 of the first of a month (1 to 12).
constexpr std::int64_t days_before_month(std::int64_t year, std::int64_t month) {
    // Years that begin in March have the leap day at their end.
    const std::int64_t y = month <= 2 ? year - 1 : year;
    const std::int64_t era = floor_div(y, 400);
    const std::int64_t year_of_era = y - era * 400;
    const std::int64_t day_of_year = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5;
    const std::int64_t day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    return era * 146'097 + day_of_era - 719'468;
}

constexpr CivilDay civil_from_days(std::int64_t days) {
    const std::int64_t shifted = days + 719'468;
    const std::int64_t era = floor_div(shifted, 146'097);
    const std::int64_t day_of_era = shifted - era * 146'097;
    const std::int64_t year_of_era =
        (day_of_era - day_of_era / 1460 + day_of_era / 36'524 - day_of_era / 146'096) / 365;
    const std::int64_t day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    const std::int64_t march_month = (5 * day_of_year + 2) / 153;
    const std::int64_t month = march_month < 10 ? march_month + 3 : march_month - 9;
    return {year_of_era + era * 400 + (month <= 2 ? 1 : 0), month, day_of_year - (153 * march_month + 2) / 5 + 1};
}

/// 0 for Sunday to 6 for Saturday, of a day since 1970-01-01 (a Thursday).
constexpr std::int64_t weekday_of(std::int64_t days) { return floor_mod(days + 4, 7); }

}  // namespace kimai::api
