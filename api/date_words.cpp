// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "api/date_words.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <iterator>
#include <limits>
#include <system_error>

#include "storage/ascii.hpp"

namespace kimai::api {

namespace {

constexpr std::string_view all_digits = "0123456789";

template <typename Names>
std::optional<std::int64_t> position(const Names& names, std::string_view word) {
    const auto found = std::find_if(std::begin(names), std::end(names),
                                    [word](std::string_view name) { return same_letters(name, word); });
    if (found == std::end(names)) return std::nullopt;
    return found - std::begin(names);
}

/// A name in full or by its first three letters.
template <typename Names>
std::optional<std::int64_t> position_long_or_short(const Names& names, std::string_view word) {
    const auto found = std::find_if(std::begin(names), std::end(names), [word](std::string_view name) {
        return same_letters(name, word) || same_letters(name.substr(0, 3), word);
    });
    if (found == std::end(names)) return std::nullopt;
    return found - std::begin(names);
}

constexpr std::string_view month_names[] = {"january", "february", "march",     "april",   "may",      "june",
                                            "july",    "august",   "september", "october", "november", "december"};
constexpr std::string_view month_numerals[] = {"I",   "II",   "III", "IV", "V",  "VI",
                                               "VII", "VIII", "IX",  "X",  "XI", "XII"};
constexpr std::string_view weekday_names[] = {"sunday",   "monday", "tuesday", "wednesday",
                                              "thursday", "friday", "saturday"};
constexpr std::string_view ordinals[] = {"this",    "first",  "second", "third", "fourth",   "fifth",  "sixth",
                                         "seventh", "eighth", "ninth",  "tenth", "eleventh", "twelfth"};

struct NamedUnit {
    std::string_view name;
    DateUnit unit;
};

/// In the singular.
constexpr NamedUnit units[] = {
    {"m", {DateUnit::Kind::microsecond, 1000}},  // "ms": a plural as it were
    {"msec", {DateUnit::Kind::microsecond, 1000}},
    {"millisecond", {DateUnit::Kind::microsecond, 1000}},
    {"µ", {DateUnit::Kind::microsecond, 1}},
    {"µsec", {DateUnit::Kind::microsecond, 1}},
    {"usec", {DateUnit::Kind::microsecond, 1}},
    {"microsecond", {DateUnit::Kind::microsecond, 1}},
    {"sec", {DateUnit::Kind::second, 1}},
    {"second", {DateUnit::Kind::second, 1}},
    {"min", {DateUnit::Kind::minute, 1}},
    {"minute", {DateUnit::Kind::minute, 1}},
    {"hour", {DateUnit::Kind::hour, 1}},
    {"day", {DateUnit::Kind::day, 1}},
    {"week", {DateUnit::Kind::day, 7}},
    {"fortnight", {DateUnit::Kind::day, 14}},
    {"forthnight", {DateUnit::Kind::day, 14}},
    {"month", {DateUnit::Kind::month, 1}},
    {"year", {DateUnit::Kind::year, 1}},
    {"weekday", {DateUnit::Kind::business_day, 1}},
};

}  // namespace

std::optional<DateUnit> unit_named(std::string_view word) {
    if (const auto day = position_long_or_short(weekday_names, word)) return DateUnit{DateUnit::Kind::weekday, *day};
    if (!word.empty() && ascii_lower(word.back()) == 's') word.remove_suffix(1);
    for (const NamedUnit& each : units) {
        if (same_letters(each.name, word)) return each.unit;
    }
    return std::nullopt;
}

std::optional<std::int64_t> amount_named(std::string_view word) {
    if (same_letters(word, "next")) return 1;
    if (same_letters(word, "last") || same_letters(word, "previous")) return -1;
    if (same_letters(word, "eight")) return 8;
    return position(ordinals, word);
}

bool DatePartReader::is_at(std::string_view characters) const {
    return !rest_.empty() && characters.find(rest_.front()) != std::string_view::npos;
}

void DatePartReader::skip(std::string_view characters) {
    rest_.remove_prefix(std::min(rest_.find_first_not_of(characters), rest_.size()));
}

void DatePartReader::skip_gmt_before_sign() {
    if (rest_.starts_with("GMT+") || rest_.starts_with("GMT-")) rest_.remove_prefix(3);
}

void DatePartReader::skip_day_suffix() {
    for (const std::string_view suffix : {"st", "nd", "rd", "th"}) {
        if (same_letters(rest_.substr(0, 2), suffix)) {
            rest_.remove_prefix(2);
            return;
        }
    }
}

std::string_view DatePartReader::word() {
    const auto last = std::find_if_not(rest_.begin(), rest_.end(), is_ascii_letter);
    const std::string_view letters = rest_.substr(0, static_cast<std::size_t>(last - rest_.begin()));
    rest_.remove_prefix(letters.size());
    return letters;
}

std::string_view DatePartReader::digits(std::size_t most) {
    rest_.remove_prefix(std::min(rest_.find_first_of(all_digits), rest_.size()));
    const std::size_t count = std::min({rest_.find_first_not_of(all_digits), rest_.size(), most});
    const std::string_view found = rest_.substr(0, count);
    rest_.remove_prefix(count);
    return found;
}

namespace {

std::optional<std::int64_t> value_of(std::string_view digits) {
    if (digits.empty()) return std::nullopt;
    std::int64_t value = 0;
    const auto result = std::from_chars(digits.data(), digits.data() + digits.size(), value);
    return result.ec == std::errc() ? value : std::numeric_limits<std::int64_t>::max();
}

}  // namespace

std::optional<std::int64_t> DatePartReader::number(std::size_t most) { return value_of(digits(most)); }

std::optional<std::int64_t> DatePartReader::signed_number(std::size_t most) {
    bool negative = false;
    while (!rest_.empty() && all_digits.find(rest_.front()) == std::string_view::npos) {
        if (rest_.front() == '-') negative = !negative;
        rest_.remove_prefix(1);
    }
    const auto value = number(most);
    return value && negative ? -*value : value;
}

std::optional<std::int64_t> DatePartReader::year() {
    const std::string_view written = digits(4);
    const auto value = value_of(written);
    if (!value || written.size() == 4 || *value >= 100) return value;
    return *value + (*value < 70 ? 2000 : 1900);
}

std::optional<std::int64_t> DatePartReader::month() {
    skip(" \t-./");
    const std::string_view name = word();
    auto index = position_long_or_short(month_names, name);
    if (!index) index = position(month_numerals, name);
    if (!index && same_letters(name, "sept")) index = 8;
    return index ? std::optional(*index + 1) : std::nullopt;
}

std::int64_t DatePartReader::meridian(std::int64_t hour) {
    while (!rest_.empty() && !is_at("AaPp")) rest_.remove_prefix(1);
    const bool morning = is_at("Aa");
    rest_ = {};
    if (morning) return hour == 12 ? -12 : 0;
    return hour == 12 ? 0 : 12;
}

std::int64_t DatePartReader::fraction() {
    skip(".:");
    std::int64_t microseconds = 0;
    std::int64_t place = 100'000;
    for (const char digit : digits(rest_.size())) {
        microseconds += place * (digit - '0');
        place /= 10;
    }
    return microseconds;
}

std::int64_t read_offset(DatePartReader& reader) {
    const std::string_view text = reader.rest().substr(0, reader.rest().find_first_not_of("0123456789:"));
    DatePartReader parts(text);
    reader.skip("0123456789:");
    const bool has_colon = text.find(':') != std::string_view::npos;
    const std::int64_t written = parts.number(has_colon || text.size() < 3 ? 2 : 4).value_or(0);
    // Three or four digits without a colon are hours and minutes, the last two being the minutes: "130" is 1:30.
    if (!has_colon && text.size() >= 3) return written / 100 * 3600 + written % 100 * 60;
    return written * 3600 + parts.number(2).value_or(0) * 60;
}

}  // namespace kimai::api
