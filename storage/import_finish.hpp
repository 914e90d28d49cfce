// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <unordered_set>

#include "storage/import.hpp"
#include "storage/sqlite.hpp"

/// What is left to do when all rows of a dump are in the database. By rules over the schema: a column that has the name
/// of another table's row number refers to that table.
namespace kimai::storage {

/// Removes the rows that only link two others of which one is gone (they mean nothing without it, and the schema
/// forbids them) and counts them as left out.
void remove_dangling_links(Connection& connection, ImportReport& report);

/// Removes the API keys and permissions of users and roles that are gone: REPLACE removes rows with the same name.
void remove_ownerless_belongings(Connection& connection);

/// All ids that a column of a table may hold, or nullptr if that is not known.
using IdsInColumn =
    std::function<const std::unordered_set<std::int64_t>*(const std::string& table, const std::string& column)>;

/// Counts the rows that stay although what they refer to is gone: time entries of a project that is not there, ...
/// Looks at the rows only if one of the ids is not there: with many rows that takes as long as a third of the import.
void count_dangling_rows(Connection& connection, ImportReport& report, const IdsInColumn& ids);

/// Makes the table's next row number at least this. Without it, it is one more than the highest.
void set_next_id_of(Connection& connection, std::string_view table, std::int64_t next);

}  // namespace kimai::storage
