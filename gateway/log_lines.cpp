// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "gateway/log_lines.hpp"

#include <algorithm>
#include <array>

#include "api/utf8.hpp"

namespace kimai::gateway {

namespace {

constexpr std::size_t longest_value = 100;
constexpr std::string_view hex_digits = "0123456789abcdef";

constexpr std::array<bool, 256> plain_bytes = [] {
    std::array<bool, 256> plain{};
    for (std::size_t c = 0x21; c < 0x7f; ++c) plain[c] = c != '\\';
    return plain;
}();

bool stands_for_itself(char c) { return plain_bytes[static_cast<unsigned char>(c)]; }

void append_escaped(std::string& out, char c) {
    if (stands_for_itself(c)) {
        out += c;
        return;
    }
    const auto byte = static_cast<unsigned char>(c);
    out += {'\\', 'x', hex_digits[byte >> 4], hex_digits[byte & 15]};
}

/// " name=value", the value as one word.
void append_field(std::string& out, std::string_view name, std::string_view value) {
    out += ' ';
    out.append(name) += '=';
    if (value.empty()) out += '-';
    const std::string_view shown = value.substr(0, longest_value);
    if (std::ranges::all_of(shown, stands_for_itself)) {
        out += shown;
    } else {
        for (const char c : shown) append_escaped(out, c);
    }
    if (value.size() > longest_value) out += "...";
}

/// Milliseconds, with three digits behind the point.
void append_milliseconds(std::string& out, std::chrono::nanoseconds time) {
    const std::string microseconds = std::to_string(time.count() / 1000);
    constexpr std::size_t behind_point = 3;
    const std::size_t zeros = behind_point + 1 - std::min(microseconds.size(), behind_point + 1);
    out.append(zeros, '0').append(microseconds);
    out.insert(out.size() - behind_point, 1, '.');
}

/// A number with leading zeros.
void append_number(std::string& out, unsigned number, std::size_t width) {
    out.append(width, '0');
    for (std::size_t at = out.size(); width > 0; --width, number /= 10)
        out[--at] = static_cast<char>('0' + number % 10);
}

/// RFC 3339, UTC. By hand, as it costs more than all the rest of a call's line.
void append_time(std::string& out, LogTime time) {
    using namespace std::chrono;
    const auto midnight = floor<days>(time);
    const year_month_day day(midnight);
    const hh_mm_ss of_day(floor<milliseconds>(time - midnight));
    append_number(out, static_cast<unsigned>(static_cast<int>(day.year())), 4);
    append_number(out += '-', static_cast<unsigned>(day.month()), 2);
    append_number(out += '-', static_cast<unsigned>(day.day()), 2);
    append_number(out += 'T', static_cast<unsigned>(of_day.hours().count()), 2);
    append_number(out += ':', static_cast<unsigned>(of_day.minutes().count()), 2);
    append_number(out += ':', static_cast<unsigned>(of_day.seconds().count()), 2);
    append_number(out += '.', static_cast<unsigned>(of_day.subseconds().count()), 3);
    out += 'Z';
}

std::string_view name_of(LogLevel level) {
    switch (level) {
        case LogLevel::debug:
            return "debug";
        case LogLevel::info:
            return "info";
        case LogLevel::warning:
            return "warning";
        case LogLevel::error:
            break;
    }
    return "error";
}

/// As the journal wants it (sd-daemon(3)).
std::string_view priority_of(LogLevel level) {
    switch (level) {
        case LogLevel::debug:
            return "<7>";
        case LogLevel::info:
            return "<6>";
        case LogLevel::warning:
            return "<4>";
        case LogLevel::error:
            break;
    }
    return "<3>";
}

/// All before the text or message. Line and bounds are made for a call's, which is the usual one.
std::string begin_of_line(LogFormat format, LogTime time, LogLevel level) {
    constexpr std::size_t usual = 250;
    std::string line;
    line.reserve(usual);
    switch (format) {
        case LogFormat::text:
            append_time(line, time);
            line.append(" ").append(name_of(level)) += ' ';
            break;
        case LogFormat::journal:
            line += priority_of(level);
            break;
        case LogFormat::json:
            append_time(line += R"({"time":")", time);
            line.append(R"(","level":")").append(name_of(level)) += R"(","message":)";
            break;
    }
    return line;
}

void append_unit(std::string& out, unsigned unit) {
    out += "\\u";
    for (int shift = 12; shift >= 0; shift -= 4) out += hex_digits[(unit >> shift) & 15];
}

void append_code_point(std::string& out, char32_t value) {
    constexpr char32_t first_beyond = 0x10000;
    if (value < first_beyond) return append_unit(out, value);
    append_unit(out, 0xD800 + ((value - first_beyond) >> 10));
    append_unit(out, 0xDC00 + ((value - first_beyond) & 0x3FF));
}

/// ,"name":"value"
void append_member(std::string& out, std::string_view name, std::string_view value) {
    out.append(",\"").append(name) += "\":";
    if (value.size() <= longest_value) {
        out += json_text(value);
    } else {
        out += json_text(std::string(value.substr(0, longest_value)) + "...");
    }
}

void append_text(std::string& out, const CallLine& line) {
    out += "call";
    append_field(out, "id", line.request_id);
    append_field(out, "client", line.client);
    append_field(out, "protocol", line.protocol);
    append_field(out, "method", line.method);
    append_field(out, "outcome", line.outcome);
    out += " ms=";
    append_milliseconds(out, line.duration);
}

void append_members(std::string& out, const CallLine& line) {
    out += R"("call")";
    append_member(out, "id", line.request_id);
    append_member(out, "client", line.client);
    append_member(out, "protocol", line.protocol);
    append_member(out, "method", line.method);
    append_member(out, "outcome", line.outcome);
    out += R"(,"ms":)";
    append_milliseconds(out, line.duration);
    out += '}';
}

}  // namespace

std::string line_of(LogFormat format, LogTime time, LogLevel level, std::string_view text) {
    std::string line = begin_of_line(format, time, level);
    line += format == LogFormat::json ? json_text(text) + "}" : escaped(text);
    return line += '\n';
}

std::string line_of(LogFormat format, LogTime time, const CallLine& call) {
    std::string line = begin_of_line(format, time, LogLevel::info);
    if (format == LogFormat::json) {
        append_members(line, call);
    } else {
        append_text(line, call);
    }
    return line += '\n';
}

std::string to_text(const CallLine& line) {
    std::string text;
    append_text(text, line);
    return text;
}

std::string escaped(std::string_view text) {
    std::string out;
    for (const char c : text) {
        if (c == ' ') {
            out += c;
        } else {
            append_escaped(out, c);
        }
    }
    return out;
}

std::string json_text(std::string_view text) {
    std::string out = "\"";
    for (std::size_t at = 0; at < text.size();) {
        const api::CodePoint next = api::code_point_at(text, at);
        if (next.value == '"' || next.value == '\\') {
            out += {'\\', text[at]};
        } else if (next.value >= 0x20 && next.value < 0x7f) {
            out += text[at];
        } else {
            append_code_point(out, next.value);
        }
        at += next.length;
    }
    return out += '"';
}

}  // namespace kimai::gateway
