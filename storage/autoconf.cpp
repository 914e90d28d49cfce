// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "storage/autoconf.hpp"

#include <algorithm>
#include <stdexcept>
#include <utility>

#include "storage/ascii.hpp"

namespace kimai::storage {

namespace {

bool is_blank(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }
bool is_digit(char c, int base) { return hex_digit(c) >= 0 && hex_digit(c) < base; }
bool begins_name(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || static_cast<unsigned char>(c) >= 0x80;
}
bool is_name(char c) { return begins_name(c) || (c >= '0' && c <= '9'); }

/// The text can't be taken apart any further.
struct Broken : std::runtime_error {
    using std::runtime_error::runtime_error;
};

class PhpReader {
  public:
    explicit PhpReader(std::string_view php) : php_(php) {}

    void read(Autoconf& result) {
        const std::size_t open = php_.find("<?php");
        if (open == std::string_view::npos) throw Broken("there is no <?php");
        at_ = open + 5;
        for (;;) {
            skip_blanks();
            if (at_end() || rest().starts_with("?>")) return;
            if (peek() == '$' && at_ + 1 < php_.size() && begins_name(php_[at_ + 1])) {
                read_assignment(result);
            } else {
                skip_statement();
            }
        }
    }

    std::size_t line() const {
        return 1 + static_cast<std::size_t>(
                       std::count(php_.begin(), php_.begin() + static_cast<std::ptrdiff_t>(at_), '\n'));
    }

  private:
    bool at_end() const { return at_ >= php_.size(); }
    char peek() const { return php_[at_]; }
    std::string_view rest() const { return php_.substr(at_); }
    bool accept(char c) {
        if (at_end() || peek() != c) return false;
        ++at_;
        return true;
    }

    void skip_blanks() {
        while (!at_end()) {
            if (is_blank(peek())) {
                ++at_;
            } else if (peek() == '#' || rest().starts_with("//")) {
                at_ = std::min({php_.find('\n', at_), php_.find("?>", at_), php_.size()});
            } else if (rest().starts_with("/*")) {
                const std::size_t close = php_.find("*/", at_ + 2);
                if (close == std::string_view::npos) throw Broken("a comment does not end");
                at_ = close + 2;
            } else {
                return;
            }
        }
    }

    void read_assignment(Autoconf& result) {
        AutoconfSetting setting;
        setting.line = line();
        ++at_;
        std::string name;
        while (!at_end() && is_name(peek())) name += php_[at_++];
        skip_blanks();
        if (!accept('=')) {  // $a['b'] = ..., $a->b, ...
            skip_statement();
            return;
        }
        skip_blanks();
        if (accept('\'')) {
            setting.text = single_quoted();
        } else if (accept('"')) {
            setting.text = double_quoted(setting.problem);
        }
        skip_blanks();
        if (!accept(';')) {
            setting.text.reset();
            if (setting.problem.empty()) setting.problem = "it is not a plain text in quotes";
            skip_statement();
        }
        result.settings[name] = std::move(setting);
    }

    /// To the semicolon, or to the end of a block in braces, over texts and comments. What a block assigns may never be
    /// executed, so it does not count.
    void skip_statement() {
        int depth = 0;
        std::string ignored;
        for (;;) {
            skip_blanks();
            if (at_end()) throw Broken("a statement does not end");
            if (rest().starts_with("<<<")) throw Broken("a heredoc is not read");
            const char c = php_[at_++];
            if (c == ';' && depth == 0) return;
            if (c == '{') ++depth;
            if (c == '}' && --depth <= 0) return;
            if (c == '\'') single_quoted();
            if (c == '"') double_quoted(ignored);
        }
    }

    std::string single_quoted() {
        std::string text;
        while (!at_end()) {
            const char c = php_[at_++];
            if (c == '\'') return text;
            if (c == '\\' && !at_end() && (peek() == '\'' || peek() == '\\')) {
                text += php_[at_++];
            } else {
                text += c;
            }
        }
        throw Broken("a text does not end");
    }

    /// Nothing, and a problem, if variables stand in the text.
    std::optional<std::string> double_quoted(std::string& problem) {
        std::string text;
        while (!at_end()) {
            const char c = php_[at_++];
            if (c == '"') return problem.empty() ? std::optional(std::move(text)) : std::nullopt;
            const char next = at_end() ? '\0' : peek();
            if ((c == '$' && (begins_name(next) || next == '{')) || (c == '{' && next == '$')) {
                problem = "a variable stands in the text";
            }
            if (c == '\\') {
                append_escape(text);
            } else {
                text += c;
            }
        }
        throw Broken("a text does not end");
    }

    /// Behind the backslash in double quotes. What is no escape keeps its backslash.
    void append_escape(std::string& text) {
        constexpr std::string_view letters = "nrtvef\\$\"";
        constexpr std::string_view meanings = "\n\r\t\v\x1B\f\\$\"";
        const char c = at_end() ? '\0' : peek();
        if (const std::size_t found = letters.find(c); !at_end() && found != std::string_view::npos) {
            text += meanings[found];
            ++at_;
        } else if (is_digit(c, 8)) {
            text += static_cast<char>(number(8, 3));
        } else if (c == 'x' && at_ + 1 < php_.size() && is_digit(php_[at_ + 1], 16)) {
            ++at_;
            text += static_cast<char>(number(16, 2));
        } else if (rest().starts_with("u{")) {
            at_ += 2;
            const unsigned code = number(16, 6);
            if (!accept('}') || code > 0x10FFFF) throw Broken("a \\u{...} is not right");
            append_utf8(text, code);
        } else {
            text += '\\';
        }
    }

    unsigned number(int base, int most_digits) {
        int value = 0;
        for (int digits = 0; digits < most_digits && !at_end() && is_digit(peek(), base); ++digits) {
            value = value * base + hex_digit(php_[at_++]);
        }
        return static_cast<unsigned>(value);
    }

    std::string_view php_;
    std::size_t at_ = 0;
};

}  // namespace

Autoconf read_autoconf(std::string_view php) {
    Autoconf result;
    PhpReader reader(php);
    try {
        reader.read(result);
    } catch (const Broken& broken) {
        result.settings.clear();
        result.problem = "line " + std::to_string(reader.line()) + ": " + broken.what();
    }
    return result;
}

std::string autoconf_line(std::string_view name, std::string_view text) {
    std::string line = "$" + std::string(name) + " = '";
    for (const char c : text) {
        if (c == '\'' || c == '\\') line += '\\';
        line += c;
    }
    return line + "';\n";
}

}  // namespace kimai::storage
