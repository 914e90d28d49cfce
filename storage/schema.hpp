// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "storage/sqlite.hpp"

namespace kimai::storage {

/// Brings a database to the newest schema, in one transaction, step by step from the version it has (PRAGMA
/// user_version; 0: a new file). Throws DatabaseError; a database of a version that is not known, as of a newer
/// program, is refused untouched.
///
/// Tables and columns carry Kimai 1's own names, so that import and export are by name and an operator who knows Kimai
/// finds his way. Deviations: names have a sort key beside them (see collation.hpp), money is a whole number of
/// hundredths, the permission columns of both role tables are rows, and API keys are sealed in a table of their own.
void migrate(Connection& connection);

/// The version that migrate() brings a database to.
int schema_version();

}  // namespace kimai::storage
