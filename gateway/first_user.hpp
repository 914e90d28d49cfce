// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "gateway/log.hpp"
#include "storage/store.hpp"

namespace kimai::gateway {

/// Gives a database that holds no installation one, with a user `admin` whose random password is printed to standard
/// output this once and is nowhere else.
void add_first_user_if_empty(storage::Store& store, Log& log);

}  // namespace kimai::gateway
