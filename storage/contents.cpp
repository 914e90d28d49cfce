// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "storage/contents.hpp"

#include "storage/settings.hpp"

namespace kimai::storage {

bool is_of_another_program(Connection& connection) {
    Rows rows = connection.query(
        "SELECT count(*), count(CASE name WHEN 'timeSheet' THEN 1 END) FROM sqlite_schema"
        " WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'");
    rows.next();
    return rows.integer(0) > 0 && rows.integer(1) == 0;
}

bool is_empty(Connection& connection) { return !connection.query("SELECT 1 FROM sqlite_schema LIMIT 1").next(); }

bool has_sealed_values(Connection& connection) {
    return connection
        .query("SELECT 1 WHERE EXISTS (SELECT 1 FROM apiKeys) OR EXISTS (SELECT 1 FROM settings WHERE name = ?1)",
               password_salt_setting)
        .next();
}

std::vector<std::int64_t> users_with_keys(Connection& connection) {
    std::vector<std::int64_t> users;
    Rows rows = connection.query("SELECT userID FROM apiKeys ORDER BY userID");
    while (rows.next()) users.push_back(rows.integer(0));
    return users;
}

void replace_sealed_key(Connection& connection, std::int64_t user, Bytes lookup, Bytes sealed) {
    connection.execute("UPDATE apiKeys SET lookup = ?2, sealed = ?3 WHERE userID = ?1", user, lookup, sealed);
}

}  // namespace kimai::storage
