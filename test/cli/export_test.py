# SPDX-FileCopyrightText: Kimai Gateway authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The export, in its three forms. What a MariaDB makes of it is in mariadb_test.py."""
import csv
import gzip
import json
import sqlite3
import stat
import subprocess
import threading

from database_rows import differences, rows_of
from gateway_process import EXECUTABLE, PATIENCE, SALT, Gateway, InScratchFolder, import_dump, main, run
from stubborn_rows import add_stubborn_rows


def mode(file):
    return stat.S_IMODE(file.stat().st_mode)


class Export(InScratchFolder):
    maxDiff = None

    def setUp(self):
        super().setUp()
        self.database = self.folder / "k.db"
        import_dump(self.database)

    def export(self, *arguments, database=None):
        """-> what it notes"""
        done = run("export", "--database", database or self.database, *arguments)
        self.assertEqual((done.returncode, done.stdout), (0, ""), done.stderr)
        return done.stderr

    def names(self):
        return sorted(file.name for file in self.folder.iterdir())

    def change(self, *statements, database=None):
        connection = sqlite3.connect(database or self.database)
        with connection:
            for statement in statements:
                connection.execute(statement)
        connection.close()


class Mysql(Export):
    def assert_comes_back(self):
        """Export and import give the same database. -> its file"""
        self.export("--format", "mysql", "--output", self.folder / "out.sql",
                    "--kimai-config-output", self.folder / "config.php")
        again = self.folder / "again.db"
        done = run("import", "--database", again, "--kimai-config", self.folder / "config.php", self.folder / "out.sql")
        self.assertEqual((done.returncode, done.stderr), (0, ""), done.stdout)
        self.assertEqual(differences(self.database, again), [])
        self.export("--format", "mysql", "--output", self.folder / "again.sql",
                    "--kimai-config-output", self.folder / "again.php", database=again)
        for name in ("out.sql", "config.php"):
            self.assertEqual((self.folder / name).read_text(),
                             (self.folder / name.replace("out", "again").replace("config", "again")).read_text())
        return again

    def test_the_recorded_database_comes_back(self):
        again = self.assert_comes_back()
        keys = []
        for database in (self.database, again):
            with Gateway(database) as gateway:
                keys.append([gateway.sign_in(name, password) for name, password in
                             [("anna", "anna-secret"), ("jürgen", "geheim-äöü€")]])
        self.assertEqual(keys[0], keys[1])
        self.assertNotIn(None, keys[0])

    def test_a_demo_comes_back(self):
        self.database = self.folder / "demo.db"
        printed = run("demo", "--database", self.database).stdout
        again = self.assert_comes_back()
        name, password = [line.split()[:2] for line in printed.splitlines() if line.startswith("admin")][0]
        with Gateway(again) as gateway:
            self.assertTrue(gateway.sign_in(name, password))

    def test_what_kimais_tables_would_cut_comes_back(self):
        add_stubborn_rows(self.database)
        self.assert_comes_back()

    def test_what_is_widened_is_told(self):
        self.assertEqual(self.export("--format", "mysql", "--output", self.folder / "out.sql").splitlines(),
                         ["note: the password salt and the time zone are not in the dump; --kimai-config-output FILE "
                          "writes them"])
        self.change("UPDATE timeSheet SET location = printf('%.*c', 51, 'x') WHERE timeEntryID IN (7, 9)",
                    "UPDATE expenses SET value = 10000000000 WHERE expenseID = 3",
                    "UPDATE users SET alias = '🚲' WHERE userID = 102",
                    "UPDATE users SET password = '$argon2id$v=19$x' WHERE userID IN (102, 103)")
        notes = self.export("--format", "mysql", "--output", self.folder / "more.sql").splitlines()
        for begin in ("users.alias is varchar(160) CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci instead of "
                      "varchar(160): 1 row needs it, the first is userID 102",
                      "timeSheet.location is varchar(255) instead of varchar(50): 2 rows need it, the first is "
                      "timeEntryID 7",
                      "expenses.value is decimal(20,2) instead of decimal(10,2): 1 row needs it, the first is "
                      "expenseID 3",
                      "Kimai 1 cannot check 2 of the password hashes (Argon2id"):
            self.assertEqual(len([note for note in notes if note.startswith("note: " + begin)]), 1, notes)
        self.assertEqual(len(notes), 5)

    def test_secrets_beside_the_dump_only_when_asked_for(self):
        self.export("--format", "mysql", "--output", self.folder / "out.sql")
        self.assertNotIn(SALT, (self.folder / "out.sql").read_text())
        self.export("--format", "mysql", "--output", self.folder / "more.sql", "--prefix", "old_",
                    "--kimai-config-output", self.folder / "config.php")
        config = (self.folder / "config.php").read_text()
        for line in ("$server_prefix = 'old_';", "$password_salt = '%s';" % SALT, "$defaultTimezone = 'Europe/Berlin';"):
            self.assertIn(line + "\n", config)
        self.assertEqual(mode(self.folder / "config.php"), 0o600)
        self.assertIn("CREATE TABLE `old_timeSheet` (", (self.folder / "more.sql").read_text())

    def test_what_cannot_be_exported_is_refused_and_leaves_nothing(self):
        self.change("INSERT INTO preferences VALUES (102, printf('%.*c', 701, 'x'), '1')")
        before = self.names()
        done = run("export", "--database", self.database, "--format", "mysql", "--output", self.folder / "out.sql",
                   "--kimai-config-output", self.folder / "config.php")
        self.assertEqual(done.returncode, 1)
        self.assert_refused(done, "nothing was exported: preferences.option of userID 102, option xxx")
        self.assertEqual(self.names(), before)

    def test_keys_without_their_key_file_are_refused(self):
        (self.folder / "k.db.key").unlink()
        self.assert_refused(run("export", "--database", self.database, "--format", "mysql"), "key file")
        # What has no secrets in it is to be had, and nothing is put in the place of what is lost.
        self.export("--format", "jsonl", "--output", self.folder / "out.jsonl")
        self.export("--format", "csv", "--output", self.folder / "out")
        self.assertIn("timeSheet.csv", [file.name for file in (self.folder / "out").iterdir()])
        self.assertFalse((self.folder / "k.db.key").exists())
        other = self.folder / "other.db"
        import_dump(other)
        (self.folder / "other.db.key").rename(self.folder / "k.db.key")
        self.change("DELETE FROM settings WHERE name = 'passwordSalt'")
        self.assert_refused(run("export", "--database", self.database, "--format", "mysql", "--output",
                                self.folder / "out.sql"), "the API key of userID", "cannot be opened")


class Csv(Export):
    def test_a_file_for_each_table(self):
        self.export("--format", "csv", "--output", self.folder / "csv")
        self.assertEqual(mode(self.folder / "csv"), 0o700)
        ours = rows_of(self.database)
        files = {file.stem: file for file in (self.folder / "csv").iterdir()}
        left_out = {"apiKeys", "settings", "timesheetTotals", "unlistedEntries", "sqlite_sequence"}
        self.assertEqual(set(files), set(ours) - left_out)
        for table, file in files.items():
            self.assertEqual(mode(file), 0o600)
            with open(file, newline="", encoding="utf-8") as text:
                rows = list(csv.DictReader(text))
            self.assertEqual(len(rows), ours[table].total(), table)
            self.assertNotIn(None, [value for row in rows for value in row.values()])

    def test_what_stands_in_the_time_sheet(self):
        self.export("--format", "csv", "--output", self.folder / "csv")
        with open(self.folder / "csv" / "timeSheet.csv", newline="", encoding="utf-8") as text:
            rows = {row["timeEntryID"]: row for row in csv.DictReader(text)}
        self.assertEqual({name: rows["2"][name] for name in ("start", "end", "duration", "rate", "trackingNumber")},
                         {"start": "2018-01-01T08:30:53Z", "end": "2018-01-01T09:30:53Z", "duration": "3600",
                          "rate": "75.50", "trackingNumber": "TN-0001"})
        connection = sqlite3.connect(self.database)
        running = {str(number) for number, in connection.execute('SELECT timeEntryID FROM timeSheet WHERE "end" = 0')}
        connection.close()
        self.assertEqual({number for number, row in rows.items() if not row["end"]}, running)
        self.assertTrue(running)

    def test_no_secrets(self):
        with Gateway(self.database) as gateway:
            key = gateway.sign_in("anna", "anna-secret")
        self.change("UPDATE customers SET password = 'customers-secret', passwordResetHash = 'reset-secret'",
                    "UPDATE users SET secure = 'cookie-secret', passwordResetHash = 'reset-secret'")
        self.export("--format", "csv", "--output", self.folder / "csv")
        self.export("--format", "jsonl", "--output", self.folder / "out.jsonl")
        written = "".join(file.read_text() for file in [*(self.folder / "csv").iterdir(), self.folder / "out.jsonl"])
        for secret in (key, SALT, "argon2", "32968aa9dbcf8b25e8ece692060337ef", "-secret"):
            self.assertNotIn(secret, written)

    def test_a_folder_that_is_there_is_refused(self):
        (self.folder / "csv").mkdir()
        (self.folder / "csv" / "mine").write_text("mine")
        before = self.names()
        self.assert_refused(run("export", "--database", self.database, "--format", "csv", "--output", self.folder / "csv"),
                            "is there already")
        self.assertEqual(self.names(), before)
        self.assertEqual((self.folder / "csv" / "mine").read_text(), "mine")


class JsonLines(Export):
    def test_an_object_for_each_row(self):
        add_stubborn_rows(self.database)
        done = run("export", "--database", self.database, "--format", "jsonl")
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        rows = [json.loads(line) for line in done.stdout.split("\n")[:-1]]
        ours = rows_of(self.database)
        for table in ("timeSheet", "users", "globalRolePermissions", "expenses"):
            self.assertEqual(len([row for row in rows if row["table"] == table]), ours[table].total())
        entry = [row for row in rows if row["table"] == "timeSheet" and row["timeEntryID"] == 12][0]
        self.assertEqual(entry["description"], "control \x01 \x1a \x7f, nothing \0 there")
        self.assertEqual([row["rate"] for row in rows if row.get("timeEntryID") == 4], [9999999999.99])


class Output(Export):
    def test_files_are_private_whole_and_replaced_only_when_asked_for(self):
        out = self.folder / "out.sql"
        self.export("--format", "mysql", "--output", out)
        self.assertEqual(mode(out), 0o600)
        first = out.read_text()
        out.write_text("mine")
        self.assert_refused(run("export", "--database", self.database, "--format", "mysql", "--output", out),
                            "is there already", "--replace")
        self.assertEqual(out.read_text(), "mine")
        self.export("--format", "mysql", "--output", out, "--replace")
        self.assertEqual(out.read_text(), first)
        self.assertEqual(self.names(), ["k.db", "k.db.key", "out.sql"])

    def test_packed_and_to_standard_output(self):
        self.export("--format", "mysql", "--output", self.folder / "out.sql.gz")
        text = gzip.decompress((self.folder / "out.sql.gz").read_bytes()).decode()
        done = run("export", "--database", self.database, "--format", "mysql", "--output", "-")
        self.assertEqual((done.returncode, done.stdout), (0, text))
        again = self.folder / "again.db"
        piped = subprocess.run([EXECUTABLE, "import", "--database", again, "--salt", SALT, "--timezone", "Europe/Berlin",
                                "-"], input=text.encode(), capture_output=True, timeout=PATIENCE)
        self.assertEqual(piped.returncode, 0, piped.stderr)
        self.assertEqual(differences(self.database, again), [])

    def test_a_full_disk_is_told(self):
        with open("/dev/full", "w") as full:
            done = subprocess.run([EXECUTABLE, "export", "--database", self.database, "--format", "mysql"], stdout=full,
                                  stderr=subprocess.PIPE, text=True, timeout=PATIENCE)
        self.assertEqual(done.returncode, 1)
        self.assertIn("cannot write to standard output: No space left on device", done.stderr)

    def test_the_database_from_the_environment(self):
        done = run("export", "--format", "jsonl", environment={"KIMAI_GATEWAY_DATABASE": str(self.database)})
        self.assertEqual(done.returncode, 0, done.stderr)

    def test_what_the_command_line_gets_wrong(self):
        before = self.names()
        database = ["--database", self.database]
        for arguments, word in [
            ([*database], "--format"),
            ([*database, "--format", "xml"], "xml"),
            ([*database, "--format", "csv"], "--output"),
            ([*database, "--format", "csv", "--output", self.folder / "csv", "--replace"], "--replace"),
            ([*database, "--format", "jsonl", "--kimai-config-output", self.folder / "c"], "--kimai-config-output"),
            ([*database, "--format", "mysql", "--prefix", "a`b"], "--prefix"),
            ([*database, "--format", "mysql", "--prefix", "kimai_bak_"], "--prefix"),
            (["--database", self.folder / "none.db", "--format", "mysql"], "does not exist"),
            ([*database, "--format", "mysql", "--output", self.folder / "none" / "out.sql"], "cannot make"),
            ([*database, "--format", "mysql", "--output", "/dev/null", "--replace"], "no file"),
        ]:
            with self.subTest(" ".join(map(str, arguments))):
                self.assert_refused(run("export", *arguments), word)
                self.assertEqual(self.names(), before)

    def test_an_export_beside_a_busy_server_is_of_one_moment(self):
        with Gateway(self.database) as gateway:
            key = gateway.sign_in("anna", "anna-secret")
            done = threading.Event()

            def write():
                while not done.is_set():
                    gateway.call("startRecord", key, 1, 1)
                    gateway.call("stopRecord", key, 0)

            writer = threading.Thread(target=write)
            writer.start()
            try:
                for _ in range(5):
                    self.export("--format", "mysql", "--output", self.folder / "out.sql", "--replace")
                    again = self.folder / "again.db"
                    imported = run("import", "--database", again, "--replace", self.folder / "out.sql")
                    self.assertEqual(imported.returncode, 0, imported.stdout + imported.stderr)
            finally:
                done.set()
                writer.join()
            self.assertEqual(run("check", "--database", again).returncode, 0)
            self.assertGreater(rows_of(again)["timeSheet"].total(), 247)


if __name__ == "__main__":
    main()
