// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "storage/changes.hpp"

namespace kimai::storage {

void Changes::all_changed() {
    // A user who is not there any more may have entries, and one who is there may have had some.
    connection_.execute(
        "INSERT OR REPLACE INTO changes (userID, mark) SELECT userID, random() FROM (SELECT ?1 AS userID"
        " UNION SELECT userID FROM users UNION SELECT userID FROM timesheetTotals UNION SELECT userID FROM changes)",
        everyone);
}

}  // namespace kimai::storage
