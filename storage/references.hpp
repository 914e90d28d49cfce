// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "storage/sqlite.hpp"

/// Which columns refer to other tables, as the schema itself tells. All throw DatabaseError.
namespace kimai::storage {

struct Reference {
    std::string column;
    std::string table;
    /// In the table that is referred to.
    std::string key;
};

/// References that the schema enforces.
std::vector<Reference> enforced_references(Connection& connection, const std::string& table);

/// References that it does not, because real databases have rows that point nowhere: columns with the name of the key
/// of a table that numbers its rows itself.
std::vector<Reference> free_references(Connection& connection, const std::string& table);

/// How many rows of a table refer to what is not there.
std::int64_t count_rows_without(Connection& connection, const std::string& table, const Reference& reference);

/// What such a row lacks: "projectID" -> "the project is gone".
std::string gone(std::string_view column);

}  // namespace kimai::storage
