// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "api/date_text.hpp"
#include "api/time_zone.hpp"

/// Dates as PHP 7.4's strtotime reads them, because that is what the old API's clients were written against: its
/// formats are those of PHP's manual ("Supported Date and Time Formats"), its oddities those recorded in
/// test/data/strtotime.tsv.
namespace kimai::api {

/// Seconds since 1970, or nothing where PHP's strtotime answers false. `now` (seconds since 1970) and `zone` fill in
/// what the text leaves open; a zone named in the text goes before `zone`.
///
/// Any bytes are allowed. The time is linear in the length of the text. A result or an amount that does not fit into
/// 64 bits is "nothing", where PHP's arithmetic would wrap around. May be called from any thread, never throws.
/// (The very first call of a process builds the tables of the grammar, some milliseconds.)
std::optional<std::int64_t> strtotime(std::string_view text, std::int64_t now, const TimeZone& zone);

/// What strtotime() reads of the text before `now` and `zone` fill in the rest (see date_resolution.hpp); nothing if it
/// is no date.
std::optional<DateText> read_date(std::string_view text);

}  // namespace kimai::api
