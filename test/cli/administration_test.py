# SPDX-FileCopyrightText: Kimai Gateway authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Administration from the command line: users, groups, roles and keys; what is refused; on a running server."""
import json
import os
import pathlib
import pty
import select
import shutil
import signal
import sqlite3
import subprocess
import tempfile
import termios

from gateway_process import EXECUTABLE, PATIENCE, Gateway, InScratchFolder, main, run

NOUNS = {
    "user": ["list", "show", "add", "edit", "password", "disable", "enable", "remove", "restore"],
    "group": ["list", "add", "rename", "remove", "restore", "members", "add-member", "remove-member"],
    "role": ["list", "show", "set", "add", "rename", "remove"],
    "key": ["list", "revoke", "issue"],
}


class OnDemo(InScratchFolder):
    """Each test has a demo database of its own: self.database."""

    @classmethod
    def setUpClass(cls):
        cls.made = pathlib.Path(tempfile.mkdtemp(prefix="kimai-gateway-test"))
        cls.addClassCleanup(shutil.rmtree, cls.made, ignore_errors=True)
        done = run("demo", "--database", cls.made / "demo.db")
        if done.returncode:
            raise AssertionError(done.stdout + done.stderr)

    def setUp(self):
        super().setUp()
        for file in self.made.iterdir():
            shutil.copy(file, self.folder / file.name)
        self.database = self.folder / "demo.db"

    def command(self, *arguments):
        return run(*arguments, environment={"KIMAI_GATEWAY_DATABASE": str(self.database)})

    def do(self, *arguments):
        """-> what a command prints, which must end well"""
        done = self.command(*arguments)
        self.assertEqual(done.returncode, 0, done.stderr)
        return done.stdout

    def ask(self, *arguments):
        """-> what a command prints as JSON"""
        return json.loads(self.do(*arguments, "--json"))

    def contents(self):
        with sqlite3.connect(self.database) as connection:
            dump = list(connection.iterdump())
        connection.close()
        return dump

    def refuse(self, arguments, *words, code=1):
        """The command ends with that code and one line that has these words in it; nothing is changed or printed."""
        before = self.contents()
        done = self.command(*arguments)
        self.assertEqual((done.returncode, done.stdout), (code, ""), arguments)
        self.assertRegex(done.stderr, r"\Akimai-gateway[^\n]+\n\Z")
        for word in words:
            self.assertIn(word, done.stderr)
        self.assertEqual(self.contents(), before)

    def add_user(self, name, *arguments):
        """-> the password"""
        return self.ask("user", "add", name, "--generate", *arguments)["password"]


class Help(OnDemo):
    def test_every_command_explains_itself_with_an_example(self):
        for noun, verbs in NOUNS.items():
            for verb in verbs:
                with self.subTest(noun=noun, verb=verb):
                    text = self.do(noun, verb, "--help")
                    self.assertIn("--database", text)
                    self.assertIn("--json", text)
                    self.assertIn("Example:\n  kimai-gateway %s %s" % (noun, verb), text)

    def test_no_command_is_missing_here(self):
        for noun, verbs in NOUNS.items():
            listed = self.do(noun, "--help").split("Subcommands:\n")[1]
            self.assertEqual([line.split()[0] for line in listed.splitlines() if line.startswith("  ")], verbs)

    def test_a_wrong_command_line_ends_with_2(self):
        for arguments, word in [
            (["user"], "list"),
            (["user", "lis"], "no subcommand lis"),
            (["user", "list", "--nonsense"], "--nonsense"),
            (["user", "show"], "USER"),
            (["user", "edit", "lead"], "options"),
            (["user", "edit", "lead", "--timezone", "Mars/Base"], "Mars/Base"),
            (["user", "edit", "lead", "--row-limit", "0"], "1000000"),
            (["user", "edit", "lead", "--row-limit", "1000001"], "1000000"),
            (["user", "edit", "lead", "--name", "x" * 161], "160"),
            (["user", "edit", "lead", "--name", " "], "empty"),
            (["user", "add", "two\nlines", "--generate"], "one line"),
            (["user", "add", "x", "--generate", "--password-file", "-"], "--password-file"),
            (["role", "set", "User", "core-user-otherGroup-view=maybe"], "PERMISSION=yes"),
        ]:
            with self.subTest(arguments=arguments):
                self.refuse(arguments, word, code=2)

    def test_the_database_must_be_named_and_be_there(self):
        done = run("user", "list")
        self.assertEqual(done.returncode, 2)
        self.assertIn("--database", done.stderr)
        done = run("user", "list", "--database", self.folder / "none.db")
        self.assertEqual(done.returncode, 1)
        self.assertIn("does not exist", done.stderr)
        self.assertFalse((self.folder / "none.db").exists())


class Users(OnDemo):
    def test_what_is_added_is_shown(self):
        self.add_user("Änne", "--alias", "Anne", "--mail", "anne@example.com", "--role", "admin", "--group",
                      "design=groupleader", "--group", "Office", "--timezone", "europe/berlin", "--row-limit", "20")
        shown = self.ask("user", "show", "ANNE")
        self.assertEqual(
            {"name": "Änne", "alias": "Anne", "mail": "anne@example.com", "state": "active", "role": "Admin",
             "groups": [{"group": "Design", "role": "Groupleader"}, {"group": "Office", "role": "User"}],
             "timezone": "Europe/Berlin", "row_limit": "20", "has_key": False, "failed_logins": 0},
            {name: value for name, value in shown.items() if name != "number"})
        # For people, the same in lines.
        self.assertIn("groups         Design (Groupleader), Office (User)\n", self.do("user", "show", "anne"))

    def test_lists(self):
        names = [user["name"] for user in self.ask("user", "list")]
        self.assertEqual(names, ["admin", "consultant", "designer", "developer", "lead", "office", "trainee"])
        self.assertEqual([user["name"] for user in self.ask("user", "list", "--all")][-2:], ["temp", "trainee"])
        self.assertEqual([user["name"] for user in self.ask("user", "list", "--group", "design", "--all")],
                         ["designer", "temp", "trainee"])
        self.assertRegex(self.do("user", "list"), r"(?m)^number  name .*\n +1  admin ")

    def test_edit(self):
        self.do("user", "edit", "lead", "--name", "chief", "--alias", "", "--role", "Admin", "--join", "Design",
                "--join", "office=Groupleader", "--leave", "Development", "--timezone", "", "--row-limit", "1000000")
        shown = self.ask("user", "show", "chief")
        self.assertEqual((shown["alias"], shown["role"], shown["timezone"], shown["row_limit"], shown["mail"]),
                         (None, "Admin", None, "1000000", "lead@example.com"))
        self.assertEqual(shown["groups"], [{"group": "Design", "role": "User"}, {"group": "Office", "role": "Groupleader"}])

    def test_refusals(self):
        for arguments, words in [
            (["user", "show", "develper"], ["develper", '"developer"']),
            (["user", "show", "#99"], ["#99", '"admin"']),
            (["user", "add", "LEAD", "--generate"], ['"lead"', "'#2'"]),
            (["user", "add", "temp", "--generate"], ["restore"]),
            (["user", "add", "x", "--generate", "--role", "Chief"], ["global role", '"Admin", "User"']),
            (["user", "add", "x", "--generate", "--group", "Desing"], ['"Design"']),
            (["user", "add", "x", "--generate", "--group", "Design=Chief"], ["membership role", '"Groupleader"']),
            (["user", "edit", "lead", "--name", "Admin"], ['"admin"']),
            # All or nothing: the first group is left only with the second one.
            (["user", "edit", "lead", "--leave", "Development", "--leave", "Design"], ["is not in the group"]),
            (["user", "password", "nobody", "--generate"], ["nobody"]),
            (["user", "add", "x"], ["terminal", "--password-file", "--generate"]),
            (["user", "add", "x", "--password-file", "-"], ["empty"]),
            (["user", "add", "x", "--password-file", str(self.folder / "none")], ["cannot read"]),
        ]:
            with self.subTest(arguments=arguments):
                self.refuse(arguments, *words)

    def test_one_who_may_do_everything_stays(self):
        for arguments in [("disable", "admin"), ("remove", "admin"), ("edit", "admin", "--role", "User")]:
            with self.subTest(arguments=arguments):
                self.refuse(["user", *arguments], "--force")
        self.refuse(["role", "set", "Admin", "ki_expenses-otherEntry-otherGroup-edit=no"], "--force")
        self.do("user", "edit", "lead", "--role", "Admin")
        self.do("user", "disable", "admin")
        self.refuse(["user", "remove", "lead"], "--force")
        self.do("user", "remove", "lead", "--force")

    def test_two_of_a_name_are_told_by_their_numbers(self):
        with sqlite3.connect(self.database) as connection:
            connection.execute("UPDATE users SET name = 'LEAD', nameKey = (SELECT nameKey FROM users WHERE userID = 2)"
                               " WHERE userID = 3")
        connection.close()
        self.refuse(["user", "show", "lead"], "'#2'", "'#3'")
        self.assertEqual(self.ask("user", "show", "#3")["name"], "LEAD")


class Passwords(OnDemo):
    def sign_in(self, name, password):
        with Gateway(self.database) as gateway:
            return gateway.sign_in(name, password)

    def from_file(self, content):
        file = self.folder / "password"
        file.write_bytes(content)
        return self.command("user", "password", "lead", "--password-file", str(file))

    def test_from_a_file_or_standard_input(self):
        self.assertEqual(self.from_file("geheim-äöü €\n".encode()).returncode, 0)
        self.assertIsNotNone(self.sign_in("lead", "geheim-äöü €"))
        done = subprocess.run([EXECUTABLE, "user", "password", "lead", "--password-file", "-", "--database",
                               str(self.database)], input=b"second", capture_output=True, timeout=PATIENCE)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertIsNotNone(self.sign_in("lead", "second"))

    def test_what_can_be_no_password(self):
        for content, word in [(b"", "empty"), (b"\n", "empty"), (b"two\nlines\n", "one line"), (b"x" * 1025, "1024")]:
            with self.subTest(content=content):
                done = self.from_file(content)
                self.assertEqual(done.returncode, 1)
                self.assertIn(word, done.stderr)
        self.assertEqual(self.from_file(b"x" * 1024 + b"\n").returncode, 0)

    def test_a_changed_password_ends_a_ban(self):
        with Gateway(self.database) as gateway:
            for _ in range(4):
                gateway.sign_in("lead", "wrong")
            self.assertIsNone(gateway.sign_in("lead", "demo-lead"))
            self.assertGreaterEqual(self.ask("user", "show", "lead")["failed_logins"], 3)
            password = self.ask("user", "password", "lead", "--generate")["password"]
            self.assertEqual(self.ask("user", "show", "lead")["failed_logins"], 0)
            self.assertIsNotNone(gateway.sign_in("lead", password))
            self.assertIsNone(gateway.sign_in("lead", "demo-lead"))

    def test_it_is_stored_as_the_login_stores_it(self):
        self.add_user("x")
        with sqlite3.connect(self.database) as connection:
            (stored,) = connection.execute("SELECT password FROM users WHERE name = 'x'").fetchone()
        connection.close()
        self.assertTrue(stored.startswith("$argon2id$"))

    def type(self, *lines, end=None):
        """Runs user password at a terminal of its own. -> exit code, what the terminal shows, whether it echoes after"""
        controller, terminal = pty.openpty()
        process = subprocess.Popen([EXECUTABLE, "user", "password", "lead", "--database", str(self.database)],
                                   stdin=terminal, stdout=terminal, stderr=terminal, start_new_session=True)
        shown = b""
        for line in lines:
            shown += self.read_until(controller, b": ")
            os.write(controller, line.encode())
        if end:
            shown += self.read_until(controller, b": ")
            process.send_signal(end)
        code = process.wait(PATIENCE)
        shown += self.read_until(controller, b"nothing more", patience=0.2)
        echoes = bool(termios.tcgetattr(terminal)[3] & termios.ECHO)
        os.close(terminal)
        os.close(controller)
        return code, shown.decode(), echoes

    @staticmethod
    def read_until(controller, wanted, patience=PATIENCE):
        shown = b""
        while wanted not in shown and select.select([controller], [], [], patience)[0]:
            shown += os.read(controller, 1024)
        return shown

    def test_typed_twice_without_being_shown(self):
        code, shown, echoes = self.type("typed-secret\n", "typed-secret\n")
        self.assertEqual((code, echoes), (0, True), shown)
        self.assertNotIn("typed-secret", shown)
        self.assertIsNotNone(self.sign_in("lead", "typed-secret"))

    def test_two_that_differ_are_refused(self):
        code, shown, _ = self.type("typed-secret\n", "typed-secert\n")
        self.assertEqual(code, 1)
        self.assertIn("not the same", shown)
        self.assertIsNotNone(self.sign_in("lead", "demo-lead"))

    def test_who_interrupts_gets_his_terminal_back(self):
        code, _, echoes = self.type(end=signal.SIGINT)
        self.assertEqual((code, echoes), (-signal.SIGINT, True))


class Groups(OnDemo):
    def test_a_group_and_its_members(self):
        self.do("group", "add", "Support")
        added = self.ask("group", "add-member", "support", "lead", "#3")
        self.assertEqual([row["user"] for row in added], ["lead", "developer"])
        self.do("group", "add-member", "Support", "lead", "--role", "Groupleader")
        self.assertEqual([(row["name"], row["role"]) for row in self.ask("group", "members", "Support")],
                         [("developer", "User"), ("lead", "Groupleader")])
        self.assertIn("no longer", self.do("group", "remove-member", "Support", "lead"))
        self.do("group", "rename", "Support", "Help desk")
        row = [row for row in self.ask("group", "list") if row["name"] == "Help desk"]
        self.assertEqual((row[0]["members"], row[0]["state"]), (1, "active"))

    def test_a_group_with_members_is_not_removed_by_chance(self):
        self.refuse(["group", "remove", "Office"], "members", "--with-members")
        self.do("group", "remove", "Office", "--with-members")
        self.assertNotIn("Office", [row["name"] for row in self.ask("group", "list")])
        self.assertEqual(self.ask("group", "members", "Office", "--all"), [])
        self.refuse(["group", "add-member", "Office", "lead"], "restore")
        self.do("group", "restore", "Office")
        self.do("group", "add-member", "Office", "lead")

    def test_refusals(self):
        for arguments, words in [
            (["group", "add", "OFFICE"], ['"Office"']),
            (["group", "rename", "Office", "design"], ['"Design"']),
            (["group", "members", "Offce"], ['did you mean "Office"']),
            (["group", "add-member", "Office", "lead", "nobody"], ["nobody"]),
            (["group", "remove-member", "Office", "lead", "designer"], ["is not in the group"]),
            (["group", "add-member", "Office", "lead", "--role", "Boss"], ['"Groupleader"']),
        ]:
            with self.subTest(arguments=arguments):
                self.refuse(arguments, *words)


class Roles(OnDemo):
    def test_a_role_of_its_own(self):
        self.do("role", "add", "Auditor", "--like", "User")
        changed = self.ask("role", "set", "Auditor", "core-user-otherGroup-view=yes", "core-project-otherGroup-view=no")
        self.assertEqual([row["changed"] for row in changed], [True, False])
        granted = {row["permission"] for row in self.ask("role", "show", "Auditor", "--all") if row["granted"]}
        self.assertEqual(granted, {row["permission"] for row in self.ask("role", "show", "User", "--all")
                                   if row["granted"]} | {"core-user-otherGroup-view"})
        self.do("role", "rename", "Auditor", "Controller")
        self.do("role", "remove", "Controller")
        self.assertEqual([row["name"] for row in self.ask("role", "list") if row["kind"] == "global"], ["Admin", "User"])

    def test_what_the_methods_ask_for_is_explained(self):
        for arguments, number in [(["Admin"], 8), (["Admin", "--membership"], 5)]:
            rows = self.ask("role", "show", *arguments)
            self.assertEqual(len(rows), number)
            self.assertTrue(all(row["granted"] and row["lets_one"] for row in rows))
        self.assertGreater(len(self.ask("role", "show", "Admin", "--all")), 50)

    def test_refusals(self):
        for arguments, words in [
            (["role", "show", "Groupleader"], ["global role", '"Admin", "User"']),
            (["role", "set", "User", "core-user-view=yes"], ["core-user-view", "core-user-otherGroup-view"]),
            (["role", "add", "ADMIN"], ['"Admin"']),
            (["role", "remove", "User"], ["users have"]),
            (["role", "remove", "Groupleader", "--membership"], ["users have"]),
        ]:
            with self.subTest(arguments=arguments):
                self.refuse(arguments, *words)


class Keys(OnDemo):
    def test_a_key_is_printed_once_and_never_again(self):
        key = self.do("key", "issue", "lead").strip()
        self.assertRegex(key, "^[0-9a-f]{25}$")
        self.refuse(["key", "issue", "lead"], "--replace")
        listed = self.do("key", "list", "--json")
        self.assertNotIn(key, listed)
        self.assertEqual([(row["user"], row["last_used"]) for row in json.loads(listed)], [("lead", None)])
        self.assertRegex(json.loads(listed)[0]["made"], r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$")
        with Gateway(self.database) as gateway:
            self.assertTrue(gateway.call("getProjects", key)["success"])
            # It is the key that a sign-in gives.
            self.assertEqual(gateway.sign_in("lead", "demo-lead"), key)
            gateway.end()
        self.assertIsNotNone(self.ask("key", "list")[0]["last_used"])

    def test_refusals(self):
        self.do("key", "issue", "lead")
        for arguments, words in [
            (["key", "revoke", "developer"], ["no API key"]),
            # All or nothing.
            (["key", "revoke", "lead", "developer"], ["no API key"]),
            (["key", "issue", "temp"], ["restore"]),
        ]:
            with self.subTest(arguments=arguments):
                self.refuse(arguments, *words)

    def test_a_key_that_cannot_be_told_is_not_made(self):
        with open("/dev/full", "w", encoding="ascii") as full:
            done = subprocess.run([EXECUTABLE, "key", "issue", "lead", "--database", str(self.database)], stdout=full,
                                  stderr=subprocess.PIPE, timeout=PATIENCE)
        self.assertEqual(done.returncode, 1)
        self.assertIn(b"cannot be printed", done.stderr)
        self.assertEqual(self.ask("key", "list"), [])

    def test_imported_keys_are_revoked_together(self):
        for user in ["lead", "developer", "designer"]:
            self.do("key", "issue", user)
        with sqlite3.connect(self.database) as connection:
            connection.execute("UPDATE apiKeys SET created = NULL WHERE userID IN (2, 4)")
        connection.close()
        self.assertEqual([row["user"] for row in self.ask("key", "revoke", "--imported")], ["designer", "lead"])
        self.assertEqual([row["user"] for row in self.ask("key", "list")], ["developer"])
        self.refuse(["key", "revoke"], "--imported", code=2)
        self.refuse(["key", "revoke", "developer", "--imported"], "--imported", code=2)

    def test_without_the_key_file_no_key_is_issued(self):
        self.do("key", "issue", "lead")
        (self.folder / "demo.db.key").unlink()
        self.refuse(["key", "issue", "lead", "--replace"], "key file")
        self.refuse(["key", "issue", "developer"], "key file")
        # What needs no secret goes on.
        self.do("user", "list")
        self.do("key", "revoke", "lead")


class RunningServer(OnDemo):
    """A server that has just answered knows at once what was changed. Each call is made twice before, so that its answer
    is kept and its user remembered."""

    def setUp(self):
        super().setUp()
        self.gateway = Gateway(self.database)
        self.addCleanup(self.gateway.__exit__)
        self.key = self.gateway.sign_in("lead", "demo-lead")

    def may(self, key):
        answers = [self.gateway.call("getProjects", key)["success"] for _ in range(2)]
        self.assertEqual(answers[0], answers[1])
        return answers[0]

    def names(self):
        answers = [self.gateway.call("getUsers", self.key)["items"] for _ in range(2)]
        self.assertEqual(answers[0], answers[1])
        return [user["name"] for user in answers[0]]

    def test_a_revoked_key_and_its_replacement(self):
        self.assertTrue(self.may(self.key))
        self.do("key", "revoke", "lead")
        self.assertFalse(self.may(self.key))
        new = self.do("key", "issue", "lead").strip()
        self.assertTrue(self.may(new))
        newer = self.ask("key", "issue", "lead", "--replace")["key"]
        self.assertEqual([self.may(key) for key in (self.key, new, newer)], [False, False, True])

    def test_a_disabled_or_removed_user(self):
        for out, back in [("disable", "enable"), ("remove", "restore")]:
            with self.subTest(out):
                self.assertTrue(self.may(self.key))
                self.do("user", out, "lead")
                self.assertFalse(self.may(self.key))
                self.assertIsNone(self.gateway.sign_in("lead", "demo-lead"))
                self.do("user", back, "lead")
                self.assertTrue(self.may(self.key))

    def test_a_new_user_signs_in(self):
        password = self.add_user("fresh", "--group", "Development")
        self.assertIn("fresh", self.names())
        self.assertTrue(self.may(self.gateway.sign_in("fresh", password)))

    def test_names_groups_and_roles(self):
        self.assertIn("developer", self.names())
        self.do("user", "edit", "developer", "--name", "coder")
        self.assertIn("coder", self.names())
        self.do("group", "remove-member", "Development", "coder")
        self.assertNotIn("coder", self.names())
        self.do("group", "add-member", "Development", "coder")
        self.assertIn("coder", self.names())
        self.do("role", "set", "Groupleader", "--membership", "core-user-view=no")
        self.assertEqual(self.names(), ["lead"])
        self.do("role", "set", "User", "core-user-otherGroup-view=yes")
        self.assertIn("admin", self.names())

    def test_preferences(self):
        def number():
            return len(self.gateway.call("getTimesheet", self.key)["items"])
        self.assertEqual([number(), number()], [100, 100])
        self.do("user", "edit", "lead", "--row-limit", "7")
        self.assertEqual([number(), number()], [7, 7])
        self.do("user", "edit", "lead", "--row-limit", "")
        self.assertEqual(number(), 100)


if __name__ == "__main__":
    main()
