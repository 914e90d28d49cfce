// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "storage/sql_scanner.hpp"

#include <algorithm>
#include <utility>

namespace kimai::storage {

namespace {

/// Names, keywords and comments of column definitions: MySQL allows 64 characters of a name, 1024 of a comment.
constexpr std::size_t longest_token = std::size_t{64} * 1024;
constexpr std::size_t longest_delimiter = 16;
/// A comment of this version is one that no server executes: the client's sandbox line of newer MariaDB dumps.
constexpr int version_of_no_server = 999999;

bool is_blank(int c) { return c == ' ' || (c >= '\t' && c <= '\r'); }
bool is_digit(int c) { return c >= '0' && c <= '9'; }
bool is_word(int c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || is_digit(c) || c == '_' || c == '$' || c == '@' ||
           c >= 0x80;
}
char upper(char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - ('a' - 'A')) : c; }

}  // namespace

bool SqlToken::is(std::string_view keyword) const {
    return kind == Kind::word && text.size() == keyword.size() &&
           std::equal(text.begin(), text.end(), keyword.begin(), [](char a, char b) { return upper(a) == b; });
}

bool SqlScanner::begin_statement() {
    statement_.clear();
    for (;;) {
        skip_blanks();
        if (text_.peek() < 0) {
            if (executable_comments_ > 0) fail("the file ends inside of a comment: it is cut off");
            return false;
        }
        if (at_delimiter()) {
            text_.skip(delimiter_.size());
        } else if (text_.starts_with("DELIMITER ") || text_.starts_with("delimiter ")) {
            read_delimiter_command();
        } else {
            statement_line_ = text_.line();
            return true;
        }
    }
}

void SqlScanner::skip_statement() {
    // What stops the fast walk. Everything else can't change where the statement ends.
    std::array<bool, 256> stops{};
    for (const char c : {'\'', '"', '`', '-', '#', '/', '*'}) stops[static_cast<unsigned char>(c)] = true;
    stops[static_cast<unsigned char>(delimiter_.front())] = true;
    for (;;) {
        const std::string_view window = text_.window();
        if (window.empty()) fail("the file ends inside of a statement: it is cut off");
        const auto* const stop =
            std::find_if(window.begin(), window.end(), [&](char c) { return stops[static_cast<unsigned char>(c)]; });
        text_.skip(static_cast<std::size_t>(stop - window.begin()));
        if (stop == window.end()) continue;
        if (at_delimiter()) {
            text_.skip(delimiter_.size());
            return;
        }
        const int c = text_.peek();
        if (c == '\'' || c == '"' || c == '`') {
            text_.skip(1);
            skip_quoted(static_cast<char>(c));
        } else if (!skip_comment()) {
            text_.skip(1);
        }
    }
}

bool SqlScanner::at_delimiter() {
    return delimiter_.size() == 1 ? text_.peek() == static_cast<unsigned char>(delimiter_.front())
                                  : text_.starts_with(delimiter_);
}

bool SqlScanner::at_statement_end() {
    skip_blanks();
    if (text_.peek() < 0) fail("the file ends inside of a statement: it is cut off");
    return at_delimiter();
}

SqlToken SqlScanner::next() {
    if (at_statement_end()) return {};
    SqlToken token;
    const int c = text_.peek();
    if (c == '\'' || c == '"' || c == '`') {
        token.kind = SqlToken::Kind::quoted;
        text_.skip(1);
        append_quoted(static_cast<char>(c), token.text, longest_token);
    } else if (is_word(c)) {
        token.kind = SqlToken::Kind::word;
        append_word(token.text, longest_token);
    } else {
        token.kind = SqlToken::Kind::symbol;
        token.text = static_cast<char>(c);
        text_.skip(1);
    }
    return token;
}

int SqlScanner::peek() { return at_statement_end() ? -1 : text_.peek(); }

bool SqlScanner::accept(char character) {
    if (peek() != static_cast<unsigned char>(character)) return false;
    text_.skip(1);
    return true;
}

void SqlScanner::skip_blanks() {
    for (;;) {
        const int c = text_.peek();
        if (is_blank(c)) {
            text_.skip(1);
        } else if ((c != '-' && c != '#' && c != '/' && c != '*') || at_delimiter() || !skip_comment()) {
            return;
        }
    }
}

/// Steps over a comment, into or out of an executable one. False if none begins here.
bool SqlScanner::skip_comment() {
    const int c = text_.peek();
    if (c == '#') {
        skip_line_comment();
        return true;
    }
    const int second = text_.peek_at(1);
    if (c == '-' && second == '-') {
        const int third = text_.peek_at(2);
        if (third > ' ') return false;  // Two minus signs.
        skip_line_comment();
        return true;
    }
    if (c == '/' && second == '*') {
        begin_block_comment();
        return true;
    }
    if (c == '*' && second == '/' && executable_comments_ > 0) {
        text_.skip(2);
        --executable_comments_;
        return true;
    }
    return false;
}

void SqlScanner::skip_line_comment() {
    announced_ = announced_ || text_.starts_with("-- MySQL dump") || text_.starts_with("-- MariaDB dump");
    completed_ = completed_ || text_.starts_with("-- Dump completed");
    for (;;) {
        const std::string_view window = text_.window();
        const std::size_t end = window.find('\n');
        text_.skip(std::min(end, window.size()));
        if (end != std::string_view::npos || window.empty()) return;
    }
}

/// "/*": a comment, or "/*!", "/*!40101", "/*M!100616": text that is executed by servers from that version on.
void SqlScanner::begin_block_comment() {
    const bool mariadb = text_.peek_at(2) == 'M' && text_.peek_at(3) == '!';
    if (text_.peek_at(2) != '!' && !mariadb) {
        text_.skip(2);
        skip_block_comment();
        return;
    }
    text_.skip(mariadb ? 4 : 3);
    int version = 0;
    for (int digits = 0; digits < 6 && is_digit(text_.peek()); ++digits) {
        version = version * 10 + (text_.peek() - '0');
        text_.skip(1);
    }
    if (version == version_of_no_server) {
        skip_block_comment();
    } else {
        ++executable_comments_;
    }
}

void SqlScanner::skip_block_comment() {
    for (;;) {
        const std::string_view window = text_.window();
        if (window.empty()) fail("the file ends inside of a comment: it is cut off");
        const std::size_t star = window.find('*');
        text_.skip(std::min(star, window.size()));
        if (star == std::string_view::npos) continue;
        if (text_.peek_at(1) == '/') {
            text_.skip(2);
            return;
        }
        text_.skip(1);
    }
}

/// A command of the mysql client, not of the server: "DELIMITER ;;" up to the end of the line.
void SqlScanner::read_delimiter_command() {
    text_.skip(std::string_view("DELIMITER ").size());
    std::string delimiter;
    for (int c = text_.peek(); c >= 0 && c != '\n'; c = text_.peek()) {
        if (!is_blank(c)) delimiter += static_cast<char>(c);
        if (delimiter.size() > longest_delimiter) fail("a DELIMITER of this length is not read");
        text_.skip(1);
    }
    if (delimiter.empty()) fail("DELIMITER names no delimiter");
    delimiter_ = std::move(delimiter);
}

void SqlScanner::skip_quoted(char quote) {
    const bool escapes = backslash_escapes_ && quote != '`';
    for (;;) {
        const std::string_view window = text_.window();
        if (window.empty()) fail("the file ends inside of a quoted text: it is cut off");
        const auto* const stop =
            std::find_if(window.begin(), window.end(), [&](char c) { return c == quote || (escapes && c == '\\'); });
        text_.skip(static_cast<std::size_t>(stop - window.begin()));
        if (stop == window.end()) continue;
        if (*stop == quote) {
            text_.skip(1);
            return;  // A doubled quote ends this text and begins another one: the same for skipping.
        }
        text_.skip(text_.peek_at(1) < 0 ? 1 : 2);
    }
}

/// Behind the opening quote: appends the text up to the closing one.
void SqlScanner::append_quoted(char quote, std::string& out, std::size_t limit) {
    const bool escapes = backslash_escapes_ && quote != '`';
    const std::size_t longest = limit > out.max_size() - out.size() ? out.max_size() : out.size() + limit;
    for (;;) {
        const std::string_view window = text_.window();
        if (window.empty()) fail("the file ends inside of a quoted text: it is cut off");
        const auto* stop = window.data();
        const auto* const end = stop + window.size();
        while (stop != end && *stop != quote && !(escapes && *stop == '\\')) ++stop;
        const auto plain = static_cast<std::size_t>(stop - window.data());
        const bool at_escape = stop != end && *stop == '\\';
        if (out.size() + plain > longest) fail("a text is longer than " + std::to_string(limit) + " bytes");
        out.append(window.data(), plain);
        text_.skip(plain);
        if (stop == end) continue;
        if (at_escape) {
            append_escape(out);
            continue;
        }
        text_.skip(1);
        if (text_.peek() != static_cast<unsigned char>(quote)) return;
        out += quote;
        text_.skip(1);
    }
}

/// The escapes of MySQL's string literals. Before % and _ the backslash stays; before anything else it vanishes.
void SqlScanner::append_escape(std::string& out) {
    const int c = text_.peek_at(1);
    if (c < 0) fail("the file ends inside of a quoted text: it is cut off");
    text_.skip(2);
    switch (c) {
        case '0':
            out += '\0';
            return;
        case 'b':
            out += '\b';
            return;
        case 'n':
            out += '\n';
            return;
        case 'r':
            out += '\r';
            return;
        case 't':
            out += '\t';
            return;
        case 'Z':
            out += '\x1A';
            return;
        case '%':
            out += "\\%";
            return;
        case '_':
            out += "\\_";
            return;
        default:
            out += static_cast<char>(c);
            return;
    }
}

void SqlScanner::append_word(std::string& out, std::size_t limit) {
    const std::size_t begin = out.size();
    for (int c = text_.peek(); is_word(c); c = text_.peek()) {
        if (out.size() - begin >= limit) fail("a word is longer than " + std::to_string(limit) + " bytes");
        out += static_cast<char>(c);
        text_.skip(1);
    }
}

}  // namespace kimai::storage
