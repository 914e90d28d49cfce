# SPDX-FileCopyrightText: Kimai Gateway authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a database of ours holds, for comparing two of them."""
import collections
import contextlib
import sqlite3

# Drawn anew with each change.
MARKS = "changes"
# Sealed with the secret of their own database, never twice alike; signing in shows what is in them.
SEALED = {"apiKeys": ("lookup", "sealed"), "settings": ("value",)}


def rows_of(database):
    """-> {table: Counter of its rows}"""
    with contextlib.closing(sqlite3.connect("file:%s?mode=ro" % database, uri=True)) as connection:
        tables = [name for name, in connection.execute(
            "SELECT name FROM sqlite_schema WHERE type = 'table' AND name <> ? ORDER BY name", (MARKS,))]
        found = {}
        for table in tables:
            columns = [row[1] for row in connection.execute("SELECT * FROM pragma_table_info(?)", (table,))]
            wanted = [column for column in columns if column not in SEALED.get(table, ())]
            names = ", ".join('"%s"' % column for column in wanted)
            found[table] = collections.Counter(connection.execute("SELECT %s FROM %s" % (names, table)))
        return found


def differences(one, other):
    """-> texts that say how the rows of two databases differ"""
    first, second = rows_of(one), rows_of(other)
    found = ["only one has the table " + name for name in first.keys() ^ second.keys()]
    for table in first.keys() & second.keys():
        found += ["%s: only the first has %r" % (table, row) for row in first[table] - second[table]]
        found += ["%s: only the second has %r" % (table, row) for row in second[table] - first[table]]
    return found
