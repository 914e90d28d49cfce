# SPDX-FileCopyrightText: Kimai Gateway authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""backup, restore and vacuum: under load, with the key and without, and what they refuse."""
import contextlib
import json
import os
import sqlite3
import stat
import threading

from gateway_process import DUMP, Gateway, InScratchFolder, import_dump, main, run

KEY = "aaaa1111bbbb2222cccc3333d"  # anna's
NEW_ENTRY = {"projectId": 1, "taskId": 1, "statusId": 1, "start": "2018-05-01 10:00:00", "end": "2018-05-01 11:00:00"}


def rows(database):
    """-> {table: [rows]} of a database file, without the marks of change"""
    with contextlib.closing(sqlite3.connect("file:%s?mode=ro" % database, uri=True)) as connection:
        names = [name for (name,) in connection.execute(
            "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite%' AND name <> 'changes'")]
        return {name: sorted(connection.execute("SELECT * FROM " + name), key=repr) for name in names}


def change(database, *statements):
    with contextlib.closing(sqlite3.connect(database, timeout=60, isolation_level=None)) as connection:
        for statement in statements:
            connection.execute(statement)


class Load:
    """Records time entries over the API until the block ends; .written: the numbers that were answered."""

    def __init__(self, gateway):
        self.gateway, self.written, self.failed = gateway, [], []
        self.stopping = threading.Event()
        self.threads = [threading.Thread(target=self.record) for _ in range(3)]

    def record(self):
        while not self.stopping.is_set():
            answer = self.gateway.call("setTimesheetRecord", KEY, NEW_ENTRY, False)
            if answer.get("success"):
                self.written.append(int(answer["items"][0]["id"]))
            else:
                self.failed.append(answer)

    def __enter__(self):
        for thread in self.threads:
            thread.start()
        return self

    def __exit__(self, *_):
        self.stopping.set()
        for thread in self.threads:
            thread.join()


class InFolderWithDatabase(InScratchFolder):
    def setUp(self):
        super().setUp()
        self.database = self.folder / "k.db"
        self.backup = self.folder / "backups" / "k.db"
        self.backup.parent.mkdir()
        import_dump(self.database)

    def files(self):
        """The names in both folders, without what SQLite puts beside a database."""
        return sorted(file.name for folder in (self.folder, self.backup.parent) for file in folder.iterdir()
                      if not file.name.endswith(("-wal", "-shm")) and file.is_file())

    def ok(self, *arguments, environment=None):
        done = run(*arguments, environment=environment)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        return done

    def back_up(self, *options):
        return self.ok("backup", "--database", self.database, *options, self.backup)

    def restore(self, *options):
        return self.ok("restore", "--database", self.database, *options, self.backup)


class Backup(InFolderWithDatabase):
    def test_it_is_one_private_file_with_all_rows(self):
        done = self.back_up()
        self.assertIn("checked", done.stdout)
        self.assertEqual(done.stderr, "")
        self.assertEqual(os.listdir(self.backup.parent), ["k.db"])
        self.assertEqual(stat.S_IMODE(self.backup.stat().st_mode), 0o600)
        self.assertEqual(rows(self.backup), rows(self.database))
        # No log is needed to read it: also from a medium that cannot be written.
        self.assertEqual(os.listdir(self.backup.parent), ["k.db"])

    def test_the_report_for_scripts(self):
        report = json.loads(self.ok("backup", "--json", self.backup,
                                    environment={"KIMAI_GATEWAY_DATABASE": str(self.database)}).stdout)
        self.assertEqual(report["rows"]["timeSheet"], len(rows(self.database)["timeSheet"]))
        self.assertEqual((report["bytes"], report["faults"]), (self.backup.stat().st_size, 0))

    def test_under_load_it_shows_one_moment_and_no_write_fails(self):
        with Gateway(self.database) as gateway:
            with Load(gateway) as load:
                moments = []
                for number in range(8):
                    before = set(load.written)
                    file = self.backup.with_name("b%d.db" % number)
                    self.ok("backup", "--database", self.database, file)
                    moments.append((before, file))
            self.assertEqual(load.failed, [])
            self.assertGreater(len(load.written), 50)
        for before, file in moments:
            with self.subTest(file.name):
                saved = {row[0] for row in rows(file)["timeSheet"]}
                self.assertLessEqual(before, saved)
                # One moment: the totals, which the same transactions wrote, fit, and all else, too.
                restored = self.folder / ("from-" + file.name)
                self.ok("restore", "--database", restored, "--key", "%s.key" % self.database, file)
                check = self.ok("check", "--database", restored)
                self.assertIn("0 faults", check.stdout)
                self.assertEqual(rows(restored), rows(file))
        # The last one, served elsewhere, knows all that was answered before it began.
        before, file = moments[-1]
        with Gateway(self.folder / ("from-" + file.name)) as elsewhere:
            number = max(before)
            self.assertTrue(elsewhere.call("getTimesheetRecord", KEY, number)["success"])

    def test_a_file_that_is_there_is_replaced_only_when_asked(self):
        self.backup.write_text("precious")
        done = run("backup", "--database", self.database, self.backup)
        self.assert_refused(done, self.backup, "--replace")
        self.assertEqual(done.returncode, 1)
        self.assertEqual(self.backup.read_text(), "precious")
        self.back_up("--replace")
        self.assertEqual(rows(self.backup), rows(self.database))

    def test_the_key_goes_elsewhere_and_is_never_replaced(self):
        key = self.folder / "elsewhere.key"
        self.back_up("--with-key", key)
        self.assertEqual(key.read_bytes(), (self.folder / "k.db.key").read_bytes())
        self.assertEqual(stat.S_IMODE(key.stat().st_mode), 0o600)
        self.back_up("--with-key", key, "--replace")
        key.write_text("another one")
        before = self.backup.stat().st_ino
        self.assert_refused(run("backup", "--database", self.database, "--with-key", key, "--replace", self.backup), key)
        self.assertEqual((key.read_text(), self.backup.stat().st_ino), ("another one", before))
        beside = self.ok("backup", "--database", self.database, "--with-key", self.backup.with_suffix(".key"),
                         "--replace", self.backup)
        self.assertIn("warning", beside.stderr)

    def test_what_cannot_be_backed_up_is_refused_and_leaves_nothing(self):
        other = self.folder / "other.db"
        change(other, "CREATE TABLE recipes (name TEXT)")
        newer = self.folder / "newer.db"
        newer.write_bytes(self.database.read_bytes())
        change(newer, "PRAGMA user_version = 999")
        for database, backup, word in [
            (self.folder / "none.db", self.backup, "does not exist"),
            (DUMP, self.backup, "cannot be read"),
            (other, self.backup, "another program"),
            (newer, self.backup, "newer version"),
            (self.database, self.database, "the same file"),
            (self.database, self.folder / "no folder" / "b.db", "No such file"),
        ]:
            with self.subTest(word):
                done = run("backup", "--database", database, "--replace", backup)
                self.assert_refused(done, word)
                self.assertEqual(done.returncode, 1)
                self.assertEqual(os.listdir(self.backup.parent), [])
        self.assertEqual(run("backup", self.backup).returncode, 2)

    def test_a_database_in_use_is_never_replaced(self):
        used = self.backup
        used.write_bytes(self.database.read_bytes())
        with contextlib.closing(sqlite3.connect(used, isolation_level=None)) as connection:
            connection.execute("INSERT INTO groups (name) VALUES ('late')")
            self.assert_refused(run("backup", "--database", self.database, "--replace", used), "in use")

    def test_of_a_damaged_database_there_is_no_backup(self):
        change(self.database, "PRAGMA wal_checkpoint(TRUNCATE)")
        content = bytearray(self.database.read_bytes())
        middle = len(content) // 2 // 4096 * 4096
        content[middle:middle + 4096] = b"\x55" * 4096
        self.database.write_bytes(content)
        self.assert_refused(run("backup", "--database", self.database, self.backup), "damaged")
        self.assertEqual(os.listdir(self.backup.parent), [])

    def test_other_faults_are_told_and_backed_up(self):
        change(self.database, "PRAGMA foreign_keys = OFF", "INSERT INTO groups_users VALUES (1, 9999, 1)")
        done = self.back_up()
        self.assertIn("groups_users", done.stderr)
        self.assertEqual(rows(self.backup), rows(self.database))


class Restore(InFolderWithDatabase):
    def kept(self):
        return [self.folder / name for name in self.files() if ".before-restore-" in name]

    def test_a_server_goes_on_with_the_new_content(self):
        with Gateway(self.database) as gateway:
            calls = [("getUsers", KEY), ("getProjects", KEY), ("getTimesheet", KEY, 0, 0, -1, 0, 50), ("getTasks", KEY)]

            def answers():
                return [gateway.call(*call) for call in calls]

            old = answers()
            self.back_up()
            change(self.database, "UPDATE projects SET name = 'Renamed', nameKey = x'41' WHERE projectID = 1",
                   "UPDATE users SET name = 'bertold' WHERE name = 'bert'")
            added = int(gateway.call("setTimesheetRecord", KEY, NEW_ENTRY, False)["items"][0]["id"])
            changed = answers()
            self.assertEqual(changed, answers())  # By now they are kept.
            self.assertTrue(all(one != other for one, other in zip(old[:3], changed)))
            content = rows(self.database)
            self.restore("--replace")
            self.assertEqual(answers(), old)
            self.assertFalse(gateway.call("getTimesheetRecord", KEY, added)["success"])
            # Writing goes on, too.
            self.assertTrue(gateway.call("setTimesheetRecord", KEY, NEW_ENTRY, False)["success"])
            self.assertNotEqual(answers(), old)
            self.assertEqual(gateway.end(), 0)
            self.assertNotIn(" error ", gateway.output())
        self.assertEqual(len(self.kept()), 1)
        self.assertEqual(rows(self.kept()[0]), content)

    def test_under_load_no_call_fails(self):
        self.back_up()
        with Gateway(self.database) as gateway:
            with Load(gateway) as load:
                for _ in range(5):
                    self.restore("--replace", "--no-keep")
            self.assertEqual(load.failed, [])
            self.assertGreater(len(load.written), 10)
        self.assertIn("0 faults", self.ok("check", "--database", self.database).stdout)
        self.assertEqual(self.kept(), [])

    def test_a_filled_database_stays_unless_asked(self):
        self.back_up()
        change(self.database, "DELETE FROM expenses")
        before = rows(self.database)
        done = run("restore", "--database", self.database, self.backup)
        self.assert_refused(done, "--replace")
        self.assertEqual(done.returncode, 1)
        self.assertEqual(rows(self.database), before)
        self.assertEqual(self.kept(), [])
        report = json.loads(self.restore("--replace", "--json").stdout)
        self.assertEqual(rows(report["kept"]), before)
        self.assertEqual(rows(self.database), rows(self.backup))

    def test_elsewhere_it_needs_the_key(self):
        self.back_up()
        new = self.folder / "elsewhere" / "new.db"
        new.parent.mkdir()
        self.assert_refused(run("restore", "--database", new, self.backup), "--key")
        self.assertEqual(list(new.parent.iterdir()), [])
        key = self.folder / "k.db.key"
        self.ok("restore", "--database", new, "--key", key, self.backup)
        self.assertEqual((new.parent / "new.db.key").read_bytes(), key.read_bytes())
        with Gateway(new) as gateway:
            self.assertTrue(gateway.call("getUsers", KEY)["success"])
            self.assertIsNotNone(gateway.sign_in("anna", "anna-secret"))

    def test_a_server_with_another_key_opens_what_was_restored(self):
        self.back_up()
        other = self.folder / "other.db"
        import_dump(other)
        own_key = (self.folder / "other.db.key").read_bytes()
        wrong = self.folder / "wrong.key"
        wrong.write_text("0" * 64 + "\n")
        wrong.chmod(0o600)
        with Gateway(other) as gateway:
            change(other, "DELETE FROM apiKeys")
            self.assertNotIn("success", gateway.call("getUsers", KEY).get("items", []))
            self.assert_refused(run("restore", "--database", other, "--replace", self.backup), "--key")
            self.assert_refused(run("restore", "--database", other, "--replace", "--key", wrong, self.backup), wrong)
            self.ok("restore", "--database", other, "--replace", "--key", self.folder / "k.db.key", self.backup)
            self.assertTrue(gateway.call("getUsers", KEY)["success"])
            self.assertEqual(gateway.sign_in("anna", "anna-secret"), KEY)
        self.assertEqual((self.folder / "other.db.key").read_bytes(), own_key)
        self.assertIn("0 faults", self.ok("check", "--database", other).stdout)

    def test_an_older_version_is_brought_up_to_date(self):
        self.back_up()
        with contextlib.closing(sqlite3.connect(self.backup, isolation_level=None)) as connection:
            for kind, name in connection.execute("SELECT type, name FROM sqlite_schema WHERE type = 'trigger'"
                                                 " OR name IN ('changes', 'timesheetTotals', 'unlistedEntries',"
                                                 " 'fixedRatesByActivity') ORDER BY type DESC").fetchall():
                connection.execute("DROP %s %s" % (kind, name))
            connection.execute("PRAGMA user_version = 1")
        with Gateway(self.database) as gateway:
            self.restore("--replace")
            self.assertTrue(gateway.call("getTimesheet", KEY, 0, 0, -1, 0, 50)["success"])
        self.assertIn("0 faults", self.ok("check", "--database", self.database).stdout)

    def test_what_is_no_good_backup_is_refused(self):
        self.back_up()
        content = self.backup.read_bytes()
        damaged = bytearray(content)
        damaged[len(content) // 2:] = b"\x55" * (len(content) - len(content) // 2)
        other = self.folder / "recipes.db"
        change(other, "CREATE TABLE recipes (name TEXT)")
        before = rows(self.database)
        for name, bytes_of_it, word in [
            ("half.db", content[:len(content) // 2], "malformed"),
            ("damaged.db", bytes(damaged), "damaged"),
            ("empty.db", b"", "empty"),
            ("text.db", b"Dear diary, there is no database here, but a text of some length.\n" * 20, "cannot be read"),
            ("recipes.db", None, "another program"),
            ("none.db", None, "does not exist"),
        ]:
            with self.subTest(name):
                file = self.folder / name
                if bytes_of_it is not None:
                    file.write_bytes(bytes_of_it)
                done = run("restore", "--database", self.database, "--replace", file)
                self.assert_refused(done, word)
                self.assertEqual(done.returncode, 1)
                self.assertEqual(rows(self.database), before)
        self.assert_refused(run("restore", "--database", self.database, "--replace", self.database), "the same file")
        self.assertEqual(self.kept(), [])


class Vacuum(InFolderWithDatabase):
    def test_it_gives_space_back_while_a_server_runs(self):
        change(self.database, "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 20000)"
                              " INSERT INTO timeSheet (userID, projectID, activityID, statusID, description)"
                              " SELECT 999, 1, 1, 1, hex(randomblob(20)) FROM n",
               "DELETE FROM timeSheet WHERE userID = 999")
        with Gateway(self.database) as gateway:
            before = gateway.call("getTimesheet", KEY, 0, 0, -1, 0, 50)
            with Load(gateway) as load:
                report = json.loads(self.ok("vacuum", "--database", self.database, "--json").stdout)
            self.assertEqual(load.failed, [])
            self.assertLess(report["bytes_after"], report["bytes_before"] / 2)
            after = gateway.call("getTimesheet", KEY, 0, 0, -1, 0, 50)
            self.assertEqual(int(after["total"]), int(before["total"]) + len(load.written))
            self.ok("vacuum", "--database", self.database)
            self.assertLessEqual(self.database.stat().st_size, report["bytes_before"] / 2)
            self.assertEqual(gateway.end(), 0)
        self.assertIn("0 faults", self.ok("check", "--database", self.database).stdout)

    def test_what_it_refuses(self):
        self.assert_refused(run("vacuum", "--database", self.folder / "none.db"), "does not exist")
        self.assertFalse((self.folder / "none.db").exists())


class Check(InFolderWithDatabase):
    def test_the_report_for_scripts(self):
        done = run("check", "--database", self.database, "--json")
        self.assertEqual(done.returncode, 0)
        report = json.loads(done.stdout)
        self.assertEqual((report["database"], report["faults"]), (str(self.database), 0))
        self.assertIn("use of indexes", [check["check"] for check in report["checks"]])
        change(self.database, "DROP INDEX entriesOfUser")
        done = run("check", "--database", self.database, "--json")
        self.assertEqual(done.returncode, 1)
        found = {check["check"]: check for check in json.loads(done.stdout)["checks"]}
        self.assertEqual(found["use of indexes"]["result"], "fault")
        self.assertIn("CREATE INDEX", found["tables and indexes are all there"]["findings"][0]["to_do"])


if __name__ == "__main__":
    main()
