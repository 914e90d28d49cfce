// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "storage/dump_reader.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace kimai::storage {

namespace {

/// Statements that stand in dumps and change no rows of a table. Anything else at a statement's beginning means that
/// the text is no SQL, and reading on would lose what follows.
constexpr std::array verbs_to_skip = {
    "LOCK",    "UNLOCK",  "START",    "BEGIN",    "COMMIT",  "ROLLBACK", "GRANT",   "REVOKE",   "FLUSH",
    "ANALYZE", "CHECK",   "OPTIMIZE", "REPAIR",   "CHANGE",  "RESET",    "PURGE",   "SELECT",   "SHOW",
    "CALL",    "DO",      "EXPLAIN",  "DESCRIBE", "DESC",    "INSTALL",  "PREPARE", "EXECUTE",  "DEALLOCATE",
    "XA",      "RELEASE", "STOP",     "KILL",     "HANDLER", "WITH",     "CACHE",   "SAVEPOINT"};

}  // namespace

const DumpStatement* DumpReader::next() {
    if (inside_) scanner_.skip_statement();
    for (;;) {
        inside_ = false;
        rows_ = Rows::none;
        if (!scanner_.begin_statement()) return nullptr;
        ++statements_;
        inside_ = true;
        const SqlToken verb = scanner_.next();
        scanner_.set_statement(verb.text.substr(0, 60));
        if (read_statement(verb)) return &statement_;
        scanner_.skip_statement();
    }
}

/// True if the statement is one for the caller. It may not be read to its end.
bool DumpReader::read_statement(const SqlToken& verb) {
    if (verb.is("INSERT") || verb.is("REPLACE")) {
        read_insert(verb.is("REPLACE"));
        return true;
    }
    if (verb.is("CREATE")) return read_create();
    if (verb.is("ALTER")) return read_alter();
    if (verb.is("DROP")) return read_drop();
    if (verb.is("TRUNCATE")) return read_truncate();
    if (verb.is("DELETE")) return read_delete();
    if (verb.is("UPDATE") || verb.is("LOAD") || verb.is("RENAME")) return read_other_change(verb);
    if (verb.is("USE")) {
        read_use();
    } else if (verb.is("SET")) {
        read_set();
    } else if (std::none_of(verbs_to_skip.begin(), verbs_to_skip.end(),
                            [&](const char* known) { return verb.is(known); })) {
        scanner_.set_statement("");
        scanner_.fail("this is no SQL statement: '" + verb.text.substr(0, 40) + "'");
    }
    return false;
}

std::optional<Charset> DumpReader::connection_charset() const {
    return connection_charset_ == Charset::binary ? std::nullopt : connection_charset_;
}

void DumpReader::announce(const char* verb, const TableName& name) {
    scanner_.set_statement(std::string(verb) + " " + name.table.substr(0, 200));
}

std::string DumpReader::expect_name(const SqlToken& token) {
    if (!token.is_name() || token.text.empty()) scanner_.fail("a name was expected");
    return token.text;
}

/// table, or database.table; `first` is the first token of it.
TableName DumpReader::read_table_name(const SqlToken& first) {
    TableName name{database_, expect_name(first)};
    if (scanner_.accept('.')) {
        name.database = std::move(name.table);
        name.table = expect_name(scanner_.next());
    }
    return name;
}

/// Behind "(": names, each perhaps with its table's before it, up to and with ")".
std::vector<std::string> DumpReader::read_column_names() {
    std::vector<std::string> names;
    if (scanner_.accept(')')) return names;
    do {
        std::string name = expect_name(scanner_.next());
        while (scanner_.accept('.')) name = expect_name(scanner_.next());
        names.push_back(std::move(name));
        if (names.size() > DumpLimits{}.columns) scanner_.fail("too many columns");
    } while (scanner_.accept(','));
    if (!scanner_.accept(')')) scanner_.fail("the list of columns does not end");
    return names;
}

void DumpReader::read_insert(bool replace) {
    InsertRows insert;
    if (replace) insert.duplicates = InsertRows::Duplicates::replace;
    SqlToken token = scanner_.next();
    while (token.is("LOW_PRIORITY") || token.is("DELAYED") || token.is("HIGH_PRIORITY") || token.is("IGNORE")) {
        if (token.is("IGNORE")) insert.duplicates = InsertRows::Duplicates::ignore;
        token = scanner_.next();
    }
    if (token.is("INTO")) token = scanner_.next();
    insert.name = read_table_name(token);
    announce(replace ? "REPLACE INTO" : "INSERT INTO", insert.name);
    // What comes behind the name is read if the caller wants the rows: an unwanted table may hold what it likes.
    statement_ = std::move(insert);
}

void DumpReader::begin_rows() {
    auto& insert = std::get<InsertRows>(statement_);
    if (scanner_.accept('(')) insert.columns = read_column_names();
    const SqlToken token = scanner_.next();
    if (token.is("SET") && !insert.columns) {
        read_assignments(insert);
        rows_ = Rows::assigned;
    } else if (token.is("VALUES") || token.is("VALUE")) {
        rows_ = Rows::first;
    } else {
        scanner_.fail("only INSERT ... VALUES and INSERT ... SET are read");
    }
}

void DumpReader::read_assignments(InsertRows& insert) {
    insert.columns.emplace();
    assigned_.clear();
    do {
        std::string name = expect_name(scanner_.next());
        while (scanner_.accept('.')) name = expect_name(scanner_.next());
        insert.columns->push_back(std::move(name));
        if (insert.columns->size() > DumpLimits{}.columns) scanner_.fail("too many columns");
        if (!scanner_.accept('=')) scanner_.fail("'=' was expected");
        scanner_.read_value(assigned_);
    } while (scanner_.accept(','));
    expect_end_of_rows();
}

bool DumpReader::next_row(DumpRow& row) {
    if (rows_ == Rows::none) return false;
    if (rows_ == Rows::assigned) {
        std::swap(row, assigned_);
        rows_ = Rows::none;
        return true;
    }
    if (rows_ == Rows::more && !scanner_.accept(',')) {
        expect_end_of_rows();
        rows_ = Rows::none;
        return false;
    }
    rows_ = Rows::more;
    if (scanner_.peek() != '(' && !scanner_.next().is("ROW")) scanner_.fail("a row of values was expected");
    scanner_.read_row(row);
    return true;
}

/// ON DUPLICATE KEY UPDATE may follow. It matters only if there is a duplicate, and that is the caller's to refuse.
void DumpReader::expect_end_of_rows() {
    if (scanner_.at_statement_end()) return;
    const SqlToken token = scanner_.next();
    if (!token.is("ON") && !token.is("AS")) scanner_.fail("',' or the end of the statement was expected");
}

}  // namespace kimai::storage
