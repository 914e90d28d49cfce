# SPDX-FileCopyrightText: Kimai Gateway authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the tests of faults share: a client that keeps its connection, and a look at the process from outside."""
import contextlib
import http.client
import json
import os
import pathlib
import socket
import sqlite3
import time

from gateway_process import PATIENCE, InScratchFolder, import_dump, run

# `run.py --long` asks for the whole; what runs with every build is a sample of it.
LONG = os.environ.get("FAULTS") == "long"
# Sanitizers keep what was freed: memory says nothing then.
MEMORY_COUNTS = not (os.environ.get("ASAN_OPTIONS") or os.environ.get("UBSAN_OPTIONS"))

INTERNAL_ERROR = {"code": -32603, "message": "Internal error", "data": None}


def figure(name, value):
    """A line for the report of run.py."""
    print("figure: %s: %s" % (name, value), flush=True)


def until(condition, seconds=PATIENCE, pause=0.01):
    """Waits until it holds. -> whether it does"""
    end = time.monotonic() + seconds
    while not (holds := condition()) and time.monotonic() < end:
        time.sleep(pause)
    return holds


class Peer:
    """A client on one connection, for one thread."""

    def __init__(self, gateway, timeout=PATIENCE):
        self.connection = http.client.HTTPConnection(*gateway.addresses[0], timeout=timeout)
        self.connection.connect()
        self.connection.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.connection.close()

    def ask(self, method, path, body=None, headers=None):
        """-> (status, body)"""
        self.connection.request(method, path, body, headers or {})
        response = self.connection.getresponse()
        return response.status, response.read().decode()

    def call(self, method, *params):
        """-> the result of a call, or its error"""
        request = {"jsonrpc": "2.0", "method": method, "params": params, "id": 1}
        status, body = self.ask("POST", "/core/json.php", json.dumps(request))
        if status != 200:
            raise AssertionError("%s: status %d: %s" % (method, status, body))
        answer = json.loads(body)
        return answer.get("result", answer.get("error"))


def get(gateway, path):
    """-> (status, body)"""
    with Peer(gateway) as peer:
        return peer.ask("GET", path)


def resident(process):
    """Memory of a process in MiB."""
    status = pathlib.Path("/proc/%d/status" % process.pid).read_text()
    return next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmRSS")) / 1024


def descriptors(process):
    """How many files and connections a process has open."""
    return len(os.listdir("/proc/%d/fd" % process.pid))


def soap_call(method, *arguments):
    """-> (body, headers)"""
    given = "".join("<a%d>%s</a%d>" % (i, argument, i) for i, argument in enumerate(arguments))
    body = ('<e:Envelope xmlns:e="http://schemas.xmlsoap.org/soap/envelope/"><e:Body>'
            '<k:%s xmlns:k="http://kimai.org/">%s</k:%s></e:Body></e:Envelope>' % (method, given, method))
    return body, {"Content-Type": "text/xml"}


def check(database):
    """Runs `kimai-gateway check`."""
    return run("check", "--database", database)


class FaultTest(InScratchFolder):
    """With the recorded firm in a database, not served yet."""

    def setUp(self):
        super().setUp()
        self.database = self.folder / "k.db"
        import_dump(self.database)

    def skip(self, why):
        """A fault that cannot be made here: never silently."""
        print("SKIPPED: %s: %s" % (self.id(), why), flush=True)
        self.skipTest(why)

    def rows(self, sql, database=None):
        with contextlib.closing(sqlite3.connect(database or self.database)) as connection:
            return connection.execute(sql).fetchall()

    def assert_clean(self, database=None):
        done = check(database or self.database)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)

    def assert_lives(self, gateway):
        self.assertIsNone(gateway.process.poll(), "the gateway ended: " + gateway.output()[-2000:])
        self.assertEqual(get(gateway, "/healthz"), (200, "ok\n"))

    def assert_serves(self, gateway):
        self.assert_lives(gateway)
        self.assertEqual(gateway.call("getVersion"), "1.3.5-1400")

    def assert_ready(self, gateway, seconds=10):
        """Becomes ready without a restart."""
        ready = until(lambda: get(gateway, "/readyz")[0] == 200, seconds, 0.1)
        self.assertTrue(ready, get(gateway, "/readyz"))

    def assert_not_ready(self, gateway, seconds=5):
        """Says so soon, and tells no details."""
        self.assertTrue(until(lambda: get(gateway, "/readyz")[0] == 503, seconds, 0.1), "it says that it is ready")
        text = get(gateway, "/readyz")[1]
        self.assertRegex(text, r"^not ready: the database cannot be (read|written); the log says more\n$")

    def assert_write_refused(self, gateway, key):
        """Over both wires, in general words."""
        self.assertEqual(gateway.call("startRecord", key, 1, 1), INTERNAL_ERROR)
        body, headers = soap_call("startRecord", key, 1, 1)
        status, answer = gateway.post(body, headers, "/core/soap.php")
        self.assertEqual(status, 500)
        self.assertRegex(answer, r"<faultcode>[\w-]+:Server</faultcode>")
        for word in ["sqlite", "database", "disk", str(self.folder), "k.db"]:
            self.assertNotIn(word, answer.lower())

    def assert_told_once(self, gateway, words):
        """The log has one line that says what and what to do, however often it happened."""
        lines = [line for line in gateway.output().splitlines() if words in line]
        self.assertEqual(len(lines), 1, gateway.output()[-3000:])
        self.assertIn(" error ", lines[0])
