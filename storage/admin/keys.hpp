// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "storage/sqlite.hpp"

/// API keys as an operator sees them. The key itself is sealed (api/vault.hpp) and no matter of these.
namespace kimai::storage::admin {

struct KeyRow {
    std::int64_t user = 0;
    std::string user_name;
    bool user_active = true;
    bool user_removed = false;
    /// Seconds since 1970; nothing for imported keys, whose making Kimai did not write down.
    std::optional<std::int64_t> created;
    /// Seconds since 1970, a minute late at most.
    std::optional<std::int64_t> last_used;
};

/// By the names of their users as Kimai sorts them.
std::vector<KeyRow> keys(Connection& connection);

/// Whether the user had one.
bool remove_key(Connection& connection, std::int64_t user);

}  // namespace kimai::storage::admin
