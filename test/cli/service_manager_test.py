# SPDX-FileCopyrightText: Kimai Gateway authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What passes between the gateway and a service manager: readiness, watchdog, sockets that are handed over."""
import contextlib
import json
import os
import re
import signal
import socket
import sqlite3
import ssl
import stat
import subprocess
import tempfile
import time

from gateway_process import EXECUTABLE, PATIENCE, Gateway, InScratchFolder, import_dump, main, run

# As systemd does: the process sees whether LISTEN_PID is its own, and the sockets as 3, 4, ...
AS_SYSTEMD = 'test "$LISTEN_FDS" = 0 && unset LISTEN_FDS || export LISTEN_PID=$$; exec "$0" "$@"'


class Notifications:
    """The service manager's end of NOTIFY_SOCKET."""

    def __init__(self, folder):
        self.path = folder / "notify"
        self.socket = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self.socket.bind(str(self.path))

    def close(self):
        self.socket.close()

    def next(self, within=PATIENCE):
        """-> the lines of the next message, or None if none comes"""
        self.socket.settimeout(within)
        try:
            return self.socket.recv(4096).decode().split("\n")
        except TimeoutError:
            return None

    def count(self, line, seconds):
        """How many messages with that line come in that time."""
        end = time.monotonic() + seconds
        found = 0
        while (left := end - time.monotonic()) > 0:
            found += line in (self.next(left) or [])
        return found


class Service(Gateway):
    """A server started as systemd starts it. Its sockets are handed over."""

    def __init__(self, database, *options, sockets=(), environment=None, listen=None):
        self.output_file = tempfile.TemporaryFile()
        command = ["sh", "-c", AS_SYSTEMD, EXECUTABLE, "serve", *options, "--database", str(database)]
        if listen:
            command += ["--listen", listen]
        kept = [os.dup(each.fileno()) for each in sockets]

        def hand_over():
            high = [os.dup2(each, 100 + number) for number, each in enumerate(kept)]
            for number, each in enumerate(high):
                os.dup2(each, 3 + number)

        self.process = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=self.output_file, stderr=subprocess.STDOUT,
            preexec_fn=hand_over, pass_fds=range(3, 3 + len(kept)),
            env={**os.environ, "LISTEN_FDS": str(len(kept)), **(environment or {})})
        for each in kept:
            os.close(each)
        self.addresses = self.wait_for_addresses()


def listening(family=socket.AF_INET, host="127.0.0.1"):
    made = socket.socket(family, socket.SOCK_STREAM)
    if family == socket.AF_INET6:
        made.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, host != "::")
    made.bind((host, 0))
    made.listen()
    return contextlib.closing(made)


class WithNotifications(InScratchFolder):
    def setUp(self):
        super().setUp()
        self.notifications = Notifications(self.folder)
        self.addCleanup(self.notifications.close)
        self.environment = {"NOTIFY_SOCKET": str(self.notifications.path)}
        self.database = self.folder / "k.db"


class Readiness(WithNotifications):
    def test_ready_comes_when_it_serves_and_stopping_when_it_ends(self):
        import_dump(self.database)
        with Gateway(self.database, environment=self.environment) as gateway:
            self.assertEqual(self.notifications.next(), ["READY=1", "STATUS=Serving on http://%s:%d" % gateway.addresses[0]])
            self.assertEqual(gateway.call("getVersion"), "1.3.5-1400")
            with gateway.connect() as connection:
                connection.sendall(b"POST /core/json.php HTTP/1.1\r\n")  # a request under way
                time.sleep(0.2)
                gateway.process.send_signal(signal.SIGTERM)
                lines = self.notifications.next()
                self.assertIsNone(gateway.process.poll())
            self.assertEqual(lines[0], "STOPPING=1")
            # The 10 seconds of --shutdown-deadline, and some for the database.
            self.assertIn("EXTEND_TIMEOUT_USEC=40000000", lines)
            self.assertFalse([line for line in lines if line.startswith("WATCHDOG")], "nobody asked for it")
            self.assertEqual(gateway.process.wait(PATIENCE), 0)

    def test_a_reload_begins_and_ends(self):
        import_dump(self.database)
        with Gateway(self.database, environment=self.environment) as gateway:
            ready = self.notifications.next()
            gateway.process.send_signal(signal.SIGHUP)
            lines = self.notifications.next()
            self.assertEqual(lines[0], "RELOADING=1")
            # systemd compares it with when it asked, by the same clock.
            self.assertRegex(lines[1], r"^MONOTONIC_USEC=\d+$")
            self.assertLess(abs(int(lines[1].split("=")[1]) / 1e6 - time.clock_gettime(time.CLOCK_MONOTONIC)), PATIENCE)
            self.assertEqual(self.notifications.next(), ready)

    def test_it_is_never_ready_when_it_cannot_start(self):
        self.database.write_bytes(b"This is a letter and no database.\n" * 100)
        done = run("serve", "--database", self.database, "--listen", "127.0.0.1:0", environment=self.environment)
        self.assert_refused(done, self.database)
        self.assertIsNone(self.notifications.next(0.1))


class FirstPassword(WithNotifications):
    def test_it_goes_to_a_file_and_into_no_journal(self):
        with Gateway(self.database, environment=self.environment) as gateway:
            file = self.folder / "k.db.admin-password"
            password = file.read_text().strip()
            self.assertEqual(stat.S_IMODE(file.stat().st_mode), 0o600)
            self.assertNotIn(password, gateway.output())
            self.assertIn("admin, whose password lies in " + str(file), gateway.output())
            self.assertTrue(gateway.sign_in("admin", password))
            self.assertEqual(gateway.end(), 0)
        file.unlink()
        with Gateway(self.database, environment=self.environment):
            self.assertFalse(file.exists())

    def test_the_file_of_a_start_that_came_to_nothing_is_written_anew(self):
        file = self.folder / "k.db.admin-password"
        file.write_text("old\n")
        file.chmod(0o644)
        with Gateway(self.database, environment=self.environment) as gateway:
            self.assertTrue(gateway.sign_in("admin", file.read_text().strip()))
            self.assertEqual(stat.S_IMODE(file.stat().st_mode), 0o600)

    def test_where_it_cannot_be_written_there_is_no_user(self):
        (self.folder / "k.db.admin-password").mkdir()
        done = run("serve", "--database", self.database, "--listen", "127.0.0.1:0", environment=self.environment)
        self.assert_refused(done, "k.db.admin-password", "stays empty")

    def test_a_journal_is_known_by_what_standard_output_is(self):
        with open(self.folder / "output", "w+", encoding="utf-8") as output:
            state = os.fstat(output.fileno())
            for number, in_file in [("%d:%d" % (state.st_dev, state.st_ino), True), ("1:2", False)]:
                with self.subTest(number):
                    database = self.folder / ("%s.db" % in_file)
                    process = subprocess.Popen(
                        [EXECUTABLE, "serve", "--database", database, "--listen", "127.0.0.1:0"], stdout=output,
                        stderr=subprocess.STDOUT, env={**os.environ, "JOURNAL_STREAM": number})
                    end = time.monotonic() + PATIENCE
                    while time.monotonic() < end and "listens" not in os.pread(output.fileno(), 65536, 0).decode():
                        time.sleep(0.01)
                    process.terminate()
                    process.wait(PATIENCE)
                    text = os.pread(output.fileno(), 65536, 0).decode()
                    os.truncate(output.fileno(), 0)
                    self.assertEqual((self.folder / ("%s.db.admin-password" % in_file)).exists(), in_file)
                    self.assertEqual("with the password" in text, not in_file)


class Watchdog(WithNotifications):
    def setUp(self):
        super().setUp()
        import_dump(self.database)
        self.environment["WATCHDOG_USEC"] = "800000"

    def test_it_says_that_it_is_alive_four_times_in_the_time(self):
        with Gateway(self.database, "--io-threads", "3", environment=self.environment) as gateway:
            self.assertIn("READY=1", self.notifications.next())
            with contextlib.closing(sqlite3.connect(self.database)) as other:
                before = other.execute("PRAGMA data_version").fetchone()
                self.assertGreaterEqual(self.notifications.count("WATCHDOG=1", 2), 5)
                self.assertEqual(other.execute("PRAGMA data_version").fetchone(), before, "it writes")
            self.assertEqual(gateway.end(), 0)
            lines = self.notifications.next()
            while "STOPPING=1" not in lines:
                lines = self.notifications.next()
            # Nobody says so any more while the last requests finish.
            self.assertIn("WATCHDOG_USEC=40000000", lines)
            self.assertIsNone(self.notifications.next(0.5))

    def test_a_process_that_is_not_meant_stays_silent(self):
        for variables in [{"WATCHDOG_USEC": ""}, {"WATCHDOG_PID": "1"}]:
            with self.subTest(**variables), Gateway(self.database, environment={**self.environment, **variables}):
                self.assertIn("READY=1", self.notifications.next())
                self.assertIsNone(self.notifications.next(0.6))

    def test_a_writer_that_hangs_is_not_alive(self):
        with Gateway(self.database, "--busy-timeout", "1h", "--shutdown-deadline", "0ms",
                     environment=self.environment) as gateway:
            with contextlib.closing(sqlite3.connect(self.database, isolation_level=None)) as other:
                other.execute("BEGIN IMMEDIATE")
                self.notifications.count("", 1)
                self.assertEqual(self.notifications.count("WATCHDOG=1", 1), 0)
                self.assertEqual(gateway.output().count("the thread that writes the database hangs"), 1)
                self.assertEqual(gateway.call("getVersion"), "1.3.5-1400")
                other.execute("ROLLBACK")
            self.assertGreaterEqual(self.notifications.count("WATCHDOG=1", 2), 3)

    def test_a_database_that_answers_with_errors_is_no_reason(self):
        with Gateway(self.database, "--busy-timeout", "0ms", environment=self.environment):
            with contextlib.closing(sqlite3.connect(self.database, isolation_level=None)) as other:
                other.execute("BEGIN IMMEDIATE")
                self.notifications.count("", 1)
                self.assertGreaterEqual(self.notifications.count("WATCHDOG=1", 2), 5)
                other.execute("ROLLBACK")


class Sockets(InScratchFolder):
    def setUp(self):
        super().setUp()
        self.database = self.folder / "k.db"
        import_dump(self.database)

    def ask(self, connection):
        body = json.dumps({"jsonrpc": "2.0", "method": "getVersion", "params": [], "id": 1}).encode()
        connection.sendall(b"POST /core/json.php HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
                           b"Content-Length: %d\r\n\r\n" % len(body) + body)
        received = b""
        while part := connection.recv(65536):
            received += part
        self.assertIn(b'"result":"1.3.5-1400"', received)

    def test_they_are_served_in_place_of_listen_and_who_waits_there_already(self):
        with listening() as first, listening(socket.AF_INET6, "::1") as second:
            addresses = [each.getsockname()[:2] for each in (first, second)]
            with socket.create_connection(addresses[0], timeout=PATIENCE) as early:
                with Service(self.database, sockets=[first, second], listen="127.0.0.1:1") as gateway:
                    self.assertEqual(gateway.addresses, addresses)
                    self.ask(early)
                    for address in addresses:
                        with socket.create_connection(address, timeout=PATIENCE) as connection:
                            self.ask(connection)
                    self.assertEqual(gateway.end(), 0)
            # The service manager has them still, and nobody is turned away between two instances.
            with socket.create_connection(addresses[0], timeout=PATIENCE) as early:
                with Service(self.database, sockets=[first, second]):
                    self.ask(early)

    def test_an_ipv4_client_of_an_ipv6_socket_has_its_ipv4_address(self):
        with listening(socket.AF_INET6, "::") as both, Service(self.database, sockets=[both]) as gateway:
            with socket.create_connection(("127.0.0.1", both.getsockname()[1]), timeout=PATIENCE) as connection:
                self.ask(connection)
            self.assertEqual(gateway.end(), 0)
            self.assertRegex(gateway.output(), r"client=127\.0\.0\.1 .*method=getVersion")

    def test_one_that_is_named_https_needs_a_certificate(self):
        with listening() as plain, listening() as secure:
            with self.assertRaises(AssertionError) as raised:
                Service(self.database, sockets=[plain, secure], environment={"LISTEN_FDNAMES": "http:https"}).kill()
            self.assertRegex(str(raised.exception), "kimai-gateway: .* https, which needs --tls-certificate")

    def test_one_that_is_named_https_is_served_with_tls(self):
        key, certificate = self.folder / "key.pem", self.folder / "certificate.pem"
        subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes",
                        "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost", "-keyout", key, "-out",
                        certificate], check=True, capture_output=True, timeout=PATIENCE)
        trusting = ssl.create_default_context(cafile=certificate)
        with listening() as plain, listening() as secure:
            with Service(self.database, "--tls-certificate", str(certificate), "--tls-key", str(key),
                         sockets=[plain, secure], environment={"LISTEN_FDNAMES": "http:https"}) as gateway:
                gateway.process.send_signal(signal.SIGHUP)  # is no reason to miss the place
                for each, wrap in [(plain, lambda it: it),
                                   (secure, lambda it: trusting.wrap_socket(it, server_hostname="localhost"))]:
                    with wrap(socket.create_connection(each.getsockname(), timeout=PATIENCE)) as connection:
                        self.ask(connection)
                self.assertEqual(gateway.end(), 0)
                self.assertIn("is valid for", gateway.output())
                self.assertNotIn(" error ", gateway.output())
            with self.assertRaises(AssertionError) as raised:
                Service(self.database, "--tls-certificate", str(certificate), "--tls-key", str(key),
                        sockets=[plain], environment={"LISTEN_FDNAMES": "http"}).kill()
            self.assertIn("--tls-certificate needs a place with TLS", str(raised.exception))

    def test_what_cannot_be_served_is_refused_in_a_sentence(self):
        file = open(self.folder / "file", "w", encoding="utf-8")
        unix = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        unix.bind(str(self.folder / "unix"))
        unix.listen()
        datagrams = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        idle = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        for which, word in [(unix, "a unix socket"), (datagrams, "no socket for TCP"), (idle, "a socket that does not listen"),
                            (file, "no socket")]:
            with self.subTest(word), listening() as good, contextlib.closing(which):
                with self.assertRaises(AssertionError) as raised:
                    Service(self.database, sockets=[good, which]).kill()
                self.assertRegex(str(raised.exception),
                                 "kimai-gateway: cannot serve file descriptor 4 .*: it is %s.*ListenStream="
                                 % re.escape(word))


if __name__ == "__main__":
    main()
