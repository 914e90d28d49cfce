// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

// The part of DumpReader that reads statements about tables, and those that say how to read: USE and SET.

#include <algorithm>
#include <array>
#include <charconv>
#include <utility>

#include "storage/ascii.hpp"
#include "storage/dump_reader.hpp"

namespace kimai::storage {

namespace {

std::optional<std::int64_t> whole_number(const SqlToken& token) {
    std::int64_t number = 0;
    const char* const end = token.text.data() + token.text.size();
    const auto [stop, error] = std::from_chars(token.text.data(), end, number);
    if (error != std::errc() || stop != end) return std::nullopt;
    return number;
}

/// What begins a part of CREATE TABLE that is no column, if it is not quoted.
bool begins_constraint(const SqlToken& token) {
    constexpr std::array words = {"PRIMARY", "KEY",        "INDEX",   "UNIQUE", "FULLTEXT",
                                  "SPATIAL", "CONSTRAINT", "FOREIGN", "CHECK",  "PERIOD"};
    return std::any_of(words.begin(), words.end(), [&](const char* word) { return token.is(word); });
}

}  // namespace

/// CREATE TABLE is for the caller; views, triggers, routines, events, databases and users are not.
bool DumpReader::read_create() {
    SqlToken token = scanner_.next();
    if (token.is("OR")) {
        scanner_.next();
        token = scanner_.next();
    }
    if (token.is("TEMPORARY")) token = scanner_.next();
    if (!token.is("TABLE")) return false;
    token = scanner_.next();
    if (token.is("IF")) {
        scanner_.next();
        scanner_.next();
        token = scanner_.next();
    }
    CreateTable table;
    table.name = read_table_name(token);
    announce("CREATE TABLE", table.name);
    if (scanner_.accept('(')) {
        while (read_column(table)) {
        }
    }
    read_table_options(table);
    statement_ = std::move(table);
    return true;
}

/// One part of the list in CREATE TABLE, with the comma or bracket behind it. False behind the last one.
bool DumpReader::read_column(CreateTable& table) {
    const SqlToken name = scanner_.next();
    ColumnDefinition column;
    // Until the options of the table are known, `binary` stands for its character set.
    column.charset = Charset::binary;
    const bool is_column = name.is_name() && !begins_constraint(name);
    if (is_column) column.name = name.text;
    const bool more = read_column_options(column);
    if (is_column) table.columns.push_back(std::move(column));
    if (table.columns.size() > DumpLimits{}.columns) scanner_.fail("too many columns");
    return more;
}

/// Up to the comma (true) or the closing bracket (false) of the list.
bool DumpReader::read_column_options(ColumnDefinition& column) {
    for (int depth = 0;;) {
        const SqlToken token = scanner_.next();
        if (token.kind == SqlToken::Kind::end) scanner_.fail("the list of columns does not end");
        if (token.is_symbol('(')) ++depth;
        if (token.is_symbol(')') && depth-- == 0) return false;
        if (token.is_symbol(',') && depth == 0) return true;
        if (token.is("CHARACTER") || token.is("CHARSET")) {
            const SqlToken value = scanner_.next();
            column.charset = charset_named(value.is("SET") ? scanner_.next().text : value.text);
        } else if (token.is("COLLATE") && column.charset == Charset::binary) {
            column.charset = charset_of_collation(scanner_.next().text);
        } else if (token.is("DEFAULT") && depth == 0) {
            read_default(column);
        }
    }
}

/// Behind DEFAULT: a literal, or something that would have to be computed, which is left.
void DumpReader::read_default(ColumnDefinition& column) {
    const int c = scanner_.peek();
    const bool quoted = c == '\'' || c == '"';
    const bool number = (c >= '0' && c <= '9') || c == '-' || c == '+' || c == '.';
    if (quoted || number) {
        scanner_.read_value(column.fallback);
    } else if ((c | 0x20) == 'n' && scanner_.next().is("NULL")) {
        column.fallback.close(DumpValue::Kind::null);
    }
}

void DumpReader::read_table_options(CreateTable& table) {
    std::optional<Charset> charset;
    std::optional<Charset> collation;
    for (SqlToken token = scanner_.next(); token.kind != SqlToken::Kind::end; token = scanner_.next()) {
        const bool character_set = token.is("CHARACTER");
        if (!character_set && !token.is("CHARSET") && !token.is("COLLATE") && !token.is("AUTO_INCREMENT")) continue;
        if (character_set) scanner_.next();
        scanner_.accept('=');
        const SqlToken value = scanner_.next();
        if (value.kind == SqlToken::Kind::end) break;
        if (token.is("AUTO_INCREMENT")) {
            table.auto_increment = whole_number(value);
        } else if (token.is("COLLATE")) {
            collation = charset_of_collation(value.text);
        } else {
            charset = charset_named(value.text);
        }
    }
    table.charset = charset.value_or(collation.value_or(Charset::utf8));
    for (ColumnDefinition& column : table.columns) {
        if (column.charset == Charset::binary) column.charset = table.charset;
    }
}

bool DumpReader::read_alter() {
    if (!scanner_.next().is("TABLE")) return false;
    SetAutoIncrement change{read_table_name(scanner_.next()), 0};
    announce("ALTER TABLE", change.name);
    bool found = false;
    for (SqlToken token = scanner_.next(); token.kind != SqlToken::Kind::end; token = scanner_.next()) {
        if (!token.is("AUTO_INCREMENT") || !scanner_.accept('=')) continue;
        if (const auto next = whole_number(scanner_.next())) {
            change.next = *next;
            found = true;
        }
    }
    statement_ = std::move(change);
    return found;
}

bool DumpReader::read_drop() {
    SqlToken token = scanner_.next();
    if (token.is("TEMPORARY")) token = scanner_.next();
    if (!token.is("TABLE") && !token.is("TABLES")) return false;
    token = scanner_.next();
    if (token.is("IF")) {
        scanner_.next();
        token = scanner_.next();
    }
    ClearTables cleared;
    cleared.names.push_back(read_table_name(token));
    announce("DROP TABLE", cleared.names.front());
    while (scanner_.accept(',')) cleared.names.push_back(read_table_name(scanner_.next()));
    statement_ = std::move(cleared);
    return true;
}

bool DumpReader::read_truncate() {
    SqlToken token = scanner_.next();
    if (token.is("TABLE")) token = scanner_.next();
    ClearTables cleared;
    cleared.names.push_back(read_table_name(token));
    announce("TRUNCATE TABLE", cleared.names.front());
    statement_ = std::move(cleared);
    return true;
}

bool DumpReader::read_delete() {
    SqlToken token = scanner_.next();
    while (token.is("LOW_PRIORITY") || token.is("QUICK") || token.is("IGNORE")) token = scanner_.next();
    if (!token.is("FROM")) return false;
    TableName name = read_table_name(scanner_.next());
    announce("DELETE FROM", name);
    if (scanner_.at_statement_end()) {
        statement_ = ClearTables{{std::move(name)}};
    } else {
        statement_ = OtherChange{std::move(name), "DELETE ... WHERE"};
    }
    return true;
}

/// UPDATE t, LOAD DATA ... INTO TABLE t, RENAME TABLE t.
bool DumpReader::read_other_change(const SqlToken& verb) {
    SqlToken token = scanner_.next();
    if (verb.is("UPDATE")) {
        while (token.is("LOW_PRIORITY") || token.is("IGNORE")) token = scanner_.next();
    } else {
        while (token.kind != SqlToken::Kind::end && !token.is("TABLE")) token = scanner_.next();
        if (token.kind == SqlToken::Kind::end) return false;
        token = scanner_.next();
    }
    TableName name = read_table_name(token);
    announce(verb.text.c_str(), name);
    statement_ = OtherChange{std::move(name), verb.text};
    return true;
}

void DumpReader::read_use() { database_ = expect_name(scanner_.next()); }

/// SET NAMES x; SET a = 1, @b = @@c, ...
void DumpReader::read_set() {
    do {
        SqlToken token = scanner_.next();
        if (token.is("NAMES") || token.is("CHARSET") || token.is("CHARACTER")) {
            if (token.is("CHARACTER")) scanner_.next();
            const SqlToken value = scanner_.next();
            connection_charset_.reset();
            if (!value.is("DEFAULT")) connection_charset_ = charset_named(value.text);
            return;
        }
        std::string name;
        while (token.kind == SqlToken::Kind::word || token.is_symbol('.')) {
            if (token.kind == SqlToken::Kind::word) name = ascii_lowered(token.text);
            token = scanner_.next();
        }
        if (token.is_symbol(':')) token = scanner_.next();
        if (!token.is_symbol('=')) return;
        token = scanner_.next();
        // @@SESSION.sql_mode: the last name counts.
        while (token.text.starts_with("@@") && scanner_.accept('.')) token = scanner_.next();
        set_variable(name, token);
    } while (scanner_.accept(','));
}

void DumpReader::set_variable(const std::string& name, const SqlToken& value) {
    std::string bare = name;
    bare.erase(0, bare.find_first_not_of('@'));
    std::string from = ascii_lowered(value.text);
    const bool variable = value.kind == SqlToken::Kind::word && from.starts_with('@');
    if (variable) from.erase(0, from.find_first_not_of('@'));
    if (from == "character_set_client") {
        saved_charsets_[bare] = connection_charset_;
    } else if (from == "sql_mode") {
        saved_escapes_[bare] = backslash_escapes_;
    } else if (bare == "character_set_client") {
        connection_charset_ = variable ? saved_charsets_[from] : std::optional(charset_named(value.text));
    } else if (bare == "sql_mode") {
        const auto saved = saved_escapes_.find(from);
        if (variable) {
            backslash_escapes_ = saved == saved_escapes_.end() || saved->second;
        } else {
            backslash_escapes_ = from.find("no_backslash_escapes") == std::string::npos;
        }
        scanner_.set_backslash_escapes(backslash_escapes_);
    }
}

}  // namespace kimai::storage
