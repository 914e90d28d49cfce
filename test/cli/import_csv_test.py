# SPDX-FileCopyrightText: Kimai Gateway authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""import-csv: what it makes, for whom, and what it refuses where."""
import contextlib
import json
import sqlite3
import subprocess

from gateway_process import EXECUTABLE, PATIENCE, Gateway, InScratchFolder, import_dump, main, run

KEY = "aaaa1111bbbb2222cccc3333d"  # anna's
PLAN = "Customer,Project,Activity\nNeuhaus,Roof,Planning\nNeuhaus,Roof,Building\nNeuhaus,Cellar,Planning\nOtto,,\n"


class ImportCsv(InScratchFolder):
    def setUp(self):
        super().setUp()
        self.database = self.folder / "k.db"
        import_dump(self.database)

    def query(self, sql):
        with contextlib.closing(sqlite3.connect(self.database)) as connection:
            return connection.execute(sql).fetchall()

    def import_csv(self, text, *options):
        file = self.folder / "plan.csv"
        file.write_bytes(text if isinstance(text, bytes) else text.encode())
        return run("import-csv", "--database", self.database, *options, file)

    def report(self, text, *options):
        done = self.import_csv(text, "--json", *options)
        self.assertEqual(done.returncode, 0, done.stderr)
        return json.loads(done.stdout)

    def counts(self, text, *options):
        """-> [(created, there already)] of customers, projects, activities, assignments"""
        report = self.report(text, *options)
        return [(report[part]["created"], report[part]["existing"])
                for part in ("customers", "projects", "activities", "assignments")]

    def test_what_is_missing_is_made_and_served_at_once(self):
        with Gateway(self.database) as gateway:
            def answers():
                return [gateway.call(*call) for call in [("getCustomers", KEY), ("getProjects", KEY), ("getTasks", KEY)]]

            before = answers()
            self.assertEqual(before, answers())  # By now they are kept.
            self.assertEqual(self.counts(PLAN), [(2, 0), (2, 0), (2, 0), (3, 0)])
            customers, projects, activities = answers()
            self.assertIn("Otto", [row["name"] for row in customers["items"]])
            roof = next(row for row in projects["items"] if row["name"] == "Roof")
            self.assertEqual(roof["customerName"], "Neuhaus")
            self.assertIn("Building", [row["name"] for row in activities["items"]])
            cellar = next(row for row in projects["items"] if row["name"] == "Cellar")
            tasks = [row["name"] for row in gateway.call("getTasks", KEY, int(cellar["projectID"]))["items"]]
            self.assertIn("Planning", tasks)
            self.assertNotIn("Building", tasks)
        self.assertEqual(run("check", "--database", self.database).returncode, 0)

    def test_a_second_time_all_is_there_already(self):
        self.counts(PLAN)
        self.assertEqual(self.counts(PLAN.upper()), [(0, 2), (0, 2), (0, 2), (0, 3)])
        self.assertEqual(self.counts(PLAN.replace("Neuhaus", " néuhaus ")), [(0, 2), (0, 2), (0, 2), (0, 3)])

    def test_other_forms_of_the_same_table(self):
        reordered = "ACTIVITY;customer;Notes;project\r\nPlanning;Neuhaus;x;\"Ro\"\"of; new\"\r\n;;;\r\n\r\n"
        for name, text, delimiter in [
            ("semicolon", reordered, ";"),
            ("byte order mark", "\ufeff" + reordered, ";"),
            ("tab", reordered.replace("\"Ro\"\"of; new\"", "@").replace(";", "\t").replace("@", "\"Ro\"\"of; new\""), "tab"),
            ("no last line end", reordered.rstrip(), ";"),
            ("old Mac", reordered.replace("\r\n", "\r"), ";"),
        ]:
            with self.subTest(name):
                done = self.import_csv(text, "--delimiter", delimiter, "--dry-run", "--json")
                self.assertEqual(done.returncode, 0, done.stderr)
                self.assertEqual(json.loads(done.stdout)["projects"]["created"], 1)
                self.assertIn("Notes", done.stderr)
        self.counts(reordered, "--delimiter", ";")
        self.assertEqual(len(self.query("SELECT 1 FROM projects WHERE name = 'Ro\"of; new'")), 1)

    def test_only_the_groups_that_are_named_see_it(self):
        groups = self.query("SELECT groupID, name FROM groups WHERE trash = 0 ORDER BY groupID")
        self.counts(PLAN, "--group", groups[0][1].upper())
        self.counts("Customer,Project,Activity\nAll,,\n")
        for table, column, plural in [("groups_customers", "customerID", "customers"),
                                      ("groups_projects", "projectID", "projects"),
                                      ("groups_activities", "activityID", "activities")]:
            names = {"customers": "('Neuhaus', 'Otto')", "projects": "('Roof', 'Cellar')",
                     "activities": "('Building')"}[plural]
            self.assertEqual(self.query("SELECT DISTINCT groupID FROM %s JOIN %s USING (%s) WHERE name IN %s"
                                        % (table, plural, column, names)), [(groups[0][0],)])
        self.assertEqual(len(self.query("SELECT 1 FROM groups_customers JOIN customers USING (customerID)"
                                        " WHERE name = 'All'")), len(groups))
        self.assert_refused(self.import_csv(PLAN, "--group", "nobody"), "nobody")

    def test_a_dry_run_changes_nothing(self):
        before = self.database.read_bytes()
        report = self.report(PLAN, "--dry-run")
        self.assertEqual((report["dry_run"], report["customers"]["created"]), (True, 2))
        self.assertEqual(self.query("SELECT 1 FROM customers WHERE name = 'Otto'"), [])
        self.assertEqual(self.database.read_bytes(), before)
        self.assertIn("nothing was changed", self.import_csv(PLAN, "--dry-run").stdout)

    def test_errors_name_line_and_column_and_change_nothing(self):
        head = "Customer,Project,Activity\n"
        customers = self.query("SELECT count(*) FROM customers")
        for name, text, words in [
            ("empty", "", ["line 1", "empty"]),
            ("no column", "Customer,Activity\nA,B\n", ["line 1", "Project is missing"]),
            ("another delimiter", head.replace(",", ";"), ["line 1", "--delimiter"]),
            ("column twice", "Customer,Project,Activity,project\n", ["line 1, column 4", "a second column Project"]),
            ("too few", head + "A,B,C\nA,B\n", ["line 3", "2 columns"]),
            ("too many", head + "A,B,C,D\n", ["line 2", "4 columns"]),
            ("no customer", head + "A,B,C\n,B,C\n", ["line 3, column 1", "customer is empty"]),
            ("no project", head + "A,,C\n", ["line 2, column 2", "project is empty"]),
            ("name too long", head + "A," + "ä" * 256 + ",C\n", ["line 2, column 2", "256 characters", "255"]),
            ("line break", head + "A,\"B\nB\",C\n", ["line 2, column 2", "line break"]),
            ("broken UTF-8", head.encode() + b"A,B,C\nA,B\xe4,C\n", ["line 3, column 2", "UTF-8"]),
            ("UTF-16", head.encode("utf-16"), ["UTF-16"]),
            ("unclosed quote", head + "A,B,C\nA,\"B,C\nA,B,C\n", ["line 3, column 2", "never closed"]),
            ("text behind a quote", head + "A,\"B\"x,C\n", ["line 2, column 2", "behind the closing quote"]),
            ("quote within", head + "A,B \"x\",C\n", ["line 2, column 2", "quote"]),
        ]:
            with self.subTest(name):
                done = self.import_csv(text)
                self.assert_refused(done, "plan.csv", *words)
                self.assertEqual((done.returncode, done.stdout), (1, ""))
        self.assertEqual(self.query("SELECT count(*) FROM customers"), customers)
        self.assertEqual(self.counts(head + "A," + "ä" * 255 + ",C\n"), [(1, 0), (1, 0), (1, 0), (1, 0)])

    def test_files_that_cannot_be_read(self):
        huge = self.folder / "huge.csv"
        with open(huge, "wb") as file:
            file.truncate(256 * 1024 * 1024 + 1)
        for file, word in [(self.folder / "none.csv", "No such file"), (self.folder, "directory"), (huge, "256 MiB")]:
            with self.subTest(word):
                self.assert_refused(run("import-csv", "--database", self.database, file), word)
        self.assertEqual(self.import_csv(PLAN, "--delimiter", "|").returncode, 2)
        self.assert_refused(run("import-csv", "--database", self.folder / "none.db", huge), "does not exist")

    def test_standard_input(self):
        done = subprocess.run([EXECUTABLE, "import-csv", "--database", self.database, "-"], input=PLAN, text=True,
                              capture_output=True, timeout=PATIENCE)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertEqual(len(self.query("SELECT 1 FROM customers WHERE name = 'Otto'")), 1)


if __name__ == "__main__":
    main()
