// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <filesystem>
#include <string>

namespace kimai::gateway {

/// The first line of a file that holds nothing but a secret: an API key, a password. `-`: of the standard input. Throws
/// std::runtime_error if it cannot be read, has more than 4 KiB or the line is empty.
std::string secret_in(const std::filesystem::path& file);

}  // namespace kimai::gateway
