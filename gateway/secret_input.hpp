// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <filesystem>
#include <optional>
#include <string>

namespace kimai::gateway {

/// The first line of a file that holds nothing but a secret: an API key, a password. `-`: of the standard input. Throws
/// std::runtime_error if it cannot be read or the line is empty.
std::string secret_in(const std::filesystem::path& file);

/// Asks on the terminal, without showing what is typed, whatever the standard streams are. Throws std::runtime_error if
/// there is no terminal.
std::string ask_for_secret(const std::string& question);

}  // namespace kimai::gateway
