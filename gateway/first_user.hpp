// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <filesystem>
#include <optional>

#include "gateway/log.hpp"
#include "storage/store.hpp"

namespace kimai::gateway {

/// Gives a database that holds no installation one, with a user `admin` whose random password is told this once and is
/// nowhere else: `password_file` gets it, which only its owner may read, and the log says so. Without a file it is
/// printed to standard output. Throws, and leaves the database empty, when it cannot be told.
void add_first_user_if_empty(storage::Store& store, const std::optional<std::filesystem::path>& password_file,
                             Log& log);

}  // namespace kimai::gateway
