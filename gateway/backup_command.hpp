// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

namespace CLI {
class App;
}

namespace kimai::gateway {

/// Adds "backup": writes a copy of the database that is whole and checked, while servers go on. It runs when the
/// command line was parsed, and throws std::runtime_error with a sentence for the operator when nothing was written.
void add_backup_command(CLI::App& app);

}  // namespace kimai::gateway
