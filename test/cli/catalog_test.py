# SPDX-FileCopyrightText: Kimai Gateway authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Administration of customers, projects, activities, rates, statuses and Kimai's options, while a server runs."""
import json
import sqlite3

from gateway_process import Gateway, InScratchFolder, import_dump, main, run

ANNA = "aaaa1111bbbb2222cccc3333d"
VERBS = {
    "customer": ["list", "show", "add", "edit", "remove", "restore"],
    "project": ["list", "show", "add", "edit", "assignments", "assign", "unassign", "remove", "restore"],
    "activity": ["list", "show", "add", "edit", "assignments", "assign", "unassign", "remove", "restore"],
    "rate": ["list", "set", "remove"],
    "status": ["list", "add", "rename", "remove", "default"],
    "config": ["list", "get", "set"],
}


class Administration(InScratchFolder):
    def setUp(self):
        super().setUp()
        self.database = self.folder / "k.db"
        import_dump(self.database)

    def admin(self, *words):
        return run(*words, environment={"KIMAI_GATEWAY_DATABASE": str(self.database)})

    def done(self, *words):
        """-> what it printed"""
        done = self.admin(*words)
        self.assertEqual(done.returncode, 0, done.stderr)
        return done.stdout

    def json(self, *words):
        return json.loads(self.done(*words, "--json"))

    def refused(self, code, *words):
        """-> the sentence; nothing was changed"""
        before = self.dump()
        done = self.admin(*words)
        self.assertEqual((done.returncode, done.stdout), (code, ""), done.stderr)
        self.assertRegex(done.stderr, r"\Akimai-gateway( [a-z ]+)?: .*\n\Z")
        self.assertEqual(self.dump(), before)
        return done.stderr

    def dump(self):
        connection = sqlite3.connect(self.database)
        lines = [line for line in connection.iterdump() if not line.startswith('INSERT INTO "changes"')]
        connection.close()
        return lines

    def rows(self, sql, *parameters):
        connection = sqlite3.connect(self.database)
        rows = connection.execute(sql, parameters).fetchall()
        connection.close()
        return rows

    def serve(self):
        """A server that has answered already, so that it would answer from memory."""
        gateway = self.enterContext(Gateway(self.database))
        for method in ("getCustomers", "getProjects", "getTasks"):
            gateway.call(method, ANNA)
        return gateway

    @staticmethod
    def names(gateway, method, *params):
        return [item["name"] for item in gateway.call(method, ANNA, *params)["items"]]


class Help(Administration):
    def test_every_verb_teaches(self):
        for noun, verbs in VERBS.items():
            listing = self.done(noun, "--help")
            for verb in verbs:
                with self.subTest(noun, verb=verb):
                    self.assertIn("  " + verb + " ", listing)
                    text = self.done(noun, verb, "--help")
                    for word in ("--database", "--json", "Example:", "kimai-gateway %s %s" % (noun, verb)):
                        self.assertIn(word, text)

    def test_wrong_command_lines_end_with_2(self):
        for words, word in [
            (["customer"], "subcommand"),
            (["customer", "add"], "NAME"),
            (["customer", "add", ""], "empty"),
            (["customer", "add", "a\nb"], "control"),
            (["customer", "add", "x" * 256], "255"),
            (["customer", "add", "x", "--visible", "maybe"], "yes or no"),
            (["customer", "add", "x", "--timezone", "Mars/Dome"], "time zone"),
            (["customer", "add", "x", "--contact", "x" * 256], "255"),
            (["project", "add", "x"], "--customer"),
            (["project", "edit", "#1", "--budget", "-1"], "amount"),
            (["project", "edit", "#1", "--budget", "1,5"], "amount"),
            (["rate", "set", "many"], "amount"),
            (["rate", "set", "5", "--fixed", "--user", "anna"], "--user"),
            (["status", "add", "x" * 201], "200"),
            (["config", "get"], "OPTION"),
        ]:
            with self.subTest(words):
                self.assertIn(word, self.refused(2, *words))
        self.done("customer", "add", "x" * 255, "--contact", "y" * 255)
        self.done("status", "add", "x" * 200)


class Customers(Administration):
    def test_a_new_one_is_seen_at_once(self):
        with self.serve() as gateway:
            said = self.done("customer", "add", "Neue Ärzte", "--contact", "Eva")
            self.assertIn("all groups see it", said)
            self.assertIn("Neue Ärzte", self.names(gateway, "getCustomers"))
            self.done("customer", "edit", "neue arzte", "--name", "Alte Ärzte", "--visible", "no")
            self.assertNotIn("Alte Ärzte", self.names(gateway, "getCustomers"))
            self.done("customer", "edit", "ALTE ÄRZTE", "--visible", "yes")
            self.assertIn("Alte Ärzte", self.names(gateway, "getCustomers"))

    def test_groups_decide_who_sees_it(self):
        groups = [name for (name,) in self.rows(
            "SELECT name FROM groups JOIN groups_users USING (groupID) WHERE userID = 102 AND trash = 0")]
        other = [name for (name,) in self.rows("SELECT name FROM groups WHERE trash = 0") if name not in groups][0]
        with self.serve() as gateway:
            self.assertIn("seen by", self.done("customer", "add", "Secret", "--group", other))
            self.assertNotIn("Secret", self.names(gateway, "getCustomers"))
            self.done("customer", "edit", "Secret", "--show-to", groups[0])
            self.assertIn("Secret", self.names(gateway, "getCustomers"))
            self.assertEqual(sorted(self.json("customer", "show", "Secret")["groups"]), sorted([other, groups[0]]))
            self.done("customer", "edit", "Secret", "--hide-from", groups[0])
            self.assertNotIn("Secret", self.names(gateway, "getCustomers"))
        self.refused(1, "customer", "add", "More", "--group", "no such group")

    def test_every_field_is_kept_and_can_be_emptied(self):
        fields = {name: "value of " + name for name in ("contact", "comment", "company", "vat", "street", "zipcode",
                                                        "city", "country", "phone", "fax", "mobile", "mail", "homepage")}
        fields["timezone"] = "Asia/Tokyo"
        options = [word for name, value in fields.items() for word in ("--" + name, value)]
        added = self.json("customer", "add", "Firm", *options)
        shown = self.json("customer", "show", "#%d" % added["number"])
        self.assertEqual({name: shown[name] for name in fields}, fields)
        self.assertEqual((shown["visible"], shown["removed"], shown["projects"]), (True, False, 0))
        self.done("customer", "edit", "Firm", *[word for name in fields for word in ("--" + name, "")])
        shown = self.json("customer", "show", "Firm")
        self.assertEqual({shown[name] for name in fields}, {None, ""})
        self.assertEqual(shown["timezone"], "")
        self.assertEqual(self.rows("SELECT vat, comment FROM customers WHERE name = 'Firm'"), [(None, None)])

    def test_removed_ones_are_in_the_trash_and_time_entries_stay(self):
        name, count = self.rows("SELECT c.name, count(*) FROM timeSheet JOIN projects USING (projectID) JOIN customers c"
                                " USING (customerID) WHERE c.trash = 0 AND c.visible GROUP BY c.customerID")[0]
        with self.serve() as gateway:
            before = gateway.call("getTimesheet", ANNA)["total"]
            self.assertIn("%d time entr" % count, self.done("customer", "remove", name))
            self.assertNotIn(name, self.names(gateway, "getCustomers"))
            self.assertEqual(gateway.call("getTimesheet", ANNA)["total"], before)
            self.assertNotIn(name, [each["name"] for each in self.json("customer", "list")])
            self.assertIn(name, [each["name"] for each in self.json("customer", "list", "--all") if each["removed"]])
            self.assertIn("removed already", self.refused(1, "customer", "remove", name))
            self.assertIn("restore", self.refused(1, "customer", "add", name))
            self.done("customer", "restore", name)
            self.assertIn(name, self.names(gateway, "getCustomers"))
            self.assertIn("not removed", self.refused(1, "customer", "restore", name))

    def test_what_is_refused_says_why(self):
        self.done("customer", "add", "Müller")
        self.assertIn("already", self.refused(1, "customer", "add", "MULLER"))
        self.assertIn("Müller", self.refused(1, "customer", "show", "Muler"))
        self.assertIn("nothing to change", self.refused(1, "customer", "edit", "Müller"))
        self.refused(1, "customer", "show", "#99999")


class Projects(Administration):
    def test_a_project_with_its_activities(self):
        with self.serve() as gateway:
            self.done("customer", "add", "Firm")
            self.done("activity", "add", "Drawing")
            self.done("activity", "add", "Printing")
            said = self.admin("project", "add", "Poster", "--customer", "Firm", "--budget", "1500", "--effort", "99.5",
                              "--approved", "0.01", "--internal", "yes", "--comment", "big", "--activity", "Drawing")
            self.assertEqual(said.returncode, 0, said.stderr)
            self.assertIn("was open to all projects", said.stderr)
            project = next(each for each in gateway.call("getProjects", ANNA)["items"] if each["name"] == "Poster")
            self.assertEqual([project[name] for name in ("budget", "effort", "approved", "internal", "comment")],
                             ["1500.00", "99.50", "0.01", "1", "big"])
            number = int(project["projectID"])
            self.done("project", "assign", "Poster", "Printing", "--budget", "12.34")
            tasks = {task["name"]: task for task in gateway.call("getTasks", ANNA, number)["items"]}
            self.assertEqual((tasks["Printing"]["budget"], tasks["Printing"]["effort"]), ("12.34", None))
            self.done("activity", "assign", "Printing", "Poster", "--effort", "5", "--approved", "6")
            activity = int(tasks["Printing"]["activityID"])
            budget = {"budget": "12.34", "effort": "5.00", "approved": "6.00"}
            self.assertEqual(self.json("project", "assignments", "Poster")[1],
                             {"number": activity, "name": "Printing", **budget})
            self.assertEqual(self.json("activity", "assignments", "Printing"),
                             [{"number": number, "name": "Poster", **budget}])
            self.assertEqual(self.json("project", "show", "Poster")["activities"][1],
                             {"name": "Printing", "number": activity})
            self.assertEqual(self.json("activity", "show", "Printing")["projects"], [{"name": "Poster", "number": number}])
            self.assertNotIn("Printing", self.names(gateway, "getTasks", 1))
            said = self.admin("activity", "unassign", "Printing", "Poster")
            self.assertIn("open to all", said.stderr)
            self.assertIn("Printing", self.names(gateway, "getTasks", 1))
            self.assertIn("not assigned", self.refused(1, "project", "unassign", "Poster", "Printing"))

    def test_all_or_nothing(self):
        self.done("customer", "add", "Firm")
        self.refused(1, "project", "add", "P", "--customer", "Firm", "--activity", "no such activity")
        self.refused(1, "project", "add", "P", "--customer", "no such customer")
        self.refused(1, "activity", "add", "A", "--project", "no such project")
        self.assertEqual(self.json("project", "list", "--customer", "Firm"), [])

    def test_names_are_a_customers_own(self):
        self.done("customer", "add", "One")
        self.done("customer", "add", "Two")
        first = self.json("project", "add", "Shop", "--customer", "One")["number"]
        second = self.json("project", "add", "Shop", "--customer", "Two")["number"]
        self.assertIn("already", self.refused(1, "project", "add", "SHOP", "--customer", "One"))
        text = self.refused(1, "project", "show", "shop")
        for word in ("#%d" % first, "#%d" % second, "One", "Two"):
            self.assertIn(word, text)
        self.assertIn("already", self.refused(1, "project", "edit", "#%d" % first, "--customer", "Two"))
        self.done("project", "edit", "#%d" % first, "--customer", "Two", "--name", "Old shop")
        self.assertEqual(self.json("project", "show", "#%d" % first)["customer"], "Two")

    def test_remove_and_restore(self):
        with self.serve() as gateway:
            name = self.names(gateway, "getProjects")[0]
            entries = self.rows("SELECT count(*) FROM timeSheet")
            self.done("project", "remove", name)
            self.assertNotIn(name, self.names(gateway, "getProjects"))
            self.assertEqual(self.rows("SELECT count(*) FROM timeSheet"), entries)
            self.done("project", "restore", name)
            self.assertIn(name, self.names(gateway, "getProjects"))


class Rates(Administration):
    def test_the_best_fitting_rate_counts_from_the_next_entry_on(self):
        with self.serve() as gateway:
            def rate(kind="rate"):
                number = gateway.call("startRecord", ANNA, 1, 1)["items"][0]["timeEntryID"]
                return gateway.call("getTimesheetRecord", ANNA, number)["items"][0][kind]
            self.done("rate", "set", "1.01")
            self.done("rate", "set", "85.50", "--user", "anna", "--project", "#1", "--activity", "#1")
            self.assertEqual(rate(), "85.50")
            said = self.done("rate", "set", "86", "--user", "ANNA", "--project", "#1", "--activity", "#1")
            self.assertIn("86.00 now; it was 85.50", said)
            self.assertEqual(rate(), "86.00")
            self.assertEqual(len(self.rows("SELECT 1 FROM rates WHERE userID = 102 AND projectID = 1 AND activityID = 1")), 1)
            self.done("rate", "remove", "--user", "anna", "--project", "#1", "--activity", "#1")
            self.assertNotEqual(rate(), "86.00")
            self.assertIn("no hourly rate", self.refused(1, "rate", "remove", "--user", "anna", "--project", "#1",
                                                         "--activity", "#1"))
            self.done("rate", "set", "1200", "--fixed", "--project", "#1", "--activity", "#1")
            self.assertEqual(rate("fixedRate"), "1200.00")

    def test_the_list_names_what_a_rate_is_for(self):
        self.done("rate", "set", "7.25", "--user", "anna")
        self.done("rate", "set", "0", "--fixed", "--activity", "#1")
        rates = self.json("rate", "list")
        self.assertIn({"kind": "hourly", "user": "anna", "project": None, "activity": None, "rate": "7.25"}, rates)
        activity = self.rows("SELECT name FROM activities WHERE activityID = 1")[0][0]
        self.assertIn({"kind": "fixed", "user": None, "project": None, "activity": activity, "rate": "0.00"}, rates)
        self.refused(1, "rate", "set", "7", "--user", "nobody at all")


class Statuses(Administration):
    def test_a_status_lives(self):
        with self.serve() as gateway:
            number = self.json("status", "add", "billed")["number"]
            self.assertIn("already", self.refused(1, "status", "add", "BILLED"))
            self.done("status", "default", "billed")
            entry = gateway.call("startRecord", ANNA, 1, 1)["items"][0]["timeEntryID"]
            self.assertEqual(gateway.call("getTimesheetRecord", ANNA, entry)["items"][0]["statusID"], str(number))
            self.done("status", "rename", "billed", "paid")
            listed = {each["name"]: each for each in self.json("status", "list")}
            self.assertEqual(listed["paid"], {"number": number, "name": "paid", "default": True, "time_entries": 1})
            self.assertIn("1 time entry", self.refused(1, "status", "remove", "paid"))
            gateway.call("removeTimesheetRecord", ANNA, entry)
            self.assertIn("status default", self.refused(1, "status", "remove", "paid"))
            self.done("status", "default", "#1")
            self.done("status", "remove", "paid")
            self.assertNotIn("paid", [each["name"] for each in self.json("status", "list")])


class Configuration(Administration):
    def test_the_server_goes_by_it_at_once(self):
        with self.serve() as gateway:
            entry = gateway.call("getTimesheet", ANNA, "2018-01-01", 0, -1, 0, 1)["items"][0]
            self.assertRegex(entry["formattedDuration"], r"^\d+:\d\d$")
            self.assertIn("it was 0", self.done("config", "set", "durationWithSeconds", "yes"))
            entry = gateway.call("getTimesheet", ANNA, "2018-01-01", 0, -1, 0, 1)["items"][0]
            self.assertRegex(entry["formattedDuration"], r"^\d+:\d\d:\d\d$")
        self.assertEqual(self.done("config", "get", "durationWithSeconds"), "1\n")

    def test_values_are_checked(self):
        for option, good, bad in [
            ("roundPrecision", ["0", "1440"], ["-1", "1441", "5min", ""]),
            ("roundingMethod", ["default", "closest", "ceil"], ["floor", ""]),
            ("loginTries", ["0", "1000"], ["-1", "1001"]),
            ("loginBanTime", ["0", "604800"], ["-1", "604801"]),
            ("durationWithSeconds", ["yes", "no", "0", "1"], ["2", "true"]),
            ("defaultStatusID", ["1", "#2"], ["99", "no such status", ""]),
            ("version", [], ["1.3.6"]),
            ("currency_name", ["Franken", "", "x" * 255], ["x" * 256, "a\nb"]),
        ]:
            for value in good:
                with self.subTest(option, value=value):
                    self.done("config", "set", option, value)
            for value in bad:
                with self.subTest(option, value=value):
                    self.assertIn(option, self.refused(1, "config", "set", option, value))

    def test_a_status_may_be_named(self):
        name, number = self.rows("SELECT status, statusID FROM statuses ORDER BY statusID DESC")[0]
        self.done("config", "set", "defaultStatusID", name)
        self.assertEqual(self.done("config", "get", "defaultStatusID"), "%d\n" % number)

    def test_what_is_not_set_and_what_an_import_brought(self):
        connection = sqlite3.connect(self.database)
        connection.execute("DELETE FROM configuration WHERE option = 'loginTries'")
        connection.commit()
        connection.close()
        done = self.admin("config", "get", "loginTries")
        self.assertEqual((done.returncode, done.stdout), (0, "3\n"))
        self.assertIn("does not set it", done.stderr)
        listed = {each["option"]: each for each in self.json("config", "list")}
        self.assertTrue(listed["roundPrecision"]["used"])
        self.assertFalse(listed["currency_sign"]["used"])
        self.assertEqual(listed["currency_sign"]["value"], "€")

    def test_unknown_names_are_refused_with_near_ones(self):
        self.assertIn("near: roundPrecision", self.refused(1, "config", "set", "roundPrecison", "5"))
        self.assertIn("near: currency_", self.refused(1, "config", "get", "currency"))


if __name__ == "__main__":
    main()
