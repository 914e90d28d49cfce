// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <string>

namespace CLI {
class App;
}

namespace kimai::gateway {

/// Takes from a file of --config ("read-deadline = 20s", lists as ["a", "b"], comments from #) what neither a flag nor
/// the environment gave; so those must have been read. Nothing happens for an empty name.
/// CLI11 itself reads files for the outermost command only, and lets them win over the environment.
/// Throws CLI::ParseError with all that is wrong with the file, one sentence a line; of an unknown key it says which
/// one may have been meant.
void read_options_file(CLI::App& app, const std::string& file);

}  // namespace kimai::gateway
