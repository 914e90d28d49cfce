# SPDX-FileCopyrightText: Kimai Gateway authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the process shows of itself: files, arguments, sockets, headers of answers, and who is believed to be whom."""
import contextlib
import http.client
import json
import os
import pathlib
import re
import sqlite3
import stat
import time

from gateway_process import DUMP, PATIENCE, SALT, Gateway, InScratchFolder, import_dump, main, run
from wires import REFUSED, methods

KEY = "bbbb1111cccc2222dddd3333e"
PASSWORD = "bert-secret"
SECRETS = [KEY, PASSWORD, SALT]
CALL = json.dumps({"jsonrpc": "2.0", "method": "getUsers", "params": [KEY], "id": 1})
LOGIN = json.dumps({"method": "authenticate", "params": ["bert", PASSWORD], "id": 1})


def with_secrets(text):
    return [secret for secret in SECRETS if secret in text]


class Files(InScratchFolder):
    def setUp(self):
        super().setUp()
        # The worst one that a service could be started with.
        self.addCleanup(os.umask, os.umask(0))
        self.database = self.folder / "k.db"

    def assert_private(self, *also):
        files = {file.name: stat.S_IMODE(file.stat().st_mode) for file in self.folder.iterdir()}
        self.assertGreaterEqual(set(files), {"k.db", "k.db.key", *also})
        self.assertEqual({name: oct(mode) for name, mode in files.items() if mode & 0o077}, {})

    def test_a_database_that_is_imported_is_its_owners_alone(self):
        import_dump(self.database)
        self.assert_private()
        with Gateway(self.database) as gateway:
            gateway.sign_in("bert", PASSWORD)
            self.assert_private("k.db-wal", "k.db-shm")
        import_again = run("import", "--database", self.database, "--salt", SALT, "--replace", DUMP)
        self.assertEqual(import_again.returncode, 0, import_again.stderr)
        self.assert_private()

    def test_a_database_that_is_new_is_its_owners_alone(self):
        with Gateway(self.database):
            self.assert_private("k.db-wal", "k.db-shm")

    def test_an_import_that_fails_leaves_nothing(self):
        broken = self.folder / "broken.sql"
        broken.write_bytes(DUMP.read_bytes()[:30000])
        self.assert_refused(run("import", "--database", self.database, "--salt", SALT, broken))
        self.assertEqual([file.name for file in self.folder.iterdir()], ["broken.sql"])

    def test_a_dump_is_data_and_names_no_file(self):
        """Text of a dump that other readers would obey."""
        victim = self.folder / "victim"
        victim.write_text("whole")
        for statement in ["\\! touch %s", "SOURCE %s", "LOAD DATA INFILE '%s' INTO TABLE kimai_users;",
                          "SELECT * FROM kimai_users INTO OUTFILE '%s';", "ATTACH DATABASE '%s' AS x;", "system rm %s"]:
            with self.subTest(statement):
                dump = self.folder / "evil.sql"
                dump.write_bytes(DUMP.read_bytes() + (statement % victim).encode() + b"\n")
                run("import", "--database", self.database, "--salt", SALT, "--replace", dump)
                self.assertEqual(victim.read_text(), "whole")

    def test_names_in_a_dump_stay_names(self):
        dump = self.folder / "evil.sql"
        evil = "x'); DROP TABLE users; --"
        dump.write_bytes(DUMP.read_bytes().replace(b"'Engineering'", ("'%s'" % evil.replace("'", "''")).encode()))
        self.assertEqual(run("import", "--database", self.database, "--salt", SALT, dump).returncode, 0)
        with contextlib.closing(sqlite3.connect(self.database)) as connection:
            self.assertEqual(connection.execute("SELECT name FROM groups WHERE groupID = 2").fetchall(), [(evil,)])
            self.assertEqual(connection.execute("SELECT count(*) FROM users").fetchall(), [(11,)])


class Process(InScratchFolder):
    def setUp(self):
        super().setUp()
        self.database = self.folder / "k.db"
        import_dump(self.database)
        # One comes back every twelve seconds.
        self.gateway = Gateway(self.database, "--login-rate", "5")
        self.addCleanup(self.gateway.__exit__)
        self.process = pathlib.Path("/proc/%d" % self.gateway.process.pid)

    def test_the_process_list_shows_no_secret(self):
        self.gateway.sign_in("bert", PASSWORD)
        for file in ["cmdline", "environ", "comm"]:
            self.assertEqual(with_secrets((self.process / file).read_text(errors="replace")), [])

    def test_it_has_open_what_it_needs(self):
        self.gateway.post(LOGIN)
        opened = [os.readlink(link) for link in (self.process / "fd").iterdir()]
        files = {name for name in opened if name.startswith("/") and not name.startswith("/dev/")}
        allowed = {str(self.database) + ending for ending in ["", "-wal", "-shm"]}
        # The log is a file of the test; a name of a file that is gone ends so.
        self.assertEqual({name for name in files - allowed if not name.endswith(" (deleted)")}, set())
        sockets = [name for name in opened if name.startswith("socket:")]
        self.assertLessEqual(len(sockets), 2)  # It listens at one, and the last connection may still be closing.

    def answers(self):
        """-> (request, status, headers, body) of all kinds of answers"""
        paths = ["/core/json.php", "/core/soap.php", "/core/soap.php?wsdl", "/", "/nothing", "/%00", "/core/../json.php"]
        for method in ["GET", "HEAD", "POST", "OPTIONS", "PUT", "DELETE", "PATCH", "TRACE", "CONNECT", "PROPFIND"]:
            for path in paths:
                connection = http.client.HTTPConnection(*self.gateway.addresses[0], timeout=PATIENCE)
                with contextlib.closing(connection):
                    headers = {"Origin": "https://evil.example", "Authorization": "Basic " + KEY, "X-Secret": PASSWORD,
                               "Cookie": "kimai_key=" + KEY}
                    connection.request(method, path, CALL if method == "POST" else None, headers)
                    response = connection.getresponse()
                    yield (method, path), response.status, response.headers, response.read().decode()

    def test_no_answer_gives_anything_away(self):
        for request, status, headers, body in self.answers():
            with self.subTest(request):
                self.assertNotEqual(status, 500 if "soap" not in request[1] else None)
                shown = str(headers) + body
                self.assertEqual(with_secrets(shown), [])
                for word in ["/tmp", "sqlite", "SQLite", "Boost", "gSOAP", ".cpp", "what()", "std::", "0x7f", "Server:", "PHP"]:
                    self.assertNotIn(word, re.sub(r"Map|xml-soap|/core/\w+\.php", "", shown))

    def test_browsers_get_no_more_than_anybody(self):
        """Any page may call, but nothing that a browser adds by itself opens anything: there are no cookies."""
        for request, _, headers, _ in self.answers():
            with self.subTest(request):
                self.assertIn(headers["Access-Control-Allow-Origin"], {None, "*"})
                self.assertIsNone(headers["Access-Control-Allow-Credentials"])
                self.assertIsNone(headers["Set-Cookie"])
                if headers.get_content_type() == "text/html" and headers["Content-Type"]:
                    self.assertEqual(headers["X-Content-Type-Options"], "nosniff")
                    self.assertIn("default-src 'none'", headers["Content-Security-Policy"])

    def test_a_key_counts_in_its_parameter_only(self):
        call = json.dumps({"method": "getUsers", "id": 1})
        for headers, path in [
            ({"Authorization": "Bearer " + KEY}, "/core/json.php"),
            ({"Cookie": "apiKey=%s; kimai_key=%s; kimai_user=bert" % (KEY, KEY)}, "/core/json.php"),
            ({"X-Api-Key": KEY, "apiKey": KEY}, "/core/json.php"),
            ({}, "/core/json.php?apiKey=" + KEY),
        ]:
            with self.subTest(path, **headers):
                self.assertIn(REFUSED, self.gateway.post(call, headers, path)[1])
        for name in ["apikey", "APIKEY", "apiKey ", "apiKey\x00"]:
            with self.subTest(name):
                self.assertNotIn("items", self.gateway.post(json.dumps(
                    {"method": "getUsers", "params": {name: KEY}, "id": 1}))[1])

    def test_nobody_says_who_he_is(self):
        """Without --trusted-proxy, no header changes the address that the log and the limit of logins know."""
        for name in ["X-Forwarded-For", "X-Real-IP", "Forwarded", "Client-IP", "True-Client-IP", "CF-Connecting-IP"]:
            self.gateway.post(CALL, {name: "192.0.2.66"})
        statuses = [self.gateway.post(LOGIN.replace(PASSWORD, "x").replace("bert", "user%d" % i),
                                      {"X-Forwarded-For": "192.0.2.%d" % i})[0] for i in range(6)]
        self.assertEqual(set(statuses), {200})
        self.assertNotIn("apiKey", self.gateway.post(LOGIN, {"X-Forwarded-For": "198.51.100.1"})[1])
        self.gateway.end()
        self.assertNotIn("192.0.2.", self.gateway.output())

    def test_keys_cannot_be_tried_without_end(self):
        """Kimai 1 made them from 31 bits. Batches count by the call; an address that has tried too many gets nowhere, not
        even with a right one."""
        batch = [{"method": "getUsers", "params": ["%025x" % number], "id": number} for number in range(100)]
        with Gateway(self.database, "--wrong-key-rate", "150") as gateway:
            self.assertIn("items", gateway.post(CALL)[1])
            for _ in range(2):
                status, body = gateway.post(json.dumps(batch))
                self.assertEqual((status, body.count(REFUSED)), (200, 100))
            self.assertNotIn("items", gateway.post(CALL)[1])
            time.sleep(1.5)
            self.assertIn("items", gateway.post(CALL)[1])

    def test_no_method_works_under_another_name(self):
        described = methods(self.gateway)
        for method in described:
            for name in [method.upper(), method.lower(), " " + method, method + " ", method + "\x00", "." + method,
                         "Kimai_Remote_Api." + method, "__construct", "__call", "system.listMethods", "rpc.discover"]:
                if name in described:
                    continue
                with self.subTest(name):
                    body = json.dumps({"method": name, "params": [KEY], "id": 1})
                    self.assertRegex(self.gateway.post(body)[1], r'"code":-326(00|01)')


if __name__ == "__main__":
    main()
