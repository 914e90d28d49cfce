// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "storage/money.hpp"

#include <charconv>
#include <string>

namespace kimai::storage {

namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }

/// A number in decimal notation, taken apart: digits without the point, and where the point belongs.
struct Decimal {
    bool negative = false;
    std::string digits;
    /// The value is 0.DIGITS times ten to this power.
    std::int64_t magnitude = 0;
};

std::optional<std::int64_t> exponent(std::string_view text) {
    if (text.starts_with('+')) {
        text.remove_prefix(1);
        if (text.starts_with('-')) return std::nullopt;
    }
    constexpr std::int64_t beyond_all = 1'000'000'000'000;
    int value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error == std::errc::invalid_argument || end != text.data() + text.size()) return std::nullopt;
    if (error == std::errc::result_out_of_range) return text.starts_with('-') ? -beyond_all : beyond_all;
    return value;
}

std::optional<Decimal> take_apart(std::string_view text) {
    Decimal result;
    if (text.starts_with('-') || text.starts_with('+')) {
        result.negative = text.front() == '-';
        text.remove_prefix(1);
    }
    bool behind_point = false;
    std::size_t count = 0;
    std::size_t at = 0;
    for (; at < text.size() && (is_digit(text[at]) || (text[at] == '.' && !behind_point)); ++at) {
        if (text[at] == '.') {
            behind_point = true;
            continue;
        }
        ++count;
        if (result.digits.empty() && text[at] == '0') {  // Leading zeros only move the point.
            if (behind_point) --result.magnitude;
            continue;
        }
        result.digits += text[at];
        if (!behind_point) ++result.magnitude;
    }
    if (count == 0) return std::nullopt;
    if (at < text.size()) {
        if (text[at] != 'e' && text[at] != 'E') return std::nullopt;
        const auto power = exponent(text.substr(at + 1));
        if (!power) return std::nullopt;
        result.magnitude += *power;
    }
    return result;
}

}  // namespace

std::optional<Money> Money::parse(std::string_view decimal) {
    const auto number = take_apart(decimal);
    if (!number) return std::nullopt;
    constexpr std::int64_t most_digits = 16;  // In front of the point; 18 with the two behind it, which 64 bits hold.
    if (number->digits.empty() || number->magnitude < -2) return Money{};
    if (number->magnitude > most_digits) return std::nullopt;
    const auto kept = static_cast<std::size_t>(number->magnitude + 2);
    std::int64_t hundredths = 0;
    for (std::size_t i = 0; i < kept; ++i) {
        hundredths = hundredths * 10 + (i < number->digits.size() ? number->digits[i] - '0' : 0);
    }
    if (kept < number->digits.size() && number->digits[kept] >= '5') ++hundredths;
    return Money{number->negative ? -hundredths : hundredths};
}

ShortText<24> Money::text() const {
    // Unsigned, because the lowest number has no positive counterpart.
    const auto absolute =
        hundredths < 0 ? 0 - static_cast<std::uint64_t>(hundredths) : static_cast<std::uint64_t>(hundredths);
    const std::uint64_t cents = absolute % 100;
    ShortText<24> result;
    if (hundredths < 0) result.append('-');
    result.append_number(absolute / 100).append('.');
    return result.append(static_cast<char>('0' + cents / 10)).append(static_cast<char>('0' + cents % 10));
}

}  // namespace kimai::storage
