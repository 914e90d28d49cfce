// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <CLI/App.hpp>

#include <filesystem>
#include <iosfwd>

namespace kimai::gateway {

/// Exit codes of `check`.
enum CheckResult {
    check_clean = 0,       // nothing but notes
    check_faults = 1,      // something is wrong; what, and what to do, was printed
    check_impossible = 2,  // the database could not be looked at; nothing is known
};

/// Adds the subcommand `check --database FILE`, which puts the result of check_database() into `exit_code`.
/// It runs while the command line is parsed. `exit_code` outlives `app`.
void add_check_command(CLI::App& app, int& exit_code);

/// Looks a database over and prints what it finds: a line for each check, and below it each finding and what to do
/// about it; or one JSON object. Only reads; safe while a server runs, which meanwhile cannot shorten its write-ahead
/// log. Throws, with a sentence for the operator, std::runtime_error if the database cannot be looked at: it is not
/// there, is another program's, is locked, or may not be read.
CheckResult check_database(const std::filesystem::path& database, std::ostream& out, bool json = false);

}  // namespace kimai::gateway
