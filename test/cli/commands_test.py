# SPDX-FileCopyrightText: Kimai Gateway authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The subcommands: their help, what they refuse, import and demo."""
import re

from gateway_process import DUMP, SALT, Gateway, InScratchFolder, import_dump, main, run

COMMANDS = ["serve", "import", "import-csv", "export", "demo", "check", "backup", "restore", "vacuum", "call"]
# Below which there are commands, see administration_test.py, catalog_test.py and configuration_test.py.
NOUNS = ["user", "group", "role", "key", "customer", "project", "activity", "rate", "status", "config"]


class Help(InScratchFolder):
    def test_the_help_lists_the_commands(self):
        done = run("--help")
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        listed = re.findall(r"^  ([\w-]+) +\S", done.stdout.split("Subcommands:")[1], re.MULTILINE)
        self.assertEqual(sorted(listed), sorted(COMMANDS + NOUNS))

    def test_each_command_explains_itself(self):
        for command in COMMANDS:
            with self.subTest(command):
                done = run(command, "--help")
                self.assertEqual((done.returncode, done.stderr), (0, ""))
                self.assertIn("--url" if command == "call" else "--database", done.stdout)

    def test_the_environment_names_the_database(self):
        environment = {"KIMAI_GATEWAY_DATABASE": str(self.folder / "k.db")}
        backup = self.folder / "b.db"
        table = self.folder / "plan.csv"
        table.write_text("Customer,Project,Activity\nHarbour,,\n")
        for command, *arguments in [("demo",), ("check",), ("vacuum",), ("export", "--format", "jsonl"), ("backup", backup),
                                    ("import", "--replace", DUMP), ("restore", "--replace", "--no-keep", backup),
                                    ("import-csv", table)]:
            with self.subTest(command):
                done = run(command, *arguments, environment=environment)
                self.assertEqual(done.returncode, 0, done.stderr)
                self.assertRegex(run(command, "--help").stdout, r"--database FILE \(Env:KIMAI_GATEWAY_DATABASE\)")

    def test_the_version(self):
        done = run("--version")
        self.assertEqual(done.returncode, 0)
        self.assertRegex(done.stdout, r"^\d+\.\d+\.\d+\n$")

    def test_what_is_no_command_is_refused(self):
        database = ["--database", str(self.folder / "k.db")]
        for arguments, word in [
            ([], "subcommand"),
            (["serv"], "subcommand"),
            (["--no-such-option"], "subcommand"),
            (["serve", *database, "--no-such-option"], "--no-such-option"),
            (["serve", *database, "nonsense"], "nonsense"),
            (["import", *database, "--no-such-option", "dump.sql"], "--no-such-option"),
            (["import", *database], "DUMP"),
            (["demo", *database, "--no-such-option"], "--no-such-option"),
            (["demo"], "--database"),
        ]:
            with self.subTest(" ".join(arguments)):
                done = run(*arguments)
                self.assert_refused(done, word)
                self.assertEqual(done.returncode, 2)
                self.assertEqual(list(self.folder.iterdir()), [])


class Import(InScratchFolder):
    def setUp(self):
        super().setUp()
        self.database = self.folder / "k.db"

    def test_users_come_with_their_passwords_and_keys(self):
        import_dump(self.database)
        with Gateway(self.database) as gateway:
            for name, password in [("admin", "changeme"), ("ANNA", "anna-secret"), ("jürgen", "geheim-äöü€")]:
                with self.subTest(name):
                    key = gateway.sign_in(name, password)
                    self.assertTrue(gateway.call("getUsers", key)["success"])

    def test_a_filled_database_is_replaced_only_when_asked(self):
        import_dump(self.database)
        before = self.database.read_bytes()
        self.assert_refused(run("import", "--database", self.database, "--salt", SALT, DUMP), "--replace")
        self.assertEqual(self.database.read_bytes(), before)
        done = run("import", "--database", self.database, "--salt", SALT, "--replace", DUMP)
        self.assertEqual(done.returncode, 0, done.stderr)

    def test_a_dump_that_breaks_off_leaves_nothing(self):
        import_dump(self.database)
        broken = self.folder / "broken.sql"
        broken.write_bytes(DUMP.read_bytes()[:30000])
        done = run("import", "--database", self.database, "--salt", SALT, "--replace", broken)
        self.assert_refused(done, "line")
        with Gateway(self.database) as gateway:
            self.assertIsNotNone(gateway.sign_in("anna", "anna-secret"))

    def test_what_cannot_be_imported_is_refused_in_a_sentence(self):
        empty = self.folder / "empty.sql"
        empty.write_text("-- nothing\n")
        for dump in [self.folder / "missing.sql", empty, self.folder]:
            with self.subTest(dump.name):
                self.assert_refused(run("import", "--database", self.database, "--salt", SALT, dump))


class Demo(InScratchFolder):
    def test_the_logins_that_it_prints_work(self):
        database = self.folder / "demo.db"
        done = run("demo", "--database", database)
        self.assertEqual(done.returncode, 0, done.stderr)
        with Gateway(database) as gateway:
            keys = [key for key in (gateway.sign_in(name, password) for name, password in
                                    re.findall(r"^ *(\w+) +(\S+)", done.stdout, re.MULTILINE)) if key]
            self.assertGreater(len(keys), 2)
            for key in keys:
                self.assertGreater(gateway.call("getProjects", key)["total"], 0)

    def test_a_filled_database_is_left_alone(self):
        import_dump(self.folder / "k.db")
        before = (self.folder / "k.db").read_bytes()
        self.assert_refused(run("demo", "--database", self.folder / "k.db"), self.folder / "k.db")
        self.assertEqual((self.folder / "k.db").read_bytes(), before)


if __name__ == "__main__":
    main()
