# SPDX-FileCopyrightText: Kimai Gateway authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Starting and ending: what a service manager and an operator see of the process."""
import contextlib
import json
import os
import re
import signal
import socket
import sqlite3
import time

from gateway_process import Gateway, InScratchFolder, import_dump, main, run


def request_bytes(method, *params):
    body = json.dumps({"jsonrpc": "2.0", "method": method, "params": params, "id": 1}).encode()
    return b"POST /core/json.php HTTP/1.1\r\nHost: localhost\r\nContent-Length: %d\r\n\r\n" % len(body) + body


def read_all(connection):
    received = b""
    while part := connection.recv(65536):
        received += part
    return received.decode()


def content(database):
    """All that a database holds, or the bytes of what is none."""
    if not database.is_file():
        return database.exists()
    connection = sqlite3.connect(database)
    try:
        return [*connection.iterdump(), *connection.execute("PRAGMA user_version")]
    except sqlite3.DatabaseError:
        return database.read_bytes()
    finally:
        connection.close()


class Waiting(Gateway):
    """One that cannot start before `go_on` is called, and hears a hangup until then."""

    def __init__(self, database, go_on):
        self.database = database
        self.go_on = go_on
        super().__init__(database)

    def wait_for_addresses(self):
        files = "/proc/%d/fd/" % self.process.pid
        while str(self.database) not in [os.readlink(files + file) for file in os.listdir(files)]:
            time.sleep(0.01)
        self.process.send_signal(signal.SIGHUP)
        time.sleep(0.1)
        self.go_on()
        return super().wait_for_addresses()


class Starting(InScratchFolder):
    def test_the_first_start_prints_a_password_that_works_and_the_second_none(self):
        database = self.folder / "new.db"
        with Gateway(database) as gateway:
            password = re.search(r"admin with the password (\S+)", gateway.output()).group(1)
            key = gateway.sign_in("admin", password)
            self.assertRegex(key, "^[0-9a-f]{25}$")
            self.assertIsNone(gateway.sign_in("admin", "changeme"))
            self.assertEqual(gateway.end(), 0)
        with Gateway(database) as gateway:
            self.assertNotIn("password", gateway.output())
            self.assertEqual(gateway.sign_in("admin", password), key)

    def test_a_second_instance_on_the_port_is_refused_in_a_sentence(self):
        with Gateway(self.folder / "first.db") as gateway:
            place = "%s:%d" % gateway.addresses[0]
            done = run("serve", "--database", self.folder / "second.db", "--listen", place)
            self.assert_refused(done, place)
            self.assertEqual(gateway.call("getVersion"), "1.3.5-1400")

    def test_databases_that_cannot_be_served_are_refused_in_a_sentence(self):
        garbage = self.folder / "garbage.db"
        garbage.write_bytes(b"This is a letter and no database.\n" * 100)
        newer = self.folder / "newer.db"
        with Gateway(newer) as gateway:
            gateway.end()
        connection = sqlite3.connect(newer)
        connection.execute("PRAGMA user_version = 999")
        connection.close()
        other = self.folder / "other.db"
        connection = sqlite3.connect(other)
        connection.execute("CREATE TABLE recipes (name TEXT)")
        connection.commit()
        connection.close()
        keyless = self.folder / "keyless.db"
        import_dump(keyless)
        (self.folder / "keyless.db.key").unlink()
        for database, word in [
            (garbage, garbage),
            (newer, "newer version"),
            (other, other),
            (keyless, "keyless.db.key"),
            (self.folder, self.folder),
            (self.folder / "no" / "such" / "folder.db", "folder.db"),
        ]:
            with self.subTest(database.name):
                before = content(database)
                self.assert_refused(run("serve", "--database", database, "--listen", "127.0.0.1:0"), word)
                self.assertEqual(content(database), before)

    def test_the_key_file_of_another_database_is_refused(self):
        for name in ["one", "two"]:
            import_dump(self.folder / (name + ".db"))
        (self.folder / "two.db.key").replace(self.folder / "one.db.key")
        done = run("serve", "--database", self.folder / "one.db", "--listen", "127.0.0.1:0")
        self.assert_refused(done, "key file")

    def test_a_hangup_during_a_long_start_is_no_reason_to_die(self):
        database = self.folder / "new.db"
        with contextlib.closing(sqlite3.connect(database, isolation_level=None)) as other:
            other.execute("BEGIN EXCLUSIVE")  # The gateway waits for it, to make its tables.
            with Waiting(database, lambda: other.execute("ROLLBACK")) as gateway:
                self.assertEqual(gateway.call("getVersion"), "1.3.5-1400")

    def test_several_addresses_and_ipv6(self):
        with Gateway(self.folder / "k.db", "--listen", "[::1]:0") as gateway:
            self.assertEqual(sorted(host for host, _ in gateway.addresses), ["127.0.0.1", "::1"])
            for address in gateway.addresses:
                socket.create_connection(address, timeout=5).close()


class Ending(InScratchFolder):
    def setUp(self):
        super().setUp()
        self.database = self.folder / "k.db"
        import_dump(self.database)

    def entries(self):
        with contextlib.closing(sqlite3.connect(self.database)) as connection:
            return connection.execute("SELECT count(*) FROM timeSheet").fetchone()

    def assert_tidied_up(self):
        wal = self.folder / "k.db-wal"
        self.assertFalse(wal.exists() and wal.stat().st_size, "the write-ahead log was not checkpointed")

    def test_a_request_under_way_is_answered(self):
        with Gateway(self.database) as gateway:
            request = request_bytes("authenticate", "anna", "anna-secret")
            with gateway.connect() as connection:
                connection.sendall(request[:-10])
                time.sleep(0.2)
                gateway.process.send_signal(signal.SIGTERM)
                time.sleep(0.2)
                connection.sendall(request[-10:])
                answer = read_all(connection)
            self.assertIn("HTTP/1.1 200", answer)
            self.assertIn('"apiKey"', answer)
            self.assertEqual(gateway.process.wait(30), 0)
        self.assert_tidied_up()

    def test_nothing_new_is_accepted_meanwhile(self):
        with Gateway(self.database) as gateway:
            with gateway.connect() as connection:
                connection.sendall(request_bytes("getVersion")[:-5])
                time.sleep(0.2)
                gateway.process.send_signal(signal.SIGTERM)
                time.sleep(0.2)
                with self.assertRaises(OSError):
                    gateway.connect()

    def test_a_request_that_never_ends_is_given_up_at_the_deadline(self):
        with Gateway(self.database, "--shutdown-deadline", "500ms") as gateway:
            with gateway.connect() as connection:
                connection.sendall(request_bytes("getVersion")[:-5])
                time.sleep(0.2)
                began = time.monotonic()
                self.assertEqual(gateway.end(), 0)
                self.assertLess(time.monotonic() - began, 10)
        self.assert_tidied_up()

    def test_a_write_that_another_program_holds_up_is_given_up_and_the_database_is_whole(self):
        with Gateway(self.database, "--shutdown-deadline", "300ms", "--busy-timeout", "2s") as gateway:
            key = gateway.sign_in("anna", "anna-secret")
            before = self.entries()
            with contextlib.closing(sqlite3.connect(self.database, isolation_level=None)) as other:
                other.execute("BEGIN IMMEDIATE")
                with gateway.connect() as connection:
                    connection.sendall(request_bytes("startRecord", key, 1, 1))
                    time.sleep(0.3)
                    self.assertEqual(gateway.end(), 0)
                    self.assertNotIn('"success":true', read_all(connection))
                other.execute("ROLLBACK")
            self.assertNotIn("Sanitizer", gateway.output())
        self.assertEqual(self.entries(), before)

    def test_idle_connections_do_not_hold_it_up(self):
        for number in [signal.SIGTERM, signal.SIGINT]:
            with self.subTest(number.name), Gateway(self.database) as gateway:
                with gateway.connect():
                    key = gateway.sign_in("anna", "anna-secret")
                    self.assertTrue(gateway.call("startRecord", key, 1, 1)["success"])
                    began = time.monotonic()
                    self.assertEqual(gateway.end(number), 0)
                    self.assertLess(time.monotonic() - began, 5)
            self.assert_tidied_up()

    def test_what_was_answered_survives_a_kill(self):
        with Gateway(self.database) as gateway:
            key = gateway.sign_in("anna", "anna-secret")
            started = gateway.call("startRecord", key, 1, 1)["items"][0]["timeEntryID"]
            gateway.kill()
        with Gateway(self.database) as gateway:
            answer = gateway.call("getTimesheetRecord", key, started)
            self.assertEqual(answer["items"][0]["timeEntryID"], str(started))


if __name__ == "__main__":
    main()
