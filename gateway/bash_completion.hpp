// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <string>

#include "gateway/command_model.hpp"

namespace kimai::gateway {

/// A script for bash that completes the program's command line: commands, options, and the words that an option takes.
/// Where it knows nothing, bash completes file names.
std::string bash_completion(const Command& program);

}  // namespace kimai::gateway
