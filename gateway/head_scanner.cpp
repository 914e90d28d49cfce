// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "gateway/head_scanner.hpp"

#include <algorithm>
#include <array>

#include "storage/ascii.hpp"

namespace kimai::gateway {

namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }

/// A table of bytes, since each byte of a head is looked up in one.
using ByteSet = std::array<bool, 256>;

constexpr bool contains(const ByteSet& set, char c) { return set[static_cast<unsigned char>(c)]; }

constexpr ByteSet token_bytes = [] {
    ByteSet set{};
    for (const char c : std::string_view("!#$%&'*+-.^_`|~0123456789")) set[static_cast<unsigned char>(c)] = true;
    for (unsigned char c = 'a'; c <= 'z'; ++c) set[c] = set[c - 'a' + 'A'] = true;
    return set;
}();

/// None of the others may stand in a URL (RFC 3986 2), and each ends a body that is longer than its Content-Length
/// says.
constexpr ByteSet target_bytes = [] {
    ByteSet set{};
    for (std::size_t c = 0x21; c < set.size(); ++c) set[c] = c != 0x7f;
    for (const char c : std::string_view("\"<>\\^`{}")) set[static_cast<unsigned char>(c)] = false;
    return set;
}();

}  // namespace

HeadScanner::Found HeadScanner::look(std::string_view bytes) {
    const std::size_t end = std::min(bytes.size(), header_limit_);
    while (part_ != Part::done) {
        // Most bytes stand in a line, and need nothing but this look.
        if (part_ == Part::line) seen_ += find_control(bytes.substr(seen_, end - seen_));
        if (seen_ == bytes.size()) return Found::more;
        if (seen_ == header_limit_) {
            refuse(431, "the header is too long");
            return Found::wrong;
        }
        if (!accept(bytes[seen_])) return Found::wrong;
        ++seen_;
    }
    return Found::whole;
}

bool HeadScanner::accept(char c) {
    ++in_part_;
    switch (part_) {
        case Part::method:
            if (c == ' ' && in_part_ > 1) return go_to(Part::target);
            return contains(token_bytes, c) || refuse(400, "the request does not begin with a method");
        case Part::target:
            return accept_target(c);
        case Part::version:
            return accept_version(c);
        case Part::line_begin:
            return accept_line_begin(c);
        case Part::line:
            return accept_line(c);
        case Part::line_end:
            return c == '\n' ? go_to(Part::line_begin) : refuse(400, "carriage return without line feed");
        case Part::last_line_end:
            return c == '\n' ? go_to(Part::done) : refuse(400, "carriage return without line feed");
        case Part::done:
            break;
    }
    return false;
}

bool HeadScanner::accept_target(char c) {
    if (c == ' ' && in_part_ > 1) return go_to(Part::version);
    if (!contains(target_bytes, c)) return refuse(400, "the target is not a URL");
    return in_part_ <= target_limit_ || refuse(414, "the target is too long");
}

bool HeadScanner::accept_version(char c) {
    constexpr std::string_view form = "HTTP/1.1";
    if (in_part_ > form.size()) {
        if (c != '\r') return refuse(400, "the request line does not end in an HTTP version");
        return other_version_ ? refuse(505, "only HTTP/1.0 and HTTP/1.1 are spoken here") : go_to(Part::line_end);
    }
    const char expected = form[in_part_ - 1];
    if (is_digit(expected) ? !is_digit(c) : c != expected) {
        return refuse(400, "the request line does not end in an HTTP version");
    }
    const bool minor = in_part_ == form.size();
    if (is_digit(c) && c != '1' && !(minor && c == '0')) other_version_ = true;
    return true;
}

bool HeadScanner::accept_line_begin(char c) {
    if (c == '\r') return go_to(Part::last_line_end);
    if (c == ' ' || c == '\t') return refuse(400, "a header goes on in a second line");
    if (!contains(token_bytes, c)) return refuse(400, "a header has no name");
    return go_to(Part::line);
}

bool HeadScanner::accept_line(char c) {
    if (c == '\r') return go_to(Part::line_end);
    if (c == '\n') return refuse(400, "line feed without carriage return");
    return c == '\t' || !is_control(c) || refuse(400, "a header has a control character");
}

bool HeadScanner::go_to(Part part) {
    part_ = part;
    in_part_ = 0;
    return true;
}

bool HeadScanner::refuse(unsigned status, std::string_view reason) {
    refusal_ = {status, reason};
    return false;
}

}  // namespace kimai::gateway
