// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "gateway/response_head.hpp"

#include <array>
#include <cstdio>
#include <stdexcept>

#include "storage/ascii.hpp"

namespace kimai::gateway {

namespace {

std::string_view reason_phrase(unsigned status) {
    switch (status) {
        case 200:
            return "OK";
        case 204:
            return "No Content";
        case 304:
            return "Not Modified";
        case 308:
            return "Permanent Redirect";
        case 400:
            return "Bad Request";
        case 403:
            return "Forbidden";
        case 404:
            return "Not Found";
        case 405:
            return "Method Not Allowed";
        case 408:
            return "Request Timeout";
        case 413:
            return "Content Too Large";
        case 414:
            return "URI Too Long";
        case 415:
            return "Unsupported Media Type";
        case 417:
            return "Expectation Failed";
        case 429:
            return "Too Many Requests";
        case 431:
            return "Request Header Fields Too Large";
        case 500:
            return "Internal Server Error";
        case 501:
            return "Not Implemented";
        case 503:
            return "Service Unavailable";
        case 505:
            return "HTTP Version Not Supported";
        default:
            return "";  // may be empty (RFC 9112 4)
    }
}

bool has_control(std::string_view text) { return find_control(text) < text.size(); }

void add_header(std::string& out, std::string_view name, std::string_view value) {
    out.append(name).append(": ").append(value).append("\r\n");
}

/// For what the service gave.
void add_checked_header(std::string& out, std::string_view name, std::string_view value) {
    if (has_control(name) || has_control(value)) throw std::logic_error("control character in a header of an answer");
    add_header(out, name, value);
}

}  // namespace

std::string_view HttpDate::at(std::chrono::system_clock::time_point now) {
    using namespace std::chrono;
    constexpr std::array days{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
    constexpr std::array months{"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    const auto second = floor<seconds>(now);
    if (second == second_ && !text_.empty()) return text_;
    second_ = second;
    const auto midnight = floor<std::chrono::days>(second);
    const year_month_day day(midnight);
    const hh_mm_ss time(second - midnight);
    std::array<char, 64> text{};
    const int size = std::snprintf(text.data(), text.size(), "%s, %02u %s %04d %02d:%02d:%02d GMT",
                                   days.at(weekday(midnight).c_encoding()), static_cast<unsigned>(day.day()),
                                   months.at(static_cast<unsigned>(day.month()) - 1), static_cast<int>(day.year()),
                                   static_cast<int>(time.hours().count()), static_cast<int>(time.minutes().count()),
                                   static_cast<int>(time.seconds().count()));
    text_.assign(text.data(), static_cast<std::size_t>(size));
    return text_;
}

void write_response_head(std::string& out, const Response& response, const HeadFacts& facts) {
    out.assign("HTTP/1.1 ").append(std::to_string(response.status)).append(" ");
    out.append(reason_phrase(response.status)).append("\r\n");
    add_header(out, "Date", facts.date);
    if (!response.content_type.empty()) add_checked_header(out, "Content-Type", response.content_type);
    if (response.status != 204 && response.status != 304)
        add_header(out, "Content-Length", std::to_string(response.body_size()));
    for (const ResponseHeader& field : response.headers) add_checked_header(out, field.name, field.value);
    if (!facts.hsts.empty()) add_header(out, "Strict-Transport-Security", facts.hsts);
    if (!facts.keep_alive) add_header(out, "Connection", "close");
    // HTTP/1.0 closes unless both say otherwise, HTTP/1.1 goes on.
    if (facts.keep_alive && facts.request_version < 11) add_header(out, "Connection", "keep-alive");
    out.append("\r\n");
}

}  // namespace kimai::gateway
