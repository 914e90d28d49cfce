# SPDX-FileCopyrightText: Kimai Gateway authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a real MariaDB in strict mode makes of exports, and imports of what it dumps."""
import functools
import gzip

from database_rows import differences
from gateway_process import DUMP, Gateway, InScratchFolder, import_dump, main, run
from mariadb import MariaDB
from stubborn_rows import add_stubborn_rows

COLUMNS = """SELECT table_name, ordinal_position, column_name, column_type, column_default, is_nullable, character_set_name,
    collation_name, column_key, extra FROM information_schema.columns WHERE table_schema = database() ORDER BY 1, 2"""
KEYS = """SELECT table_name, index_name, non_unique, seq_in_index, column_name FROM information_schema.statistics
    WHERE table_schema = database() ORDER BY 1, 2, 4"""
TABLES = """SELECT table_name, engine, table_collation, auto_increment FROM information_schema.tables
    WHERE table_schema = database() ORDER BY 1"""


@functools.cache
def server():
    """One for all tests."""
    started = MariaDB()
    return started


class Exported(InScratchFolder):
    maxDiff = None

    def setUp(self):
        super().setUp()
        self.database = self.folder / "k.db"

    def exported(self, database, name="out.sql"):
        """-> the dump; salt, zone and prefix are in config.php"""
        done = run("export", "--database", database, "--format", "mysql", "--output", self.folder / name, "--replace",
                   "--kimai-config-output", self.folder / "config.php")
        self.assertEqual(done.returncode, 0, done.stderr)
        return (self.folder / name).read_bytes()

    def assert_comes_back(self):
        """What is exported, loaded, dumped by MariaDB and imported is what it was."""
        ours = self.exported(self.database)
        server().load(ours)
        (self.folder / "theirs.sql").write_bytes(server().dump())
        again = self.folder / "again.db"
        done = run("import", "--database", again, "--kimai-config", self.folder / "config.php",
                   self.folder / "theirs.sql")
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        self.assertEqual(differences(self.database, again), [])
        # The keys, too, which lie sealed in the databases.
        self.assertEqual(self.exported(again, "again.sql"), ours)
        return again

    def test_the_tables_are_kimais_own(self):
        import_dump(self.database)
        server().load(self.exported(self.database))
        server().load(DUMP.read_bytes(), "reference")
        for facts in (COLUMNS, KEYS, TABLES):
            self.assertEqual(server().query(facts), server().query(facts, "reference"))
        self.assertEqual(len(server().query(TABLES)), 19)
        for table, *_ in server().query(TABLES):
            rows = "SELECT * FROM `%s` ORDER BY 1, 2, 3" % table if table != "kimai_fixedRates" else \
                "SELECT * FROM `%s` ORDER BY 1, 2" % table
            if table in ("kimai_groups_customers", "kimai_groups_projects", "kimai_groups_activities",
                         "kimai_configuration", "kimai_statuses"):
                rows = "SELECT * FROM `%s` ORDER BY 1, 2" % table
            with self.subTest(table):
                self.assertEqual(server().query(rows), server().query(rows, "reference"))

    def test_the_recorded_database_comes_back(self):
        import_dump(self.database)
        again = self.assert_comes_back()
        with Gateway(again) as gateway:
            key = gateway.sign_in("anna", "anna-secret")
            self.assertTrue(gateway.call("getUsers", key)["success"])
        with Gateway(self.database) as gateway:
            self.assertEqual(gateway.sign_in("anna", "anna-secret"), key)

    def test_a_demo_comes_back(self):
        self.assertEqual(run("demo", "--database", self.database).returncode, 0)
        self.assert_comes_back()

    def test_what_kimais_tables_would_cut_comes_back(self):
        import_dump(self.database)
        add_stubborn_rows(self.database)
        self.assert_comes_back()

    def test_strict_mode_refuses_what_a_column_of_kimais_would_cut(self):
        import_dump(self.database)
        add_stubborn_rows(self.database)
        rows = b"\n".join(part for part in self.exported(self.database).split(b"\n")
                          if not part.startswith(b"DROP TABLE"))
        server().load(DUMP.read_bytes())
        for table, *_ in server().query(TABLES):
            server().query("TRUNCATE `%s`" % table)
        # Tables that are there already: CREATE TABLE is left out, as by who moves rows only.
        data = b";\n".join(part for part in rows.split(b";\n") if b"CREATE TABLE" not in part)
        with self.assertRaisesRegex(AssertionError, "ERROR 1406|ERROR 1264|ERROR 1366|ERROR 1062"):
            server().run("mariadb", "kimai", stdin=data)

    def test_a_packed_dump_with_another_prefix(self):
        import_dump(self.database)
        done = run("export", "--database", self.database, "--format", "mysql", "--output", self.folder / "out.sql.gz",
                   "--prefix", "zeit_2_")
        self.assertEqual(done.returncode, 0, done.stderr)
        server().load(gzip.decompress((self.folder / "out.sql.gz").read_bytes()))
        self.assertEqual(server().query("SELECT count(*) FROM zeit_2_timeSheet"), [["247"]])


if __name__ == "__main__":
    try:
        main()
    finally:
        if server.cache_info().currsize:
            server().__exit__()
