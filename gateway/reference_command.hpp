// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

namespace CLI {
class App;
}

namespace kimai::gateway {

/// Adds the subcommand `reference`, which prints what is made from the program itself: manual page, completion, the
/// page of the methods. The build and whoever writes documentation call it; the help does not show it.
void add_reference_command(CLI::App& app);

}  // namespace kimai::gateway
