# SPDX-FileCopyrightText: Kimai Gateway authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Rows that Kimai's own tables would cut or refuse; the gateway keeps them whole."""
import contextlib
import sqlite3

TEXTS = ["it's \"quoted\", \\ back\\slash\\n, 100 %, under_score, `tick`", "two\nlines\r\nand a tab\there",
         "control \x01 \x1a \x7f, nothing \0 there", "emoji 🚲🎉, kanji 新, combining e\u0301, ñandú", " blanks ", "", "'", "\\",
         "-- no comment\n/* none */ ; DROP TABLE x;", "ä" * 40000, "x" * 70000]

STATEMENTS = [
    "UPDATE timeSheet SET location = '%s', trackingNumber = '%s' WHERE timeEntryID = 3" % ("ort" * 30, "9" * 300),
    "UPDATE timeSheet SET rate = 999999999999, fixedRate = -10000000000, duration = 5000000000, start = -5000000000,"
    " billable = 200, commentType = 300, statusID = 40000 WHERE timeEntryID = 4",
    "INSERT INTO timeSheet (timeEntryID, userID, projectID, activityID, statusID) VALUES (3000000000, 102, 1, 1, 1)",
    "UPDATE expenses SET refundable = -1, value = 999999999999999999, multiplier = -1 WHERE expenseID = 2",
    "UPDATE expenses SET refundable = 255 WHERE expenseID = 3",
    "UPDATE projects SET budget = 10000000000, effort = 9999999999 WHERE projectID = 1",
    "UPDATE customers SET country = 'Österreich', passwordResetHash = 'ends with a blank ' WHERE customerID = 1",
    "UPDATE customers SET company = '%s' WHERE customerID = 2" % ("Ü" * 256),
    "UPDATE customers SET secure = '%s' WHERE customerID = 3" % ("s" * 70000),
    "INSERT INTO statuses (statusID, status) VALUES (128, 'one more'), (-1, 'one less')",
    "INSERT INTO configuration (option, value) VALUES ('LoginTries', '3'), ('long', '%s')" % ("v" * 256),
    "INSERT INTO preferences (userID, option, value) VALUES (102, 'UI.rowlimit', '7'), (102, '%s', '1')" % ("o" * 200),
    "INSERT INTO rates (userID, projectID, activityID, rate) VALUES (102, 1, 1, 5), (102, 1, 1, 6)",
    "INSERT INTO fixedRates (projectID, activityID, rate) VALUES (1, 8, 7)",
    "INSERT INTO users (userID, name, nameKey, globalRoleID) SELECT 500, 'ÁNNA', nameKey, 2 FROM users WHERE name = 'anna'",
    "INSERT INTO globalRolePermissions SELECT globalRoleID, 'my `own` ext-access', 1000 FROM globalRoles",
    "DELETE FROM expenses WHERE expenseID = (SELECT max(expenseID) FROM expenses)",
]


def add_stubborn_rows(database):
    with contextlib.closing(sqlite3.connect(database)) as connection, connection:
        for entry, text in enumerate(TEXTS, 10):
            connection.execute("UPDATE timeSheet SET description = ?1, comment = ?1 WHERE timeEntryID = ?2", (text, entry))
        for statement in STATEMENTS:
            connection.execute(statement)
