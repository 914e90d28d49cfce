// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "rpc/json_writer.hpp"

#include <array>

#include "api/php_values.hpp"
#include "api/plain_text.hpp"
#include "api/short_copy.hpp"
#include "api/utf8.hpp"

namespace kimai::rpc {

namespace {

/// Bytes that stand for themselves between quotes.
using Plain = api::PlainText<'"', '\\', '/'>;

void append_unit(api::TextBuffer& out, unsigned unit) {
    constexpr std::string_view digits = "0123456789abcdef";
    const std::array<char, 6> escape{'\\',
                                     'u',
                                     digits[unit >> 12U & 0xFU],
                                     digits[unit >> 8U & 0xFU],
                                     digits[unit >> 4U & 0xFU],
                                     digits[unit & 0xFU]};
    out.append({escape.data(), escape.size()});
}

void append_code_point(api::TextBuffer& out, char32_t code_point) {
    if (code_point < 0x10000) return append_unit(out, code_point);
    append_unit(out, 0xD800U + ((code_point - 0x10000U) >> 10U));
    append_unit(out, 0xDC00U + ((code_point - 0x10000U) & 0x3FFU));
}

void append_ascii(api::TextBuffer& out, unsigned char byte) {
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

/// The inside of a text that is not plain as a whole.
void append_escaped(api::TextBuffer& out, std::string_view text) {
    for (std::size_t at = 0;;) {
        const std::size_t plain = Plain::run(text, at);
        out.append(text.substr(at, plain));
        at += plain;
        if (at == text.size()) return;
        const auto byte = static_cast<unsigned char>(text[at]);
        if (byte < 0x80) {
            append_ascii(out, byte);
            ++at;
        } else {
            const api::CodePoint read = api::code_point_at(text, at);
            append_code_point(out, read.value);
            at += read.length;
        }
    }
}

}  // namespace

void append_json_text(api::TextBuffer& out, std::string_view text) {
    constexpr std::size_t quotes = 2;
    char* const begin = out.room(text.size() + quotes);
    *begin = '"';
    if (char* const end = Plain::copy(text, begin + 1)) {
        *end = '"';
        return out.written_to(end + 1);
    }
    out.written_to(begin + 1);
    append_escaped(out, text);
    out += '"';
}

void JsonWriter::open_record() { open('{'); }

void JsonWriter::name(std::string_view name) {
    constexpr std::size_t around = 4;  // ,"":
    char* to = out_.room(name.size() + around);
    *to = ',';
    if (comma_) ++to;
    comma_ = false;
    *to = '"';
    to = api::copy_text(name, to + 1);
    to[0] = '"';
    to[1] = ':';
    out_.written_to(to + 2);
}

void JsonWriter::close_record() {
    close('}');
    settled();
}

void JsonWriter::open_item(std::int64_t row) {
    separate();
    out_.begin_item(row);
    out_ += '{';
    comma_ = false;
}

void JsonWriter::close_item() {
    close('}');
    out_.end_item();
    settled();
}

void JsonWriter::item_again(std::int64_t row, std::string_view text) {
    separate();
    out_.begin_item(row);
    out_ += text;
    out_.end_item();
    settled();
}

void JsonWriter::part_again(std::string_view text) {
    open_part();
    out_ += text;
    close_part();
    comma_ = true;
}

void JsonWriter::open_list() { open('['); }

void JsonWriter::close_list() { close(']'); }

void JsonWriter::text(std::string_view value) {
    separate();
    append_json_text(out_, value);
}

void JsonWriter::number_text(std::int64_t value) {
    separate();
    constexpr std::size_t quotes = 2;
    char* const to = out_.room(api::longest_number + quotes);
    *to = '"';
    char* const end = api::write_number(value, to + 1);
    *end = '"';
    out_.written_to(end + 1);
}

void JsonWriter::integer(std::int64_t value) {
    separate();
    out_.written_to(api::write_number(value, out_.room(api::longest_number)));
}

void JsonWriter::time(std::int64_t now) {
    separate();
    out_.begin_time();
    out_.written_to(api::write_number(now, out_.room(api::longest_number)));
}

void JsonWriter::real(double value) { plain(api::php_json_number(value)); }

void JsonWriter::boolean(bool value) { plain(value ? "true" : "false"); }

void JsonWriter::null() { plain("null"); }

void JsonWriter::settled() {
    constexpr std::size_t nothing = 0;
    out_.settled(nothing);
}

void JsonWriter::open(char bracket) {
    separate();
    out_ += bracket;
    comma_ = false;
}

void JsonWriter::close(char bracket) {
    out_ += bracket;
    comma_ = true;
}

void JsonWriter::plain(std::string_view value) {
    separate();
    out_ += value;
}

}  // namespace kimai::rpc
