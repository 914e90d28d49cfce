// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

#include "storage/dump_error.hpp"
#include "storage/dump_row.hpp"
#include "storage/dump_text.hpp"

namespace kimai::storage {

struct SqlToken {
    enum class Kind {
        word,    ///< Keyword, bare name, number, @variable: letters, digits, _ $ @ and what is not ASCII.
        quoted,  ///< '..', ".." or `..`: a text or a name, by its place. Escapes are resolved.
        symbol,  ///< One other character.
        end,     ///< The delimiter; it stays where it is.
    };
    Kind kind = Kind::end;
    std::string text;

    /// Whether it is this keyword, which is given in capitals.
    bool is(std::string_view keyword) const;
    bool is_symbol(char character) const { return kind == Kind::symbol && text.front() == character; }
    bool is_name() const { return kind == Kind::word || kind == Kind::quoted; }
};

/// Takes MySQL's SQL apart: statements, comments (executable ones are executed), tokens, literals. Knows no statement.
/// Throws DumpError, with the line, for what is too long or cut off. One thread at a time.
class SqlScanner {
  public:
    explicit SqlScanner(DumpText& text, const DumpLimits& limits) : text_(text), limits_(limits) {}

    /// Steps to the next statement, over empty ones and DELIMITER commands. False at the end of the text.
    bool begin_statement();
    /// Steps behind the delimiter, whatever is before it.
    void skip_statement();
    /// Whether the delimiter comes next (it is not consumed).
    bool at_statement_end();

    SqlToken next();
    /// The next character behind blanks and comments; -1 at the end of the statement.
    int peek();
    /// Consumes this character if it comes next, behind blanks.
    bool accept(char character);

    /// Reads one literal and appends it to the row. Anything that would have to be computed is refused.
    void read_value(DumpRow& row);
    /// Reads `(value, ...)` into the row, which is cleared.
    void read_row(DumpRow& row);

    /// SQL_MODE's NO_BACKSLASH_ESCAPES.
    void set_backslash_escapes(bool on) { backslash_escapes_ = on; }
    /// For error messages; kept until the next begin_statement().
    void set_statement(std::string statement) { statement_ = std::move(statement); }
    const std::string& statement() const { return statement_; }
    /// The line that the statement began in.
    std::uint64_t statement_line() const { return statement_line_; }
    /// mysqldump and mariadb-dump say who they are in a comment at the top and that they are done in one at the bottom.
    /// True if the first was there and the last was not.
    bool misses_closing_comment() const { return announced_ && !completed_; }

    [[noreturn]] void fail(const std::string& reason) const { throw DumpError(text_.line(), statement_, reason); }

  private:
    bool at_delimiter();
    void skip_blanks();
    bool skip_comment();
    void skip_line_comment();
    void begin_block_comment();
    void skip_block_comment();
    void read_delimiter_command();
    void skip_quoted(char quote);
    void append_quoted(char quote, std::string& out, std::size_t limit);
    void append_escape(std::string& out);
    void append_word(std::string& out, std::size_t limit);
    void read_text(DumpRow& row, std::optional<Charset> charset, DumpValue::Kind kind);
    void read_number(DumpRow& row);
    void read_worded(DumpRow& row);
    void read_introduced(DumpRow& row, std::string_view word);
    void read_hex(DumpRow& row, std::string_view digits, DumpValue::Kind kind, std::optional<Charset> charset);
    void read_bits(DumpRow& row, std::string_view digits);
    std::string quoted_digits();
    std::size_t room_in(const DumpRow& row) const;

    DumpText& text_;
    DumpLimits limits_;
    std::string delimiter_ = ";";
    std::string statement_;
    std::uint64_t statement_line_ = 0;
    int executable_comments_ = 0;
    bool backslash_escapes_ = true;
    bool announced_ = false;
    bool completed_ = false;
};

}  // namespace kimai::storage
