// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <cstdint>
#include <stdexcept>
#include <string>
#include <string_view>

#include "storage/sqlite.hpp"

namespace kimai::test {

/// How SQLite carries out a statement that the connection has used, one step a line. The statement is the one whose
/// text begins so.
inline std::string plan_of(storage::Connection& database, std::string_view beginning) {
    std::string sql;
    {
        storage::Rows rows =
            database.query("SELECT sql FROM sqlite_stmt WHERE substr(sql, 1, length(?1)) = ?1", beginning);
        if (!rows.next()) throw std::runtime_error("no such statement was used: " + std::string(beginning));
        sql = rows.text(0);
    }
    std::string plan;
    storage::Rows rows = database.query("EXPLAIN QUERY PLAN " + sql);
    while (rows.next()) plan += std::string(rows.text(3)) + "\n";
    return plan;
}

/// What a statement that the connection has used came to so far: steps of the engine, rows read by scanning a table,
/// sorts.
struct Effort {
    std::int64_t steps;
    std::int64_t scanned;
    std::int64_t sorts;
};
inline Effort effort_of(storage::Connection& database, std::string_view beginning) {
    storage::Rows rows = database.query(
        "SELECT nstep, nscan, nsort + naidx FROM sqlite_stmt WHERE substr(sql, 1, length(?1)) = ?1", beginning);
    if (!rows.next()) throw std::runtime_error("no such statement was used: " + std::string(beginning));
    return {rows.integer(0), rows.integer(1), rows.integer(2)};
}

}  // namespace kimai::test
