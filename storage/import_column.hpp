// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "storage/bulk_insert.hpp"
#include "storage/dump_statement.hpp"

namespace kimai::storage {

/// A column of a table of ours, as the schema describes it.
struct SchemaColumn {
    enum class Type { integer, money, text };
    std::string name;
    Type type = Type::text;
    bool nullable = false;
    /// The table's row number, given by SQLite where the dump has NULL.
    bool is_id = false;
    /// DEFAULT of the schema, computed; nothing if there is none or it is NULL.
    std::optional<std::string> fallback;
};

/// The columns that a dump can fill: all but the sort keys.
std::vector<SchemaColumn> schema_columns(Connection& connection, std::string_view table);

/// A value of a dump that does not fit its column: the reason, without naming row or column.
struct ValueProblem {
    std::string reason;
};

/// "12" (as number or text), 0x0C, b'1100': a whole number, exactly.
std::optional<std::int64_t> whole_number(const DumpValue& value);

/// How the texts of a column are read.
struct TextRule {
    /// See DumpReader::connection_charset().
    std::optional<Charset> connection;
    /// The column's: of binary literals, and of texts if the dump does not say what it is written in.
    Charset column = Charset::utf8;
    /// If the dump does not say what it is written in, text that is no UTF-8 is taken for latin1: so mysqldump writes
    /// with --compatible, whatever the tables are in. Counts these texts, if it is set.
    std::int64_t* guessed = nullptr;
};

/// The text of a value in UTF-8, converted in `memory` if need be. Nothing for NULL, and for bytes that are not valid.
std::optional<std::string_view> text_of(const DumpValue& value, const TextRule& rule, std::string& memory);

/// Binds a value of a dump to a parameter, in the type of its column. The value and `memory` must live until the
/// statement has run. NULL becomes the column's default where the schema allows no NULL.
std::optional<ValueProblem> bind_value(BulkInsert& insert, int parameter, const SchemaColumn& column,
                                       const DumpValue& value, const TextRule& rule, std::string& memory);

}  // namespace kimai::storage
