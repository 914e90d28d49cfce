// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "rpc/json_writer.hpp"

#include <array>
#include <charconv>

#include "api/php_values.hpp"
#include "api/utf8.hpp"

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

void append_code_point(std::string& out, char32_t code_point) {
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
            const api::CodePoint read = api::code_point_at(text, at);
            append_code_point(out, read.value);
            at += read.length;
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
