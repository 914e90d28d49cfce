// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <cstdint>
#include <optional>

#include "api/date_text.hpp"
#include "api/time_zone.hpp"

namespace kimai::api {

/// The instant, in seconds since 1970, that a date text means at `now` in `zone`; nothing if it does not fit. From any
/// thread, never throws.
///
/// All that the text adds is added to the clock on the wall, hours too, and only the sum is looked up in the zone: the
/// day on which the clock goes forward at 02:00 has no "+1 hour" at 01:30 other than 03:30.
std::optional<std::int64_t> resolve_date(const DateText& text, std::int64_t now, const TimeZone& zone);

/// Whether that instant can be another one at another `now`.
bool depends_on_now(const DateText& text);

}  // namespace kimai::api
