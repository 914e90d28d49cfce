// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

// The part of SqlScanner that reads the literals of a row.

#include <algorithm>

#include "storage/ascii.hpp"
#include "storage/sql_scanner.hpp"

namespace kimai::storage {

namespace {

bool is_number(int c) { return (c >= '0' && c <= '9') || c == '.' || c == '-' || c == '+' || c == 'e' || c == 'E'; }

}  // namespace

void SqlScanner::read_row(DumpRow& row) {
    row.clear();
    if (!accept('(')) fail("a row of values was expected");
    if (accept(')')) return;
    for (;;) {
        read_value(row);
        if (row.size() > limits_.columns) fail("a row has more than " + std::to_string(limits_.columns) + " values");
        // Almost always there is no blank. Delimiters are no commas.
        int c = text_.peek();
        if (c != ',' && c != ')') c = peek();
        if (c != ',' && c != ')') fail("a value is followed by something that would have to be computed");
        text_.skip(1);
        if (c == ')') return;
    }
}

void SqlScanner::read_value(DumpRow& row) {
    const std::string_view window = text_.window();
    if (window.starts_with("NULL,") || window.starts_with("NULL)")) {
        text_.skip(4);
        row.close(DumpValue::Kind::null);
        return;
    }
    const bool plain = !window.empty() && (window.front() == '\'' || (window.front() >= '0' && window.front() <= '9'));
    const int c = plain ? window.front() : peek();
    const bool radix = c == '0' && (text_.peek_at(1) == 'x' || text_.peek_at(1) == 'b');
    if (c == '\'' || c == '"') {
        read_text(row, std::nullopt, DumpValue::Kind::text);
    } else if (is_number(c) && c != 'e' && c != 'E' && !radix) {
        read_number(row);
    } else {
        read_worded(row);
    }
}

std::size_t SqlScanner::room_in(const DumpRow& row) const {
    const std::size_t used = row.open_begin();
    return used >= limits_.row ? 0 : std::min(limits_.literal, limits_.row - used);
}

/// One text, or several that stand side by side, which SQL takes for one.
void SqlScanner::read_text(DumpRow& row, std::optional<Charset> charset, DumpValue::Kind kind) {
    const std::size_t room = room_in(row);
    const std::size_t begin = row.open_begin();
    for (int c = peek(); c == '\'' || c == '"';) {
        text_.skip(1);
        const std::size_t used = std::min(room, row.bytes().size() - begin);
        append_quoted(static_cast<char>(c), row.bytes(), room - used);
        c = text_.peek();
        if (c != ',' && c != ')') c = peek();
    }
    row.close(kind, charset);
}

void SqlScanner::read_number(DumpRow& row) {
    constexpr std::size_t longest_number = 512;
    std::string& out = row.bytes();
    const std::size_t begin = out.size();
    for (;;) {
        const std::string_view window = text_.window();
        std::size_t length = 0;
        while (length < window.size() && is_number(static_cast<unsigned char>(window[length]))) {
            // A sign is part of the number at its beginning and behind the E only.
            const bool sign = window[length] == '-' || window[length] == '+';
            const char before = length > 0 ? window[length - 1] : out.size() > begin ? out.back() : 'e';
            if (sign && before != 'e' && before != 'E') break;
            ++length;
        }
        const bool ends = length < window.size() || window.empty();
        if (out.size() - begin + length > longest_number) fail("a number is too long");
        out.append(window.data(), length);
        text_.skip(length);
        if (ends) break;
    }
    if (out.find_first_of("0123456789", begin) == std::string::npos) fail("a value was expected");
    row.close(DumpValue::Kind::number);
}

/// What begins with a letter, and 0x.. and 0b...
void SqlScanner::read_worded(DumpRow& row) {
    const std::size_t room = room_in(row);
    SqlToken word;
    word.kind = SqlToken::Kind::word;
    append_word(word.text, 2 * room + 2);
    const std::string_view text = word.text;
    if (word.is("NULL")) {
        row.close(DumpValue::Kind::null);
    } else if (word.is("DEFAULT")) {
        row.close(DumpValue::Kind::fallback);
    } else if (word.is("TRUE") || word.is("FALSE")) {
        row.bytes() += word.is("TRUE") ? '1' : '0';
        row.close(DumpValue::Kind::number);
    } else if (text.starts_with("0x")) {
        read_hex(row, text.substr(2), DumpValue::Kind::bytes, std::nullopt);
    } else if (text.starts_with("0b")) {
        read_bits(row, text.substr(2));
    } else if (word.is("X") && text_.peek() == '\'') {
        read_hex(row, quoted_digits(), DumpValue::Kind::bytes, std::nullopt);
    } else if (word.is("B") && text_.peek() == '\'') {
        read_bits(row, quoted_digits());
    } else if (word.is("N") && text_.peek() == '\'') {
        read_text(row, Charset::utf8, DumpValue::Kind::text);
    } else if (text.starts_with('_')) {
        read_introduced(row, text.substr(1));
    } else {
        fail(text.empty() ? "a value was expected" : "'" + word.text.substr(0, 40) + "' would have to be computed");
    }
}

/// Behind _charset: a text or a hexadecimal literal in that character set.
void SqlScanner::read_introduced(DumpRow& row, std::string_view name) {
    const Charset charset = charset_named(name);
    const bool binary = charset == Charset::binary;
    const DumpValue::Kind kind = binary ? DumpValue::Kind::bytes : DumpValue::Kind::text;
    const std::optional<Charset> named = binary ? std::nullopt : std::optional(charset);
    const int c = peek();
    if (c == '\'' || c == '"') {
        read_text(row, named, kind);
        return;
    }
    std::string word;
    append_word(word, 2 * room_in(row) + 2);
    if (word.starts_with("0x")) {
        read_hex(row, std::string_view(word).substr(2), kind, named);
    } else if ((word == "x" || word == "X") && text_.peek() == '\'') {
        read_hex(row, quoted_digits(), kind, named);
    } else {
        fail("a text was expected behind _" + std::string(name.substr(0, 40)));
    }
}

void SqlScanner::read_hex(DumpRow& row, std::string_view digits, DumpValue::Kind kind, std::optional<Charset> charset) {
    // 0x123 is 0x0123; x'123' is an error for MySQL and harmless here.
    int high = digits.size() % 2 == 0 ? -1 : 0;
    for (const char c : digits) {
        const int digit = hex_digit(c);
        if (digit < 0) fail("a hexadecimal value has a digit that is none");
        if (high < 0) {
            high = digit;
        } else {
            row.bytes() += static_cast<char>(high * 16 + digit);
            high = -1;
        }
    }
    row.close(kind, charset);
}

void SqlScanner::read_bits(DumpRow& row, std::string_view digits) {
    std::size_t left = digits.size();
    int byte = 0;
    for (const char c : digits) {
        if (c != '0' && c != '1') fail("a bit value has a digit that is none");
        byte = byte * 2 + (c - '0');
        if (--left % 8 == 0) {
            row.bytes() += static_cast<char>(byte);
            byte = 0;
        }
    }
    row.close(DumpValue::Kind::bytes);
}

std::string SqlScanner::quoted_digits() {
    std::string digits;
    text_.skip(1);
    append_quoted('\'', digits, 2 * limits_.literal);
    return digits;
}

}  // namespace kimai::storage
