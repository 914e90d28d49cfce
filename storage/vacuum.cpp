// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "storage/vacuum.hpp"

#include <string_view>

#include "storage/sqlite.hpp"

namespace kimai::storage {

namespace {

std::int64_t number(Connection& connection, std::string_view sql) {
    Rows rows = connection.query(sql);
    rows.next();
    return rows.integer(0);
}

std::int64_t size_of(Connection& connection) {
    return number(connection, "PRAGMA page_count") * number(connection, "PRAGMA page_size");
}

}  // namespace

VacuumReport vacuum(const std::string& database, std::chrono::milliseconds patience) {
    Connection connection = Connection::open(database, {.busy_timeout = patience});
    VacuumReport report;
    report.before = size_of(connection);
    connection.run_script("VACUUM");
    report.after = size_of(connection);
    // What was written is in the log; the database itself gets shorter when that is written back. Readers that have
    // begun before hold that up, for as long as they read.
    report.given_back = number(connection, "PRAGMA wal_checkpoint(TRUNCATE)") == 0;
    return report;
}

}  // namespace kimai::storage
