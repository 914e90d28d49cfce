// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "soap/xml_text.hpp"

#include <array>

#include "api/utf8.hpp"

namespace kimai::soap {

namespace {

constexpr std::string_view replacement = "\uFFFD";

/// Which bytes stand for themselves in text.
constexpr std::array<bool, 256> plain_bytes = [] {
    std::array<bool, 256> plain{};
    for (std::size_t byte = 0x20; byte < 0x80; ++byte) plain[byte] = byte != '&' && byte != '<' && byte != '>';
    plain['\t'] = plain['\n'] = true;
    return plain;
}();

/// The same between quotes, where a parser takes tabs and line breaks for blanks.
constexpr std::array<bool, 256> plain_bytes_quoted = [] {
    std::array<bool, 256> plain = plain_bytes;
    plain['"'] = plain['\t'] = plain['\n'] = false;
    return plain;
}();

std::string_view escape_of(char c) {
    switch (c) {
        case '&':
            return "&amp;";
        case '<':
            return "&lt;";
        case '>':
            return "&gt;";
        case '"':
            return "&quot;";
        case '\t':
            return "&#9;";
        case '\n':
            return "&#10;";
        case '\r':
            return "&#13;";
        default:
            return replacement;  // a control character
    }
}

void append_escaped(std::string& out, std::string_view text, const std::array<bool, 256>& plain) {
    std::size_t start = 0;
    std::size_t at = 0;
    const auto replace = [&](std::size_t length, std::string_view by) {
        out.append(text, start, at - start).append(by);
        at += length;
        start = at;
    };
    while (at < text.size()) {
        const auto byte = static_cast<unsigned char>(text[at]);
        if (plain[byte]) {
            ++at;
        } else if (byte < 0x80) {
            replace(1, escape_of(text[at]));
        } else {
            const api::CodePoint read = api::code_point_at(text, at);
            const bool allowed = read.value < 0xFFFD || read.value > 0xFFFF;
            if (allowed) {
                at += read.length;
            } else {
                replace(read.length, replacement);
            }
        }
    }
    out.append(text, start);
}

}  // namespace

void append_xml_text(std::string& out, std::string_view text) { append_escaped(out, text, plain_bytes); }

void append_xml_attribute(std::string& out, std::string_view value) { append_escaped(out, value, plain_bytes_quoted); }

}  // namespace kimai::soap
