// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <string>
#include <vector>

#include "storage/database_check.hpp"

/// Whether calls find rows by indexes in a database, as they do in a new one.
namespace kimai::storage {

/// The statements by which calls read and write, as the repositories themselves make them: each of their functions is
/// run on a small database in memory. Throws DatabaseError.
std::vector<std::string> statements_of_calls();

/// Compares how SQLite would carry out each of these statements in a database with how it does in a new one: to read a
/// whole table, or to sort, where a new one has an index for it, is a fault: an index is missing. Where ANALYZE left
/// statistics, by which SQLite decides, it is a note. Only reads. Throws DatabaseError, also if tables are missing.
void check_index_use(Connection& connection, Findings& findings);

}  // namespace kimai::storage
