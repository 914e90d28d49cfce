// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

namespace CLI {
class App;
}

namespace kimai::gateway {

/// Adds "import-csv": makes the customers, projects and activities that a table names and that are missing. It runs
/// when the command line was parsed, and throws std::runtime_error with a sentence for the operator when nothing was
/// changed.
void add_import_csv_command(CLI::App& app);

}  // namespace kimai::gateway
