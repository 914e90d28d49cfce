// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <string>
#include <vector>

#include "storage/export/export.hpp"

namespace kimai::storage {

struct MysqlExportOptions {
    /// Of the tables' names.
    std::string prefix = "kimai_";
    /// Must be set.
    OpenKey open_key;
    /// Called twice for each row: when it is looked at, and when it is written. May be empty.
    RowDone row_done;
};

/// Why there can be no tables with this prefix, or nothing: MySQL's limits, and what our own import would take for
/// something else.
std::optional<std::string> prefix_problem(std::string_view prefix);

/// Writes the database as mysqldump would write Kimai 1.3.5's: tables and rows, API keys and password hashes included.
/// Strict mode is on in it, so that MySQL refuses what it cannot hold instead of cutting it. What the tables of Kimai
/// cannot hold gets wider columns (see survey_for_mysql()).
/// Returns what the operator should know, a sentence each. Throws ExportRefused.
std::vector<std::string> export_mysql(Connection& connection, const MysqlExportOptions& options,
                                      const WriteText& write);

}  // namespace kimai::storage
