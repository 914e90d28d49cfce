// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <string>

namespace CLI {
class App;
}

namespace kimai::gateway {

/// The option --database, which all commands take alike that work on a database: it is required, and
/// KIMAI_GATEWAY_DATABASE in the environment may name the file, too. `file` must outlive the command.
void add_database_option(CLI::App& command, std::string& file, const std::string& sentence = "The database file");

}  // namespace kimai::gateway
