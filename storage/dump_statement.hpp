// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "storage/dump_row.hpp"

/// The statements of a dump that change what its tables hold.
namespace kimai::storage {

struct TableName {
    /// As named in the statement, or by the last USE; empty if neither was.
    std::string database;
    std::string table;
    friend bool operator==(const TableName&, const TableName&) = default;
};

struct ColumnDefinition {
    std::string name;
    /// The column's own, or the table's.
    Charset charset = Charset::utf8;
    /// One value, or none: no DEFAULT, or one that has to be computed.
    DumpRow fallback;
};

struct CreateTable {
    TableName name;
    /// Empty for CREATE TABLE ... LIKE and the like.
    std::vector<ColumnDefinition> columns;
    Charset charset = Charset::utf8;
    /// The id that MySQL would give next, if the statement says so.
    std::optional<std::int64_t> auto_increment;
};

/// INSERT or REPLACE; the rows follow, see DumpReader::next_row().
struct InsertRows {
    /// What happens to a row whose key is there already.
    enum class Duplicates { refuse, ignore, replace };
    TableName name;
    /// Nothing: all columns in the table's order.
    std::optional<std::vector<std::string>> columns;
    Duplicates duplicates = Duplicates::refuse;
};

/// ALTER TABLE ... AUTO_INCREMENT=n, as phpMyAdmin writes it.
struct SetAutoIncrement {
    TableName name;
    std::int64_t next = 0;
};

/// DROP TABLE, TRUNCATE, DELETE without WHERE: the rows so far are gone.
struct ClearTables {
    std::vector<TableName> names;
};

/// UPDATE, DELETE ... WHERE, LOAD DATA, RENAME TABLE: changes rows in a way that is not read.
struct OtherChange {
    TableName name;
    std::string verb;
};

using DumpStatement = std::variant<CreateTable, InsertRows, SetAutoIncrement, ClearTables, OtherChange>;

}  // namespace kimai::storage
