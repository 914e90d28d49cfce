// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <string>

#include "storage/sqlite.hpp"

namespace kimai::test {

/// Takes what the later steps of the schema added away again, with the rows of Kimai's tables as they are.
inline void make_version_one(storage::Connection& database) {
    std::string drops;
    {
        storage::Rows rows = database.query("SELECT name FROM sqlite_schema WHERE type = 'trigger'");
        while (rows.next()) drops.append("DROP TRIGGER ").append(rows.text(0)).append(";");
    }
    database.run_script(drops.c_str());
    database.run_script(
        "DROP TABLE changes; DROP TABLE timesheetTotals; DROP TABLE unlistedEntries; DROP INDEX fixedRatesByActivity;"
        "PRAGMA user_version = 1");
}

}  // namespace kimai::test
