// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "rpc/json_writer.hpp"

#include <array>
#include <charconv>

#include "api/php_values.hpp"

namespace kimai::rpc {

namespace {

/// Which bytes stand for themselves between quotes.
constexpr std::array<bool, 256> plain_bytes = [] {
    std::array<bool, 256> plain{};
    for (std::size_t byte = 0x20; byte < 0x80; ++byte) plain[byte] = byte != '"' && byte != '\\' && byte != '/';
    return plain;
}();

unsigned char byte_at(std::string_view text, std::size_t at) { return static_cast<unsigned char>(text[at]); }

void append_unit(std::string& out, unsigned unit) {
    constexpr std::string_view digits = "0123456789abcdef";
    const std::array<char, 6> escape{'\\',
                                     'u',
                                     digits[unit >> 12U & 0xFU],
                                     digits[unit >> 8U & 0xFU],
                                     digits[unit >> 4U & 0xFU],
                                     digits[unit & 0xFU]};
    out.append(escape.data(), escape.size());
}

void append_code_point(std::string& out, unsigned code_point) {
    if (code_point < 0x10000) return append_unit(out, code_point);
    append_unit(out, 0xD800U + ((code_point - 0x10000U) >> 10U));
    append_unit(out, 0xDC00U + ((code_point - 0x10000U) & 0x3FFU));
}

void append_ascii(std::string& out, unsigned char byte) {
    switch (byte) {
        case '"':
        case '\\':
        case '/':
            out += '\\';
            out += static_cast<char>(byte);
            return;
        case '\b':
            out += "\\b";
            return;
        case '\f':
            out += "\\f";
            return;
        case '\n':
            out += "\\n";
            return;
        case '\r':
            out += "\\r";
            return;
        case '\t':
            out += "\\t";
            return;
        default:
            append_unit(out, byte);
    }
}

/// Appends the code point that begins at a byte above ASCII and answers how many bytes it took. What is no code point
/// is taken as far as it could have become one (Unicode, "maximal subpart") and becomes one U+FFFD.
std::size_t append_sequence(std::string& out, std::string_view text, std::size_t at) {
    constexpr unsigned replacement = 0xFFFD;
    const unsigned char lead = byte_at(text, at);
    const unsigned length = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
    if (lead < 0xC2 || lead > 0xF4) {
        append_unit(out, replacement);
        return 1;
    }
    unsigned code_point = lead & (0xFFU >> (length + 1));
    for (unsigned taken = 1; taken < length; ++taken) {
        // The byte behind some leads is bounded, against overlong forms, surrogates and what lies above U+10FFFF.
        const unsigned lowest = taken > 1 ? 0x80 : lead == 0xE0 ? 0xA0 : lead == 0xF0 ? 0x90 : 0x80;
        const unsigned highest = taken > 1 ? 0xBF : lead == 0xED ? 0x9F : lead == 0xF4 ? 0x8F : 0xBF;
        const unsigned next = at + taken < text.size() ? byte_at(text, at + taken) : 0;
        if (next < lowest || next > highest) {
            append_unit(out, replacement);
            return taken;
        }
        code_point = code_point << 6U | (next & 0x3FU);
    }
    append_code_point(out, code_point);
    return length;
}

}  // namespace

void append_json_text(std::string& out, std::string_view text) {
    out += '"';
    std::size_t start = 0;
    for (std::size_t at = 0; at < text.size();) {
        const unsigned char byte = byte_at(text, at);
        if (plain_bytes[byte]) {
            ++at;
            continue;
        }
        out.append(text, start, at - start);
        if (byte < 0x80) {
            append_ascii(out, byte);
            ++at;
        } else {
            at += append_sequence(out, text, at);
        }
        start = at;
    }
    out.append(text, start);
    out += '"';
}

void JsonWriter::open_record() { open('{'); }

void JsonWriter::name(std::string_view name) {
    if (comma_) out_ += ',';
    append_json_text(out_, name);
    out_ += ':';
    comma_ = false;
}

void JsonWriter::close_record() { close('}'); }

void JsonWriter::open_list() { open('['); }

void JsonWriter::close_list() { close(']'); }

void JsonWriter::text(std::string_view value) {
    if (comma_) out_ += ',';
    append_json_text(out_, value);
    comma_ = true;
}

void JsonWriter::integer(std::int64_t value) {
    std::array<char, 20> digits{};
    const char* const end = std::to_chars(digits.data(), digits.data() + digits.size(), value).ptr;
    plain({digits.data(), static_cast<std::size_t>(end - digits.data())});
}

void JsonWriter::real(double value) { plain(api::php_json_number(value)); }

void JsonWriter::boolean(bool value) { plain(value ? "true" : "false"); }

void JsonWriter::null() { plain("null"); }

void JsonWriter::open(char bracket) {
    if (comma_) out_ += ',';
    out_ += bracket;
    comma_ = false;
}

void JsonWriter::close(char bracket) {
    out_ += bracket;
    comma_ = true;
}

void JsonWriter::plain(std::string_view value) {
    if (comma_) out_ += ',';
    out_ += value;
    comma_ = true;
}

}  // namespace kimai::rpc
