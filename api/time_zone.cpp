// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "api/time_zone.hpp"

#include <algorithm>
#include <chrono>
#include <exception>
#include <limits>

// Debian builds the library to read the system's zone files. Its header lays out other classes unless it is told so.
#define USE_OS_TZDB 1
#define HAS_REMOTE_API 0
#include <date/tz.h>

#include "storage/ascii.hpp"

namespace kimai::api {

namespace {

/// 2037-12-31 and a day long before any zone's first change: between them lies all that the files know.
constexpr std::int64_t last_known = 2'145'830'400;
constexpr std::int64_t first_known = -100'000'000'000;

/// Offsets are far smaller, so that sums with them fit.
constexpr std::int64_t room_for_offsets = 1'000'000;

}  // namespace

std::optional<TimeZone> TimeZone::find(std::string_view name) {
    try {
        const auto& zones = date::get_tzdb().zones;
        // They are in the order of their names, and mostly spelled as there.
        auto zone = std::ranges::lower_bound(zones, name, {}, &date::time_zone::name);
        if (zone == zones.end() || zone->name() != name) {
            zone = std::ranges::find_if(zones, [name](const auto& any) { return same_letters(any.name(), name); });
        }
        if (zone == zones.end()) return std::nullopt;
        // The library reads the file at the first question: a bad one shall fail here and not later.
        zone->get_info(date::sys_seconds{});
        return TimeZone(&*zone);
    } catch (const std::exception&) {
        // No database, or a file that is not of it: then no name is a zone's.
        return std::nullopt;
    }
    return std::nullopt;
}

std::string_view TimeZone::name() const { return zone_->name(); }

TimeZone::Offset TimeZone::offset_at(std::int64_t instant) const {
    const std::chrono::seconds known(std::clamp(instant, first_known, last_known));
    const date::sys_info info = zone_->get_info(date::sys_seconds(known));
    return {info.offset.count(), info.begin.time_since_epoch().count()};
}

std::optional<std::int64_t> TimeZone::to_instant(std::int64_t wall) const {
    using Limits = std::numeric_limits<std::int64_t>;
    if (wall > Limits::max() - room_for_offsets || wall < Limits::min() + room_for_offsets) return std::nullopt;
    const Offset guess = offset_at(wall);
    const Offset actual = offset_at(wall - guess.seconds);
    // The guess also stands for a time that the change at `actual.since` skips, or that follows it too closely.
    const std::int64_t instant = wall - actual.seconds;
    const bool in_change = instant >= actual.since + guess.seconds - actual.seconds && instant < actual.since;
    return in_change ? wall - guess.seconds : instant;
}

}  // namespace kimai::api
