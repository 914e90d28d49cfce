// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <string>
#include <vector>

#include "storage/sqlite.hpp"

/// The totals that the database keeps (see schema_totals.hpp), counted anew. Both read all time entries once, in the
/// order of the file: some seconds for ten millions.
namespace kimai::storage {

/// Counts all time entries and writes totals and unlisted entries as they should be; every mark of changes becomes
/// another. In the caller's transaction. Throws DatabaseError.
void rebuild_totals(Connection& connection);

/// What is not as rebuild_totals() would write it, a sentence each: nothing if all is well. Lists at most a hundred,
/// and says how many more there are. Reads only; without a transaction or snapshot of the caller it takes one of its
/// own. Throws DatabaseError.
std::vector<std::string> check_totals(Connection& connection);

}  // namespace kimai::storage
