// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "api/php_values.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <cstdlib>
#include <limits>

namespace kimai::api {

using storage::ShortText;

namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }

bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\v' || c == '\f'; }

std::size_t digits_from(std::string_view text, std::size_t at) {
    while (at < text.size() && is_digit(text[at])) ++at;
    return at;
}

/// The part of a text, from its first character that is not blank, that PHP reads as a number; empty if none.
std::string_view numeric_prefix(std::string_view text) {
    while (!text.empty() && is_blank(text.front())) text.remove_prefix(1);
    std::size_t at = !text.empty() && (text[0] == '-' || text[0] == '+') ? 1 : 0;
    const std::size_t whole_start = at;
    at = digits_from(text, at);
    std::size_t digits = at - whole_start;
    if (at < text.size() && text[at] == '.') {
        const std::size_t end = digits_from(text, at + 1);
        digits += end - at - 1;
        if (digits > 0) at = end;
    }
    if (digits == 0) return {};
    if (at < text.size() && (text[at] == 'e' || text[at] == 'E')) {
        std::size_t power = at + 1;
        if (power < text.size() && (text[power] == '-' || text[power] == '+')) ++power;
        if (const std::size_t end = digits_from(text, power); end > power) at = end;
    }
    return text.substr(0, at);
}

bool is_integer_notation(std::string_view number) { return number.find_first_of(".eE") == std::string_view::npos; }

std::optional<std::int64_t> to_int64(std::string_view number) {
    if (number.starts_with('+')) number.remove_prefix(1);
    std::int64_t value = 0;
    const auto [end, error] = std::from_chars(number.data(), number.data() + number.size(), value);
    if (error != std::errc{} || end != number.data() + number.size()) return std::nullopt;
    return value;
}

double to_double(std::string_view number) {
    if (number.starts_with('+')) number.remove_prefix(1);
    double value = 0;
    const auto [end, error] = std::from_chars(number.data(), number.data() + number.size(), value);
    if (error == std::errc::result_out_of_range) {  // Too large or too small: the C library tells which.
        return std::strtod(std::string(number).c_str(), nullptr);
    }
    return value;
}

constexpr double two_to_63 = 9223372036854775808.0;
constexpr double two_to_64 = 18446744073709551616.0;

bool fits_int64(double value) { return value >= -two_to_63 && value < two_to_63; }

/// A double cut towards zero and, where it does not fit, taken modulo 2^64.
std::int64_t wrapped(double value) {
    if (fits_int64(value)) return static_cast<std::int64_t>(value);
    if (!std::isfinite(value)) return 0;
    double rest = std::fmod(value, two_to_64);
    if (rest < 0) rest += two_to_64;
    return static_cast<std::int64_t>(static_cast<std::uint64_t>(rest));
}

/// A double cut towards zero and to what fits.
std::int64_t clamped(double value) {
    if (fits_int64(value)) return static_cast<std::int64_t>(value);
    if (!std::isfinite(value)) return 0;
    return value < 0 ? std::numeric_limits<std::int64_t>::min() : std::numeric_limits<std::int64_t>::max();
}

/// The text that stands for a number or is one; nothing for other types.
std::optional<std::string_view> number_text(const Value& value) {
    if (const Number* number = value.if_number()) return number->text;
    if (const std::string* text = value.if_text()) return *text;
    return std::nullopt;
}

}  // namespace

bool php_truth(const Value& value) {
    if (const bool* truth = value.if_boolean()) return *truth;
    if (const Number* number = value.if_number()) return to_double(number->text) != 0;
    if (const std::string* text = value.if_text()) return !text->empty() && *text != "0";
    if (const List* list = value.if_list()) return !list->empty();
    if (const Record* record = value.if_record()) return !record->empty();
    return false;
}

std::int64_t php_int(const Value& value) {
    if (const auto text = number_text(value)) {
        const std::string_view number = numeric_prefix(*text);
        if (number.empty()) return 0;
        if (is_integer_notation(number)) {
            if (const auto whole = to_int64(number)) return *whole;
        }
        return value.if_text() ? clamped(to_double(number)) : wrapped(to_double(number));
    }
    return php_truth(value) ? 1 : 0;
}

double php_double(const Value& value) {
    if (const auto text = number_text(value)) {
        const std::string_view number = numeric_prefix(*text);
        return number.empty() ? 0.0 : to_double(number);
    }
    return php_truth(value) ? 1.0 : 0.0;
}

std::string php_string(const Value& value) {
    if (const std::string* text = value.if_text()) return *text;
    if (const bool* truth = value.if_boolean()) return *truth ? "1" : "";
    if (const Number* number = value.if_number()) {
        if (is_integer_notation(number->text)) {
            if (const auto whole = to_int64(number->text)) return std::to_string(*whole);
        }
        return std::string(php_number_text(to_double(number->text)));
    }
    return value.is_null() ? "" : "Array";
}

std::string php_decimal(const Value& value) {
    if (const auto text = number_text(value)) {
        const std::string_view number = numeric_prefix(*text);
        return number.empty() ? "0" : std::string(number);
    }
    return php_truth(value) ? "1" : "0";
}

bool php_is_numeric(const Value& value) {
    const auto text = number_text(value);
    if (!text) return false;
    const std::string_view number = numeric_prefix(*text);
    return !number.empty() && number.data() + number.size() == text->data() + text->size();
}

bool php_equals(const Value& value, double number) {
    if (value.is_null() || value.if_boolean()) return php_truth(value) == (number != 0);
    return number_text(value) && php_double(value) == number;
}

std::optional<std::int64_t> php_row_number(const Value& value) {
    if (!php_is_numeric(value)) return std::nullopt;
    const double number = php_double(value);
    const std::int64_t whole = php_int(value);
    if (!fits_int64(number) || static_cast<double>(whole) != number) return std::nullopt;
    return whole;
}

ShortText<32> php_number_text(double value) {
    ShortText<32> text;
    if (!std::isfinite(value)) {
        return text.append(std::isnan(value) ? "NAN" : value < 0 ? "-INF" : "INF");
    }
    std::array<char, 32> buffer{};
    const auto written =
        std::to_chars(buffer.data(), buffer.data() + buffer.size(), value, std::chars_format::general, 14);
    const std::string_view number(buffer.data(), static_cast<std::size_t>(written.ptr - buffer.data()));
    const std::size_t power = number.find('e');
    text.append(number.substr(0, power));
    if (power == std::string_view::npos) return text;
    if (text.view().find('.') == std::string_view::npos) text.append(".0");
    text.append('E').append(number[power + 1]);
    // C writes at least two digits of the power, PHP as many as needed.
    const std::string_view digits = number.substr(power + 2);
    return text.append(digits[0] == '0' && digits.size() > 1 ? digits.substr(1) : digits);
}

ShortText<32> php_json_number(double number) {
    ShortText<32> result;
    // Wages are often whole, and then less will do.
    constexpr double most_exact = 1e15;
    if (number > 0 && number < most_exact && std::trunc(number) == number) {
        return result.append_number(static_cast<std::int64_t>(number));
    }
    std::array<char, 32> buffer{};
    // Shortest digits in the form d.ddde±xx; PHP's own notation is built from them.
    const auto written =
        std::to_chars(buffer.data(), buffer.data() + buffer.size(), number, std::chars_format::scientific);
    std::string_view text(buffer.data(), static_cast<std::size_t>(written.ptr - buffer.data()));
    const std::size_t power_at = text.find('e');
    if (power_at == std::string_view::npos) return result.append('0');  // No number; json_encode would refuse it.
    const auto power = static_cast<int>(to_int64(text.substr(power_at + 1)).value_or(0));
    text = text.substr(0, power_at);
    if (text.starts_with('-')) {
        result.append('-');
        text.remove_prefix(1);
    }
    const std::string_view first = text.substr(0, 1);
    const std::string_view others = text.substr(std::min<std::size_t>(text.size(), 2));
    constexpr int lowest_fixed = -4;
    constexpr int highest_fixed = 16;
    if (power < lowest_fixed || power > highest_fixed) {
        result.append(first).append('.').append(others.empty() ? "0" : others).append(power < 0 ? "e-" : "e+");
        return result.append_number(std::abs(power));
    }
    if (power < 0) {
        return result.append("0.").append(static_cast<std::size_t>(-power - 1), '0').append(first).append(others);
    }
    const auto whole = static_cast<std::size_t>(power);
    result.append(first).append(others.substr(0, whole));
    if (others.size() <= whole) return result.append(whole - others.size(), '0');
    return result.append('.').append(others.substr(whole));
}

}  // namespace kimai::api
