// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <date/tz.h>

#include <cstdint>
#include <string>
#include <string_view>

namespace kimai::storage::demo {

inline constexpr int days_in_year = 364;  ///< Whole weeks.

/// The days up to now where someone lives, counted backwards: 0 is today.
class Calendar {
  public:
    /// Throws std::runtime_error if the system does not know the zone. now: seconds since 1970.
    Calendar(std::string_view zone, std::int64_t now)
        : zone_(date::locate_zone(std::string(zone))),
          today_(date::floor<date::days>(zone_->to_local(date::sys_seconds(std::chrono::seconds(now))))) {}

    bool is_weekend(int days_ago) const {
        const date::weekday day(day_of(days_ago));
        return day == date::Saturday || day == date::Sunday;
    }

    /// Seconds since 1970 of a time of that day, which is given in seconds since midnight by the clock on the wall.
    std::int64_t at(int days_ago, std::int64_t time_of_day) const {
        const date::local_seconds local = day_of(days_ago) + std::chrono::seconds(time_of_day);
        return zone_->to_sys(local, date::choose::earliest).time_since_epoch().count();
    }

  private:
    date::local_days day_of(int days_ago) const { return today_ - date::days(days_ago); }

    const date::time_zone* zone_;
    date::local_days today_;
};

}  // namespace kimai::storage::demo
