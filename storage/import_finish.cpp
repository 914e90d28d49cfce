// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "storage/import_finish.hpp"

#include <algorithm>
#include <string>
#include <vector>

namespace kimai::storage {

namespace {

struct Reference {
    std::string column;
    std::string table;
    /// In the table that is referred to.
    std::string key;
};

/// "projectID" -> "the project is gone"
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

/// References that the schema enforces.
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

/// References that it does not: to tables that number their rows themselves.
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

bool all_there(Connection& connection, const Reference& reference, const std::unordered_set<std::int64_t>& ids) {
    const std::string sql = "SELECT 1 FROM " + reference.table + " WHERE " + reference.key + " = ?1";
    return std::all_of(ids.begin(), ids.end(), [&](std::int64_t id) { return connection.query(sql, id).next(); });
}

}  // namespace

void remove_ownerless_belongings(Connection& connection) {
    for (const std::string table : {"apiKeys", "globalRolePermissions", "membershipRolePermissions"}) {
        for (const Reference& reference : enforced_references(connection, table)) {
            connection.execute("DELETE FROM " + table + " WHERE " + reference.column + " NOT IN (SELECT " +
                               reference.key + " FROM " + reference.table + ")");
        }
    }
}

void remove_dangling_links(Connection& connection, ImportReport& report) {
    for (TableReport& table : report.tables) {
        for (const Reference& reference : enforced_references(connection, table.name)) {
            std::string sql = "DELETE FROM " + table.name + " WHERE " + reference.column;
            sql.append(" NOT IN (SELECT ").append(reference.key).append(" FROM ").append(reference.table).append(")");
            const std::int64_t removed = connection.execute(sql);
            if (removed == 0) continue;
            table.imported -= removed;
            table.left_out.push_back({gone(reference.column), removed});
        }
    }
}

void count_dangling_rows(Connection& connection, ImportReport& report, const IdsInColumn& ids) {
    for (TableReport& table : report.tables) {
        if (table.imported == 0) continue;
        for (const Reference& reference : free_references(connection, table.name)) {
            const auto* known = ids(table.name, reference.column);
            if (known != nullptr && all_there(connection, reference, *known)) continue;
            std::string sql = "SELECT count(*) FROM " + table.name + " WHERE " + reference.column;
            sql.append(" NOT IN (SELECT ").append(reference.key).append(" FROM ").append(reference.table).append(")");
            Rows rows = connection.query(sql);
            rows.next();
            if (rows.integer(0) > 0) table.dangling.push_back({gone(reference.column), rows.integer(0)});
        }
    }
}

void set_next_id_of(Connection& connection, std::string_view table, std::int64_t next) {
    if (next < 2) return;
    connection.execute(
        "INSERT INTO sqlite_sequence (name, seq) SELECT ?1, 0"
        " WHERE NOT EXISTS (SELECT 1 FROM sqlite_sequence WHERE name = ?1)",
        table);
    connection.execute("UPDATE sqlite_sequence SET seq = max(seq, ?2) WHERE name = ?1", table, next - 1);
}

}  // namespace kimai::storage
