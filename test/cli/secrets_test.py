# SPDX-FileCopyrightText: Kimai Gateway authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Keys and passwords stay where they belong: not in the log, not readable in the database."""
import json
import sqlite3
import stat

from gateway_process import DUMP, SALT, Gateway, InScratchFolder, import_dump, main

PASSWORD = "anna-secret"
WRONG_PASSWORD = "wrong-password-4711"


class Secrets(InScratchFolder):
    def setUp(self):
        super().setUp()
        self.database = self.folder / "k.db"
        import_dump(self.database)

    def test_the_log_never_shows_keys_and_passwords(self):
        with Gateway(self.database, "--log-level", "debug") as gateway:
            key = gateway.sign_in("anna", PASSWORD)
            gateway.sign_in("anna", WRONG_PASSWORD)
            gateway.call("getTimesheet", key)
            gateway.call("noSuchMethod", key)
            gateway.call("startRecord", key, 1, 1)
            gateway.call("setTimesheetRecord", key, {"projectId": 1, "taskId": 1, "start": key, "end": key}, False)
            for body in [
                json.dumps({"method": "authenticate", "params": {"username": "anna", "password": PASSWORD}, "id": key}),
                json.dumps({"method": PASSWORD, "params": [key], "id": 1}),
                json.dumps({"method": key, "params": [], "id": 1}),
                json.dumps([{"method": "getUsers", "params": [key], "id": 1}, {"method": key}]),
                '{"method":"authenticate","params":["anna","%s"' % PASSWORD,
                key,
                "username=anna&password=" + PASSWORD,
            ]:
                gateway.post(body, {"Authorization": "Bearer " + key, "Cookie": "kimai_key=" + key})
            gateway.post("", path="/core/json.php?apiKey=" + key)
            gateway.post("", path="/" + key)
            with gateway.connect() as connection:
                connection.sendall(b"GET /%s HTTP/1.1\r\nHost: %s\r\n\r\n\r\nnonsense %s\r\n\r\n" %
                                   ((key.encode(),) * 3))
                connection.recv(65536)
            gateway.end()
            log = gateway.output()
        self.assertIn("method=authenticate", log)
        self.assertIn("method=getTimesheet", log)
        for secret in [key, PASSWORD, WRONG_PASSWORD, SALT]:
            self.assertNotIn(secret, log)

    def test_the_database_alone_opens_nothing(self):
        with Gateway(self.database) as gateway:
            key = gateway.sign_in("anna", PASSWORD)
            gateway.end()
        self.assertIn(key, DUMP.read_text(), "an imported key is the one that comes back")
        content = b"".join(file.read_bytes() for file in self.folder.glob("k.db*") if file.suffix != ".key")
        for secret in [key, PASSWORD, SALT]:
            self.assertNotIn(secret.encode(), content)

    def test_the_files_are_their_owners_alone(self):
        self.assertEqual(stat.S_IMODE((self.folder / "k.db.key").stat().st_mode), 0o600)

    def test_an_old_hash_is_replaced_at_the_first_sign_in(self):
        with Gateway(self.database) as gateway:
            gateway.sign_in("anna", PASSWORD)
            gateway.end()
        connection = sqlite3.connect(self.database)
        hashes = dict(connection.execute("SELECT name, password FROM users"))
        connection.close()
        self.assertTrue(hashes["anna"].startswith("$argon2id$"))
        self.assertRegex(hashes["bert"], "^[0-9a-f]{32}$")


if __name__ == "__main__":
    main()
