# SPDX-FileCopyrightText: Kimai Gateway authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Files that are taken away or damaged, before the start and while they are served."""
import collections
import os
import random
import shutil
import sqlite3
import struct

from fault_case import INTERNAL_ERROR, LONG, FaultTest, Peer, check, figure, get
from gateway_process import Gateway, main, run

SEEDS = 300 if LONG else 15
READS = [("getTimesheet",), ("getExpenses",), ("getProjects", True), ("getUsers",), ("getCustomers",), ("getTasks",)]


class Taken(FaultTest):
    """SQLite itself notices nothing of it."""

    def assert_saved_and_refused(self, take):
        with Gateway(self.database) as gateway:
            key = gateway.sign_in("anna", "anna-secret")
            take()
            answered = []
            with Peer(gateway) as peer:
                for _ in range(50):
                    result = peer.call("startRecord", key, 1, 1)
                    if result == INTERNAL_ERROR:
                        break
                    answered.append(result["items"][0]["timeEntryID"])
            self.assertEqual(result, INTERNAL_ERROR, "it goes on writing into files that are gone")
            self.assert_write_refused(gateway, key)
            self.assert_not_ready(gateway)
            self.assertTrue(gateway.call("getTimesheet", key)["success"])
            self.assert_told_once(gateway, "was removed or exchanged while it was in use. What was answered is saved, "
                                  "further writes are refused: restart the gateway")
            self.assert_serves(gateway)
            gateway.kill()
        return key, answered

    def assert_all_there(self, key, answered):
        with Gateway(self.database) as gateway:
            self.assert_ready(gateway)
            for number in answered:
                self.assertTrue(gateway.call("getTimesheetRecord", key, number)["success"], number)
            self.assertTrue(gateway.call("startRecord", key, 1, 1)["success"])
        self.assert_clean()

    def test_the_write_ahead_log_is_removed(self):
        for endings in [["-wal"], ["-wal", "-shm"], ["-shm"]]:
            with self.subTest(endings):
                saved = self.assert_saved_and_refused(
                    lambda: [os.unlink(str(self.database) + ending) for ending in endings])
                self.assert_all_there(*saved)

    def test_a_backup_is_put_in_the_place_of_the_database(self):
        backup = self.folder / "backup.db"
        shutil.copy(self.database, backup)
        moved = self.folder / "moved.db"

        def exchange():
            self.database.rename(moved)
            backup.rename(self.database)

        key, answered = self.assert_saved_and_refused(exchange)
        # What was answered is in the database that was moved.
        self.assertEqual(len(self.rows("SELECT 1 FROM timeSheet WHERE timeEntryID IN (%s)" % ",".join(
            map(str, answered)), moved)), len(answered))

    def test_files_that_come_back_are_written_again(self):
        with Gateway(self.database) as gateway:
            key = gateway.sign_in("anna", "anna-secret")
            log = self.folder / "k.db-wal"
            log.rename(self.folder / "aside")
            self.assert_not_ready(gateway)
            (self.folder / "aside").rename(log)
            self.assert_ready(gateway)
            self.assertTrue(gateway.call("startRecord", key, 1, 1)["success"])
            self.assertEqual(gateway.end(), 0)
        self.assert_clean()


class Page(collections.namedtuple("Page", "number kind name")):
    """A page of the database and whose it is."""


def pages_of(database):
    """-> the pages of tables and indexes, by reading the file as its format says (sqlite.org/fileformat2.html)"""
    connection = sqlite3.connect(database)
    roots = connection.execute("SELECT rootpage, type, name FROM sqlite_schema WHERE rootpage > 0").fetchall()
    connection.close()
    content = database.read_bytes()
    size = struct.unpack(">H", content[16:18])[0]
    found = []

    def visit(number, kind, name):
        page = content[(number - 1) * size:number * size]
        flag, _, cells = struct.unpack(">BHH", page[:5])
        found.append(Page(number, kind, name))
        if flag in (2, 5):
            for cell in struct.unpack(">%dH" % cells, page[12:12 + 2 * cells]):
                visit(struct.unpack(">I", page[cell:cell + 4])[0], kind, name)
            visit(struct.unpack(">I", page[8:12])[0], kind, name)

    for root, kind, name in roots:
        visit(root, kind, name)
    return size, found


class Damaged(FaultTest):
    def setUp(self):
        super().setUp()
        with Gateway(self.database) as gateway:
            self.key = gateway.sign_in("admin", "changeme")
            for number in range(300):
                gateway.call("setTimesheetRecord", self.key, {
                    "projectId": 1, "taskId": 1, "start": "@%d" % (1_500_000_000 + number),
                    "end": "@%d" % (1_500_000_100 + number), "description": "entry %d" % number}, False)
            gateway.end()
        self.good = self.folder / "good.db"
        shutil.copy(self.database, self.good)

    def restore(self):
        for ending in ["", "-wal", "-shm"]:
            (self.folder / ("k.db" + ending)).unlink(missing_ok=True)
        shutil.copy(self.good, self.database)

    def flip(self, offset, mask=0xff, count=1):
        with open(self.database, "r+b") as file:
            file.seek(offset)
            old = file.read(count)
            file.seek(offset)
            file.write(bytes(byte ^ mask for byte in old))

    def use(self, gateway):
        """Calls all sorts of methods. -> how many were internal errors; every answer is a good one of its kind"""
        failed = 0
        with Peer(gateway) as peer:
            for name, *arguments in READS:
                result = peer.call(name, self.key, *arguments)
                self.assertTrue("success" in result or result == INTERNAL_ERROR, result)
                failed += result == INTERNAL_ERROR
            result = peer.call("startRecord", self.key, 1, 1)
            self.assertTrue("success" in result or result == INTERNAL_ERROR, result)
        self.assert_lives(gateway)
        return failed + (result == INTERNAL_ERROR)

    def serve_damaged(self):
        """-> "refused" if it does not start, else how many calls failed"""
        done = run("serve", "--database", self.database, "--listen", "256.0.0.1:1")
        self.assertGreater(done.returncode, 0, "ended by a signal: " + done.stderr)
        if "256.0.0.1" not in done.stderr:
            self.assertRegex(done.stderr, "(?i)damaged|version|program|key file|salt|table|column|malformed")
            return "refused"
        with Gateway(self.database) as gateway:
            failed = self.use(gateway)
            if failed and "is damaged: stop the gateway" in gateway.output():
                self.assert_not_ready(gateway)
                self.assert_told_once(gateway, "is damaged: stop the gateway, keep a copy of the file")
        return failed

    def assert_check_finds(self):
        done = check(self.database)
        self.assertEqual(done.returncode, 1, done.stdout + done.stderr)
        self.assertIn("FAULT", done.stdout)
        self.assertRegex(done.stdout, "-> (Stop the gateway|If it should hold)")

    def test_pages_of_each_kind_before_the_start(self):
        size, pages = pages_of(self.good)
        kinds = {kind: next(page for page in pages if page.name == name)
                 for kind, name in [("table", "timeSheet"), ("index", "entriesOfUser"), ("users", "users")]}
        outcomes = []
        for kind, page in kinds.items():
            with self.subTest(kind):
                self.restore()
                self.flip((page.number - 1) * size, count=16)
                outcome = self.serve_damaged()
                self.assertTrue(outcome, "nobody noticed")
                self.assert_check_finds()
                outcomes.append("%s: %s" % (kind, outcome))
        figure("damaged pages before the start (calls of 7 that fail)", ", ".join(outcomes))

    def test_the_header_and_a_cut_before_the_start(self):
        for name, damage in [
            ("magic", lambda: self.flip(0, count=4)),
            ("page size", lambda: self.flip(16, count=2)),
            ("schema page", lambda: self.flip(100, count=8)),
            ("half", lambda: os.truncate(self.database, self.database.stat().st_size // 8192 * 4096)),
            ("a page short", lambda: os.truncate(self.database, self.database.stat().st_size - 4096)),
            ("fifty bytes", lambda: os.truncate(self.database, 50)),
        ]:
            with self.subTest(name):
                self.restore()
                damage()
                self.assert_check_finds()
                self.assertEqual(self.serve_damaged(), "refused")

    def test_while_serving(self):
        size, pages = pages_of(self.good)
        for name, damage in [
            ("cut to a half", lambda: os.truncate(self.database, self.database.stat().st_size // 2)),
            ("cut to nothing", lambda: os.truncate(self.database, 0)),
            ("all pages of entries", lambda: [self.flip((page.number - 1) * size, count=16) for page in pages
                                              if page.name in ("timeSheet", "entriesOfUser")]),
        ]:
            with self.subTest(name):
                self.restore()
                with Gateway(self.database) as gateway:
                    damage()
                    self.use(gateway)
                    self.assertTrue(self.use(gateway), "nobody noticed")
                    self.assert_not_ready(gateway)
                    self.assert_told_once(gateway, "is damaged: stop the gateway")
                    self.assert_lives(gateway)
                self.assert_check_finds()

    def test_bytes_at_random(self):
        """Wherever a byte flips: no crash, no answer that is neither a result nor an error."""
        noticed = collections.Counter()
        for seed in range(SEEDS):
            with self.subTest(seed):
                chance = random.Random(seed)
                self.restore()
                for _ in range(chance.choice([1, 1, 5, 50])):
                    self.flip(chance.randrange(self.database.stat().st_size), chance.randrange(1, 256))
                done = check(self.database)
                self.assertIn(done.returncode, (0, 1, 2), done.stderr)
                outcome = self.serve_damaged()
                noticed["refused to start" if outcome == "refused" else "calls failed" if outcome else "served"] += 1
                noticed["check found it"] += done.returncode == 1
        figure("bytes flipped at random", "%d databases: %s" % (SEEDS, ", ".join(
            "%s %d" % pair for pair in sorted(noticed.items()))))


class Checking(FaultTest):
    def test_what_check_says(self):
        for name, sql, code, words in [
            ("clean", "SELECT 1", 0, ["0 faults", "ok     key file"]),
            ("orphans", "UPDATE timeSheet SET projectID = 9999 WHERE timeEntryID = 1", 0,
             ["note   rows that point nowhere", "rows of timeSheet: the project is gone"]),
            ("reference", "PRAGMA foreign_keys = OFF; INSERT INTO groups_users VALUES (99, 99, 1)", 1,
             ["FAULT  references", "rows of groups_users refer to what is not in", "-> "]),
            ("index", "DROP INDEX entriesOfUser", 1,
             ["FAULT  tables and indexes are all there", "index entriesOfUser is missing", "CREATE INDEX"]),
            ("totals", "UPDATE timesheetTotals SET entries = entries + 1", 1, ["FAULT  totals", "--repair-totals"]),
            ("newer", "PRAGMA user_version = 999", 1, ["FAULT  version of the schema", "newer version"]),
            ("key", "UPDATE apiKeys SET sealed = x'00'", 1, ["FAULT  key file", "cannot be opened", "-> "]),
        ]:
            with self.subTest(name):
                database = self.folder / (name + ".db")
                shutil.copy(self.database, database)
                shutil.copy(str(self.database) + ".key", str(database) + ".key")
                connection = sqlite3.connect(database)
                connection.executescript(sql)
                connection.close()
                done = check(database)
                self.assertEqual((done.returncode, done.stderr), (code, ""), done.stdout)
                for word in words:
                    self.assertIn(word, done.stdout)

    def test_the_key_file(self):
        key = self.folder / "k.db.key"
        key.chmod(0o644)
        self.assertIn("chmod 600", check(self.database).stdout)
        key.unlink()
        done = check(self.database)
        self.assertEqual(done.returncode, 1)
        self.assertIn("the key file %s is missing" % key, done.stdout)

    def test_totals_are_counted_anew(self):
        with sqlite3.connect(self.database) as connection:
            connection.execute("UPDATE timesheetTotals SET entries = entries + 1")
        self.assertEqual(check(self.database).returncode, 1)
        self.assertEqual(run("check", "--repair-totals", "--database", self.database).returncode, 0)
        self.assert_clean()

    def test_what_cannot_be_checked(self):
        other = self.folder / "other.db"
        connection = sqlite3.connect(other)
        connection.execute("CREATE TABLE recipes (name TEXT)")
        connection.close()
        for database in [self.folder / "missing.db", other, self.folder]:
            with self.subTest(database.name):
                done = check(database)
                self.assertEqual((done.returncode, done.stdout), (2, ""))
                self.assertIn("could not check", done.stderr)
        self.assertNotEqual(run("check").returncode, 0)

    def test_it_changes_nothing_and_disturbs_nobody(self):
        before = self.database.read_bytes()
        self.assert_clean()
        self.assertEqual(self.database.read_bytes(), before)
        with Gateway(self.database) as gateway:
            key = gateway.sign_in("anna", "anna-secret")
            for _ in range(5):
                self.assertTrue(gateway.call("startRecord", key, 1, 1)["success"])
                self.assert_clean()
            self.assertEqual(get(gateway, "/readyz")[0], 200)
            self.assertEqual(gateway.end(), 0)


if __name__ == "__main__":
    main()
