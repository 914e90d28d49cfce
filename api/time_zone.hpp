// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace date {
class time_zone;
}

namespace kimai::api {

/// A time zone of the system's database (/usr/share/zoneinfo; nothing is ever downloaded). A value: one pointer to data
/// that lives as long as the process. Finding one costs some microseconds, so keep it; all else is cheap.
///
/// After 2037 the offset stays what it was at the end of that year, as PHP 7.4 has it: its files hold no later rule.
///
/// All members may be called from any thread.
class TimeZone {
  public:
    /// An offset from UTC and the second since which it holds (far in the past for a zone's first one).
    struct Offset {
        std::int64_t seconds;
        std::int64_t since;
    };

    /// By its IANA name, compared without regard to case as PHP does ("europe/berlin"). Nothing if there is no such
    /// zone, or no database at all.
    static std::optional<TimeZone> find(std::string_view name);

    /// As the database spells it: "Europe/Berlin".
    std::string_view name() const;

    /// The offset at that many seconds since 1970 in UTC; any number is allowed.
    Offset offset_at(std::int64_t instant) const;

    /// Seconds since 1970 when a clock on the wall shows `wall`, itself counted in seconds from its own
    /// 1970-01-01 00:00:00. Nothing if the result does not fit.
    ///
    /// A time that the clock skips is read with the offset before the gap (02:30 becomes 03:30). Of a time that it
    /// shows twice, zones west of Greenwich take the first and all others the second. That is PHP 7.4's doing: it
    /// begins with the offset that would hold if `wall` were UTC.
    std::optional<std::int64_t> to_instant(std::int64_t wall) const;

  private:
    explicit TimeZone(const date::time_zone* zone) : zone_(zone) {}

    const date::time_zone* zone_;
};

}  // namespace kimai::api
