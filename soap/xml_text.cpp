// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "soap/xml_text.hpp"

#include "api/plain_text.hpp"
#include "api/utf8.hpp"

namespace kimai::soap {

namespace {

constexpr std::string_view replacement = "\uFFFD";

/// Bytes that stand for themselves, in text and between quotes.
using Plain = api::PlainText<'&', '<', '>'>;
using PlainQuoted = api::PlainText<'&', '<', '>', '"'>;

/// How a byte of ASCII that is not plain is written.
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
            return "\t";
        case '\n':
            return "\n";
        case '\r':
            return "&#13;";
        default:
            return replacement;  // a control character
    }
}

template <typename PlainBytes, typename EscapeOf>
void append(api::TextBuffer& out, std::string_view text, const EscapeOf& escape) {
    if (char* const end = PlainBytes::copy(text, out.room(text.size()))) return out.written_to(end);
    for (std::size_t at = 0;;) {
        const std::size_t plain = PlainBytes::run(text, at);
        out.append(text.substr(at, plain));
        at += plain;
        if (at == text.size()) return;
        if (static_cast<unsigned char>(text[at]) < 0x80) {
            out.append(escape(text[at]));
            ++at;
        } else {
            const api::CodePoint read = api::code_point_at(text, at);
            const bool allowed = read.value < 0xFFFD || read.value > 0xFFFF;
            out.append(allowed ? text.substr(at, read.length) : replacement);
            at += read.length;
        }
    }
}

}  // namespace

void append_xml_text(api::TextBuffer& out, std::string_view text) { append<Plain>(out, text, escape_of); }

void append_xml_attribute(api::TextBuffer& out, std::string_view value) {
    // A parser takes tabs and line breaks there for blanks.
    append<PlainQuoted>(out, value, [](char c) -> std::string_view {
        if (c == '\t') return "&#9;";
        if (c == '\n') return "&#10;";
        return escape_of(c);
    });
}

}  // namespace kimai::soap
