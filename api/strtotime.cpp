// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "api/strtotime.hpp"

#include "api/date_resolution.hpp"
#include "api/date_text.hpp"

namespace kimai::api {

namespace {

/// Without the white space at both ends, of which C's isspace knows these. Of nothing but white space the last one
/// stays.
std::string_view trimmed(std::string_view text) {
    constexpr std::string_view blanks = " \t\n\v\f\r";
    const std::size_t first = text.find_first_not_of(blanks);
    if (first == std::string_view::npos) return text.substr(text.empty() ? 0 : text.size() - 1);
    return text.substr(first, text.find_last_not_of(blanks) - first + 1);
}

}  // namespace

std::optional<DateText> read_date(std::string_view text) { return read_date_text(trimmed(text)); }

std::optional<std::int64_t> strtotime(std::string_view text, std::int64_t now, const TimeZone& zone) {
    const auto date = read_date(text);
    return date ? resolve_date(*date, now, zone) : std::nullopt;
}

}  // namespace kimai::api
