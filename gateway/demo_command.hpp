// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <CLI/App.hpp>

#include <cstdint>
#include <filesystem>
#include <iosfwd>

namespace kimai::gateway {

/// Adds the subcommand `demo --database FILE`, which calls fill_demo() with the clock's time and the standard output.
/// It runs while the command line is parsed, and lets through what fill_demo() throws.
void add_demo_command(CLI::App& app);

/// Fills a new or empty database with a small firm (see storage::fill_with_demo_data()) and prints the logins. now:
/// seconds since 1970. Throws, with a sentence for the operator, std::runtime_error if the database is filled already
/// or cannot be made. What was in it is as it was then, and no new file is left.
void fill_demo(const std::filesystem::path& database, std::int64_t now, std::ostream& out);

}  // namespace kimai::gateway
