// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>

#include "storage/dump_statement.hpp"
#include "storage/sql_scanner.hpp"

namespace kimai::storage {

/// Reads a MySQL or MariaDB dump (mysqldump, mariadb-dump, phpMyAdmin and their kin) statement by statement and row by
/// row, holding one row at most. Follows USE, SET NAMES and SQL_MODE; steps over triggers, routines, views, locks and
/// all else that does not change rows. Everything throws DumpError for text that is no such dump, is cut off, or goes
/// beyond the limits. One thread at a time.
class DumpReader {
  public:
    /// The text must outlive the reader.
    explicit DumpReader(DumpText& text, const DumpLimits& limits = {}) : text_(text), scanner_(text, limits) {}

    /// The next statement, nullptr at the end. Valid until the next call. Rows that were not read are stepped over,
    /// at any length and whatever is in them.
    const DumpStatement* next();

    /// Behind an InsertRows: reads its list of columns, or that of INSERT ... SET.
    void begin_rows();
    /// Behind begin_rows(): reads the next row; false behind the last one.
    bool next_row(DumpRow& row);

    /// What the values of kind text are in, by SET NAMES or SET character_set_client; nothing before these, and with
    /// SET NAMES binary: then it is the character set of the column.
    std::optional<Charset> connection_charset() const;

    std::uint64_t line() const { return text_.line(); }
    /// Counted from 1, every kind.
    std::uint64_t statement_number() const { return statements_; }
    /// "INSERT INTO kimai_users"
    const std::string& statement() const { return scanner_.statement(); }
    [[noreturn]] void fail(const std::string& reason) const { scanner_.fail(reason); }
    bool misses_closing_comment() const { return scanner_.misses_closing_comment(); }

  private:
    enum class Rows { none, first, more, assigned };

    bool read_statement(const SqlToken& verb);
    bool read_create();
    void read_table_options(CreateTable& table);
    bool read_column(CreateTable& table);
    bool read_column_options(ColumnDefinition& column);
    void read_default(ColumnDefinition& column);
    void read_insert(bool replace);
    void read_assignments(InsertRows& insert);
    void expect_end_of_rows();
    bool read_alter();
    bool read_drop();
    bool read_truncate();
    bool read_delete();
    bool read_other_change(const SqlToken& verb);
    void read_use();
    void read_set();
    void set_variable(const std::string& name, const SqlToken& value);

    TableName read_table_name(const SqlToken& first);
    std::string expect_name(const SqlToken& token);
    std::vector<std::string> read_column_names();
    void announce(const char* verb, const TableName& name);

    DumpText& text_;
    SqlScanner scanner_;
    DumpStatement statement_;
    DumpRow assigned_;
    Rows rows_ = Rows::none;
    bool inside_ = false;
    std::uint64_t statements_ = 0;
    std::string database_;
    std::optional<Charset> connection_charset_;
    /// SET @saved = @@character_set_client, and the same of SQL_MODE (whether backslashes escape).
    std::map<std::string, std::optional<Charset>> saved_charsets_;
    std::map<std::string, bool> saved_escapes_;
    bool backslash_escapes_ = true;
};

}  // namespace kimai::storage
