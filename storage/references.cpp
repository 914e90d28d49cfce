// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "storage/references.hpp"

#include <algorithm>

namespace kimai::storage {

std::string gone(std::string_view column) {
    std::string name(column);
    if (name.ends_with("ID")) name.resize(name.size() - 2);
    const auto capital = std::find_if(name.begin(), name.end(), [](char c) { return c >= 'A' && c <= 'Z'; });
    if (capital != name.end()) {
        *capital = static_cast<char>(*capital + ('a' - 'A'));
        name.insert(capital, ' ');
    }
    return "the " + name + " is gone";
}

std::vector<Reference> enforced_references(Connection& connection, const std::string& table) {
    std::vector<Reference> found;
    Rows rows = connection.query(
        "SELECT f.\"from\", f.\"table\", c.name FROM pragma_foreign_key_list(?1) f, pragma_table_info(f.\"table\") c"
        " WHERE c.pk = 1",
        table);
    while (rows.next()) {
        found.push_back({std::string(rows.text(0)), std::string(rows.text(1)), std::string(rows.text(2))});
    }
    return found;
}

std::vector<Reference> free_references(Connection& connection, const std::string& table) {
    std::vector<Reference> found;
    Rows rows = connection.query(
        "SELECT own.name, m.name FROM pragma_table_info(?1) own"
        " JOIN sqlite_master m ON m.type = 'table' AND m.name <> ?1 AND m.sql LIKE '%AUTOINCREMENT%'"
        " JOIN pragma_table_info(m.name) other ON other.name = own.name AND other.pk = 1"
        " WHERE own.name NOT IN (SELECT \"from\" FROM pragma_foreign_key_list(?1))"
        " ORDER BY own.cid",
        table);
    while (rows.next()) {
        found.push_back({std::string(rows.text(0)), std::string(rows.text(1)), std::string(rows.text(0))});
    }
    return found;
}

std::int64_t count_rows_without(Connection& connection, const std::string& table, const Reference& reference) {
    std::string sql = "SELECT count(*) FROM " + table + " WHERE " + reference.column;
    sql.append(" NOT IN (SELECT ").append(reference.key).append(" FROM ").append(reference.table).append(")");
    Rows rows = connection.query(sql);
    rows.next();
    return rows.integer(0);
}

}  // namespace kimai::storage
