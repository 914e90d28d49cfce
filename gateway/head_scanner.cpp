// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "gateway/head_scanner.hpp"

namespace kimai::gateway {

namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }

bool is_token(char c) {
    return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
           std::string_view("!#$%&'*+-.^_`|~").find(c) != std::string_view::npos;
}

bool is_control(char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; }

}  // namespace

HeadScanner::Found HeadScanner::look(std::string_view bytes) {
    while (part_ != Part::done && seen_ < bytes.size()) {
        if (seen_ == header_limit_) {
            refuse(431, "the header is too long");
            return Found::wrong;
        }
        if (!accept(bytes[seen_])) return Found::wrong;
        ++seen_;
    }
    return part_ == Part::done ? Found::whole : Found::more;
}

bool HeadScanner::accept(char c) {
    ++in_part_;
    switch (part_) {
        case Part::method:
            if (c == ' ' && in_part_ > 1) return go_to(Part::target);
            return is_token(c) || refuse(400, "the request does not begin with a method");
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
    // None of these may stand in a URL (RFC 3986 2), and each ends a body that is longer than its Content-Length says.
    if (is_control(c) || std::string_view(" \"<>\\^`{}").find(c) != std::string_view::npos) {
        return refuse(400, "the target is not a URL");
    }
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
    if (!is_token(c)) return refuse(400, "a header has no name");
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
