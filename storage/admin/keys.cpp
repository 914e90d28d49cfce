// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "storage/admin/keys.hpp"

namespace kimai::storage::admin {

std::vector<KeyRow> keys(Connection& connection) {
    std::vector<KeyRow> result;
    Rows rows = connection.query(
        "SELECT k.userID, u.name, u.active, u.trash, k.created, k.lastUsed FROM apiKeys k JOIN users u USING (userID)"
        " ORDER BY u.nameKey, u.userID");
    while (rows.next()) {
        result.push_back({.user = rows.integer(0),
                          .user_name = std::string(rows.text(1)),
                          .user_active = rows.integer(2) != 0,
                          .user_removed = rows.integer(3) != 0,
                          .created = rows.optional_integer(4),
                          .last_used = rows.optional_integer(5)});
    }
    return result;
}

bool remove_key(Connection& connection, std::int64_t user) {
    return connection.execute("DELETE FROM apiKeys WHERE userID = ?1", user) > 0;
}

}  // namespace kimai::storage::admin
