// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "gateway/chunked_body.hpp"

#include <algorithm>

namespace kimai::gateway {

namespace {

/// The value of a hexadecimal digit, or -1.
int digit_value(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

}  // namespace

ChunkedBody::Found ChunkedBody::take(std::string_view& bytes, std::string& body) {
    while (part_ != Part::done && !bytes.empty()) {
        if (part_ == Part::data) {
            const std::size_t count = std::min<std::size_t>(bytes.size(), size_);
            body.append(bytes.substr(0, count));
            bytes.remove_prefix(count);
            size_ -= count;
            if (size_ == 0) go_to(Part::data_return);
            continue;
        }
        if (!accept(bytes.front(), body.size())) return Found::wrong;
        bytes.remove_prefix(1);
    }
    return part_ == Part::done ? Found::whole : Found::more;
}

bool ChunkedBody::accept(char c, std::size_t body_size) {
    switch (part_) {
        case Part::size:
            return accept_size(c, body_size);
        case Part::extension:
            return accept_extra(c, Part::size_line_end);
        case Part::size_line_end:
            return c == '\n' ? end_size_line() : refuse(400, "a chunk's line does not end in CRLF");
        case Part::data_return:
            return expect(c, '\r', Part::data_line_end);
        case Part::data_line_end:
            return expect(c, '\n', Part::size);
        case Part::trailer_begin:
            return c == '\r' ? go_to(Part::last_line_end) : go_to(Part::trailer) && accept(c, body_size);
        case Part::trailer:
            return accept_extra(c, Part::trailer_line_end);
        case Part::trailer_line_end:
            return expect(c, '\n', Part::trailer_begin);
        case Part::last_line_end:
            return expect(c, '\n', Part::done);
        case Part::data:
        case Part::done:
            break;
    }
    return false;
}

bool ChunkedBody::accept_size(char c, std::size_t body_size) {
    const int value = digit_value(c);
    if (value >= 0) {
        digits_ = true;
        size_ = size_ * 16 + static_cast<unsigned>(value);
        // Asked at every digit: so the size never overflows, and the client is told before it sends the chunk.
        return size_ <= body_limit_ - body_size || refuse(413, "the body is too long");
    }
    if (!digits_) return refuse(400, "a chunk has no size");
    if (c == '\r') return go_to(Part::size_line_end);
    if (c == ';' || c == ' ' || c == '\t') return go_to(Part::extension) && accept_extra(c, Part::size_line_end);
    return refuse(400, "a chunk's size is not a hexadecimal number");
}

bool ChunkedBody::accept_extra(char c, Part line_end) {
    if (c == '\r') return go_to(line_end);
    const auto byte = static_cast<unsigned char>(c);
    if ((byte < 0x20 && c != '\t') || byte == 0x7f) return refuse(400, "a chunk's line has a control character");
    return ++extra_ <= extra_limit_ || refuse(431, "chunk extensions or trailers are too long");
}

bool ChunkedBody::end_size_line() {
    digits_ = false;
    return go_to(size_ == 0 ? Part::trailer_begin : Part::data);
}

bool ChunkedBody::expect(char c, char expected, Part next) {
    return c == expected ? go_to(next) : refuse(400, "a chunk does not end in CRLF");
}

bool ChunkedBody::go_to(Part part) {
    part_ = part;
    return true;
}

bool ChunkedBody::refuse(unsigned status, std::string_view reason) {
    refusal_ = {status, reason};
    return false;
}

}  // namespace kimai::gateway
