// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

namespace CLI {
class App;
}

namespace kimai::gateway {

/// Adds `config sample`, `config reference` and `config check`, to the command `config` if there is one already. The
/// last one sets the exit code to 1 when the gateway would not start.
void add_config_commands(CLI::App& app, int& exit_code);

}  // namespace kimai::gateway
