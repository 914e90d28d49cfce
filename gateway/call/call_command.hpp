// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <CLI/App.hpp>

namespace kimai::gateway {

/// Adds `call METHOD ARGUMENT...`, which calls a running gateway and prints its answer. It runs while the command line
/// is parsed. What is wrong with the command line is a CLI::ParseError; a call that fails, or is answered with a
/// failure or a fault, throws std::runtime_error with its text.
void add_call_command(CLI::App& app);

}  // namespace kimai::gateway
