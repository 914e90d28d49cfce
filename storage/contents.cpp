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

bool has_sealed_values(Connection& connection) {
    return connection
        .query("SELECT 1 WHERE EXISTS (SELECT 1 FROM apiKeys) OR EXISTS (SELECT 1 FROM settings WHERE name = ?1)",
               password_salt_setting)
        .next();
}

}  // namespace kimai::storage
