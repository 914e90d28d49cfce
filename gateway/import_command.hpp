// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <iosfwd>
#include <optional>
#include <string>

namespace CLI {
class App;
}

namespace kimai::gateway {

struct ImportArguments {
    std::string database;
    std::string dump;
    std::optional<std::string> salt;
    /// Kimai's includes/autoconf.php. What the other arguments say goes before it.
    std::optional<std::string> kimai_config;
    std::optional<std::string> time_zone;
    std::optional<std::string> prefix;
    bool replace = false;
};

/// Adds "import" to the program. It runs when the command line was parsed, and throws what run_import() throws.
void add_import_command(CLI::App& app);

/// Imports a dump of Kimai 1 and writes what became of it to `out`: a bar that moves if that is a terminal, few lines
/// otherwise, and a table at the end. The secret beside the database (FILE.key) is made if it is not there. Throws
/// std::runtime_error with a sentence for the operator when nothing was imported.
void run_import(const ImportArguments& arguments, std::ostream& out, bool terminal);

}  // namespace kimai::gateway
