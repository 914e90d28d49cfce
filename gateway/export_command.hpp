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

struct ExportArguments {
    enum class Format { mysql, csv, jsonl };
    std::string database;
    Format format = Format::mysql;
    /// A file, a folder for csv; "-" for standard output.
    std::string output = "-";
    std::string prefix = "kimai_";
    /// Where to write salt, time zone and prefix as Kimai's includes/autoconf.php has them.
    std::optional<std::string> kimai_config_output;
    bool replace = false;
};

/// Adds "export" to the program. It runs when the command line was parsed, and throws what run_export() throws.
void add_export_command(CLI::App& app);

/// Exports a database as it is at one moment, while a server may use it. What the operator should know goes to
/// `notes`, and how far it is if that is a terminal. Throws std::runtime_error with a sentence for the operator; then
/// no file was made.
void run_export(const ExportArguments& arguments, std::ostream& notes, bool terminal);

}  // namespace kimai::gateway
