// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

namespace CLI {
class App;
}

namespace kimai::gateway {

/// Adds "vacuum": gives the space of removed rows back to the system. It runs when the command line was parsed, and
/// throws std::runtime_error with a sentence for the operator when nothing was changed.
void add_vacuum_command(CLI::App& app);

}  // namespace kimai::gateway
