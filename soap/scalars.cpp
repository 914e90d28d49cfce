// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "soap/scalars.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <cstdlib>

#include "storage/ascii.hpp"

namespace kimai::soap {

namespace {

constexpr std::string_view blanks = " \t\r\n";

bool is_digit(char c) { return c >= '0' && c <= '9'; }

/// Takes the digits that the text begins with off it.
std::string_view take_digits(std::string_view& text) {
    const auto end = std::ranges::find_if_not(text, is_digit);
    const std::string_view digits = text.substr(0, static_cast<std::size_t>(end - text.begin()));
    text.remove_prefix(digits.size());
    return digits;
}

/// The value of a digit of base64, or nothing.
std::optional<std::uint32_t> base64_digit(char c) {
    if (c >= 'A' && c <= 'Z') return static_cast<std::uint32_t>(c - 'A');
    if (c >= 'a' && c <= 'z') return static_cast<std::uint32_t>(c - 'a') + 26;
    if (is_digit(c)) return static_cast<std::uint32_t>(c - '0') + 52;
    if (c == '+') return 62;
    if (c == '/') return 63;
    return std::nullopt;
}

}  // namespace

std::string_view trimmed(std::string_view text) {
    const std::size_t from = text.find_first_not_of(blanks);
    return from == std::string_view::npos ? std::string_view{}
                                          : text.substr(from, text.find_last_not_of(blanks) - from + 1);
}

std::optional<api::Number> read_number(std::string_view text) {
    text = trimmed(text);
    std::string number;
    if (text.starts_with('-')) number = "-";
    if (text.starts_with('-') || text.starts_with('+')) text.remove_prefix(1);

    std::string_view whole = take_digits(text);
    std::string_view fraction;
    if (text.starts_with('.')) {
        text.remove_prefix(1);
        fraction = take_digits(text);
    }
    if (whole.empty() && fraction.empty()) return std::nullopt;
    whole.remove_prefix(std::min(whole.find_first_not_of('0'), whole.size()));
    number += whole.empty() ? "0" : whole;
    if (!fraction.empty()) number.append(".").append(fraction);

    if (text.starts_with('e') || text.starts_with('E')) {
        number += 'e';
        text.remove_prefix(1);
        if (text.starts_with('-')) number += '-';
        if (text.starts_with('-') || text.starts_with('+')) text.remove_prefix(1);
        const std::string_view power = take_digits(text);
        if (power.empty()) return std::nullopt;
        number += power;
    }
    if (!text.empty() || !std::isfinite(std::strtod(number.c_str(), nullptr))) return std::nullopt;
    return api::Number{std::move(number)};
}

std::optional<bool> read_boolean(std::string_view text) {
    text = trimmed(text);
    if (text == "1" || same_letters(text, "true")) return true;
    if (text == "0" || same_letters(text, "false")) return false;
    return std::nullopt;
}

std::optional<std::string> read_base64(std::string_view text) {
    std::string bytes;
    bytes.reserve(text.size() / 4 * 3 + 3);
    std::uint32_t bits = 0;
    unsigned digits = 0;
    unsigned padding = 0;
    for (const char c : text) {
        if (blanks.find(c) != std::string_view::npos) continue;
        if (c == '=') {
            ++padding;
            continue;
        }
        const auto digit = base64_digit(c);
        if (!digit || padding != 0) return std::nullopt;
        bits = bits << 6U | *digit;
        ++digits;
        // Four digits are three bytes: each digit but the first completes one.
        if (digits % 4 != 1) bytes += static_cast<char>(bits >> (2 * ((4 - digits % 4) % 4)) & 0xFFU);
    }
    // Some leave the padding out; none write too much of it.
    const unsigned rest = digits % 4;
    if (rest == 1 || (padding != 0 && (rest == 0 || padding != 4 - rest))) return std::nullopt;
    return bytes;
}

}  // namespace kimai::soap
