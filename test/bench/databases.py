# SPDX-FileCopyrightText: Kimai Gateway authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The databases that are measured. Made once, kept in FOLDER, and copied for each use, since uses write."""
import contextlib
import pathlib
import shutil
import sqlite3
import subprocess
import sys
import time

from servers import Gateway, ServerFailed

ROOT = pathlib.Path(__file__).parents[2]
SALT = "xAqZ3mfP7sLw9Rt2KvYd"
# Every user of kimai1.sql who has a key and about fifty entries.
KIMAI1_KEYS = {102: "aaaa1111bbbb2222cccc3333d", 103: "bbbb1111cccc2222dddd3333e", 104: "cccc1111dddd2222eeee3333f",
               108: "abab1111cdcd2222efef3333a"}
# Entries of the first users of the generated databases; the rest is spread over the others.
USER_ENTRIES = {10_000: [100], 1_000_000: [100, 10_000, 100_000], 10_000_000: [100, 10_000, 100_000]}
USERS = {10_000: 20, 1_000_000: 200, 10_000_000: 1000}


def open_file(database):
    connection = sqlite3.connect(database, timeout=60, isolation_level=None)
    connection.execute("PRAGMA synchronous = OFF")
    return contextlib.closing(connection)


def dump_command(entries):
    special = USER_ENTRIES.get(entries, [])
    return [sys.executable, ROOT / "tools" / "make-dump", "--entries", str(entries), "--users",
            str(USERS.get(entries, 200)), "--user-entries", ",".join(map(str, special))]


def user_key(user):
    """As tools/make-dump gives them out."""
    return "%025x" % user


class Databases:
    def __init__(self, build):
        self.build = build
        self.folder = build / "bench"
        self.folder.mkdir(exist_ok=True)

    def importing(self, database, *arguments):
        return [str(part) for part in (self.build / "gateway" / "kimai-gateway", "import", "--database", database,
                                       "--timezone", "Europe/Berlin", *arguments)]

    def make_kimai1(self, database):
        dump = ROOT / "test" / "conformance" / "kimai1.sql"
        subprocess.run(self.importing(database, "--salt", SALT, dump), check=True, stdout=subprocess.DEVNULL)
        # Nobody has a hundred entries there: each is repeated twice, some years later.
        with open_file(database) as connection:
            columns = [row[1] for row in connection.execute("PRAGMA table_info(timeSheet)")]
            columns.remove("timeEntryID")
            names = ", ".join('"%s"' % name for name in columns)
            values = ", ".join({"start": "start + {0}", "end": '"end" + {0}'}.get(name, '"%s"' % name) for name in columns)
            connection.execute("BEGIN")
            for years in (1, 2):
                connection.execute(
                    ('INSERT INTO timeSheet (%s) SELECT %s FROM timeSheet WHERE "end" > 0 AND timeEntryID <= 999' %
                     (names, values)).format(years * 31536000))
            connection.execute("COMMIT")

    def make_generated(self, database, entries):
        with subprocess.Popen(dump_command(entries), stdout=subprocess.PIPE) as dump:
            subprocess.run(self.importing(database, "--salt", "salt", "-"), check=True, stdin=dump.stdout,
                           stdout=subprocess.DEVNULL)
        if dump.returncode:
            raise ServerFailed("tools/make-dump failed")

    def newest_schema(self, database):
        """A start and an end bring it to the newest schema, if it is an older one."""
        with Gateway(self.build, database, core=None) as gateway:
            gateway.end()

    def kept(self, name):
        """-> the file of a database, made if it is not there; `name` is kimai1 or a number of entries"""
        database = self.folder / ("%s.db" % name)
        if database.exists():
            try:
                self.newest_schema(database)
                return database
            except ServerFailed as error:
                if "schema version" not in str(error):
                    raise
                print("%s is made anew, as its schema is newer than the program" % database.name, file=sys.stderr)
        began = time.monotonic()
        print("Making the database %s ..." % database.name, file=sys.stderr)
        new = self.folder / ("new-%s.db" % name)
        remove(new)
        if name == "kimai1":
            self.make_kimai1(new)
        else:
            self.make_generated(new, name)
        self.newest_schema(new)
        remove(database)
        for suffix in (".key", ""):
            pathlib.Path(str(new) + suffix).rename(str(database) + suffix)
        print("Made it in %.0f s" % (time.monotonic() - began), file=sys.stderr)
        return database

    @contextlib.contextmanager
    def copy(self, name):
        """-> a copy for one use"""
        kept = self.kept(name)
        used = self.folder / ("used-%s.db" % name)
        remove(used)
        for suffix in (".key", ""):
            shutil.copy(str(kept) + suffix, str(used) + suffix)
        try:
            yield used
        finally:
            remove(used)


def remove(database):
    for suffix in ("", ".key", "-wal", "-shm"):
        pathlib.Path(str(database) + suffix).unlink(missing_ok=True)


def users_of(name):
    """-> {user: key} of users to measure with: they have more than a hundred entries, and about as many each."""
    if name == "kimai1":
        return KIMAI1_KEYS
    first = len(USER_ENTRIES[name]) + 1
    return {user: user_key(user) for user in range(first, first + 16)}
