// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "storage/vacuum.hpp"

#include <string_view>

#include "storage/one_number.hpp"
#include "storage/sqlite.hpp"

namespace kimai::storage {

VacuumReport vacuum(const std::string& database, std::chrono::milliseconds patience) {
    Connection connection = Connection::open(database, {.busy_timeout = patience});
    VacuumReport report;
    report.before = bytes_of_pages(connection);
    connection.run_script("VACUUM");
    report.after = bytes_of_pages(connection);
    // What was written is in the log; the database itself gets shorter when that is written back. Readers that have
    // begun before hold that up, for as long as they read.
    report.given_back = one_number(connection, "PRAGMA wal_checkpoint(TRUNCATE)") == 0;
    return report;
}

}  // namespace kimai::storage
