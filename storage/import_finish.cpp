// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "storage/import_finish.hpp"

#include <algorithm>
#include <string>

#include "storage/references.hpp"

namespace kimai::storage {

namespace {

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
            const std::int64_t rows = count_rows_without(connection, table.name, reference);
            if (rows > 0) table.dangling.push_back({gone(reference.column), rows});
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
