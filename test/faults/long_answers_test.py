# SPDX-FileCopyrightText: Kimai Gateway authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Answers of many thousand rows: memory is bounded however slowly they are taken, others are served meanwhile."""
import contextlib
import hashlib
import http.client
import json
import os
import re
import socket
import sqlite3
import statistics
import subprocess
import threading
import time

from fault_case import INTERNAL_ERROR, LONG, MEMORY_COUNTS, FaultTest, Peer, descriptors, figure, resident, until
from gateway_process import PATIENCE, Gateway, main

ROWS = 100_000 if LONG else 20_000
KEY = "aaaa1111bbbb2222cccc3333d"
USER = 102
SOAP = ('<e:Envelope xmlns:e="http://schemas.xmlsoap.org/soap/envelope/"><e:Body><m:getTimesheet xmlns:m="%s">%s'
        "</m:getTimesheet></e:Body></e:Envelope>")
ARGUMENTS = {"apiKey": KEY, "from": 0, "to": 0, "cleared": -1, "start": 0, "limit": ROWS}
WIRES = ["JSON-RPC", "SOAP rpc/encoded", "SOAP document"]


def long_call(wire, rows=ROWS):
    """-> (path, body)"""
    arguments = {**ARGUMENTS, "limit": rows}
    if wire == "JSON-RPC":
        call = {"jsonrpc": "2.0", "id": 1, "method": "getTimesheet", "params": arguments}
        return "/core/json.php", json.dumps(call).encode()
    values = "".join("<%s>%s</%s>" % (name, value, name) for name, value in arguments.items())
    namespace = "urn:kimai-gateway:document" if wire == "SOAP document" else "urn:any"
    return "/core/soap.php", (SOAP % (namespace, values)).encode()


class SlowClient:
    """Sends a call and takes what it is told to, with little room in the kernel."""

    def __init__(self, gateway, wire):
        self.socket = socket.socket()
        self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        self.socket.settimeout(PATIENCE)
        self.socket.connect(gateway.addresses[0])
        path, body = long_call(wire)
        self.socket.sendall(b"POST %s HTTP/1.1\r\nHost: h\r\nContent-Length: %d\r\n\r\n" % (path.encode(), len(body)) +
                            body)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.socket.close()

    def begin(self):
        """Takes the head and the first bytes; -> how long the body is."""
        self.received = b""
        while b"\r\n\r\n" not in self.received:
            self.received += self.socket.recv(256)
        head, self.body = self.received.split(b"\r\n\r\n", 1)
        self.length = int(re.search(rb"Content-Length: (\d+)", head).group(1))
        return self.length

    def take_all(self):
        """-> the digest of the body"""
        digest, count = hashlib.sha256(self.body), len(self.body)
        while count < self.length:
            piece = self.socket.recv(min(1 << 20, self.length - count))
            if not piece:
                raise AssertionError("%d bytes of %d came" % (count, self.length))
            digest.update(piece)
            count += len(piece)
        return digest.hexdigest()


class LongAnswers(FaultTest):
    def setUp(self):
        super().setUp()
        with contextlib.closing(sqlite3.connect(self.database)) as database:
            database.execute("DELETE FROM timeSheet WHERE userID = ?", [USER])
            database.execute(
                "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?) "
                'INSERT INTO timeSheet (start, "end", duration, userID, projectID, activityID, comment, commentType, '
                "cleared, statusID, billable, rate) SELECT 1400000000 + i * 1000, 1400000600 + i * 1000, 600, ?, 1, 1, "
                "'comment ' || i, 0, 0, 1, 1, 0 FROM n", [ROWS, USER])
            database.commit()
        self.files = self.folder / "files"
        self.files.mkdir()

    @contextlib.contextmanager
    def served(self, *options):
        with Gateway(self.database, *options, environment={"TMPDIR": str(self.files)}) as gateway:
            with Peer(gateway) as peer:
                for _ in range(50):
                    self.assertTrue(peer.call("getTimesheet", KEY, 0, 0, -1, 0, 100)["success"])
                with_peer = descriptors(gateway.process)
            self.assertTrue(until(lambda: descriptors(gateway.process) < with_peer, 10), "a connection stays open")
            yield gateway, descriptors(gateway.process), resident(gateway.process)

    def ask(self, gateway, wire, rows=ROWS):
        """-> (status, body)"""
        path, body = long_call(wire, rows)
        connection = http.client.HTTPConnection(*gateway.addresses[0], timeout=PATIENCE)
        with contextlib.closing(connection):
            connection.request("POST", path, body, {"Host": "h"})
            response = connection.getresponse()
            return response.status, response.read()

    def assert_others_are_served(self, gateway, calls=200):
        """-> the longest of their times, in milliseconds"""
        times = []
        with Peer(gateway) as peer:
            for _ in range(calls):
                began = time.monotonic()
                self.assertTrue(peer.call("getTimesheetRecord", KEY, self.some_entry)["success"])
                times.append(time.monotonic() - began)
        self.assertLess(statistics.median(times), 0.5)
        return max(times) * 1000

    @property
    def some_entry(self):
        return self.rows("SELECT max(timeEntryID) FROM timeSheet WHERE userID = %d" % USER)[0][0]

    def test_long_answers_come_whole_and_slowly_in_little_memory(self):
        with self.served() as (gateway, files, memory):
            expected = {}
            for wire in WIRES:
                status, body = self.ask(gateway, wire)
                self.assertEqual(status, 200)
                ids = set(re.findall(rb'comment (\d+)[<"]', body))
                self.assertEqual(len(ids), ROWS)
                expected[wire] = hashlib.sha256(body).hexdigest(), len(body)
            with contextlib.ExitStack() as clients:
                slow = {wire: clients.enter_context(SlowClient(gateway, wire)) for wire in WIRES}
                longest = self.assert_others_are_served(gateway)
                for wire, client in slow.items():
                    self.assertEqual(client.begin(), expected[wire][1], wire)
                most = resident(gateway.process)
                longest = max(longest, self.assert_others_are_served(gateway))
                # Each holds a file, and it has no name.
                self.assertGreaterEqual(descriptors(gateway.process), files + 2 * len(WIRES))
                self.assertEqual(os.listdir(self.files), [])
                for wire, client in slow.items():
                    self.assertEqual(client.take_all(), expected[wire][0], wire)
                most = max(most, resident(gateway.process))
            if MEMORY_COUNTS:
                self.assertLess(most - memory, 30)
            self.assertTrue(until(lambda: descriptors(gateway.process) <= files, 10), "files stay open")
            figure("%d rows three times, slowly" % ROWS, "%.1f MiB more at most; another call took %.0f ms at most" %
                   (most - memory, longest))

    def test_clients_that_never_take_their_long_answer(self):
        clients_at_once = 50 if LONG else 12
        with self.served("--write-deadline", "3s") as (gateway, files, memory):
            with contextlib.ExitStack() as clients:
                for number in range(clients_at_once):
                    clients.enter_context(SlowClient(gateway, WIRES[number % len(WIRES)]))
                most = memory
                highest = files
                given_up = False
                # One worker makes their answers, one after the other.
                end = time.monotonic() + PATIENCE + 10 * clients_at_once
                while not given_up and time.monotonic() < end:
                    most = max(most, resident(gateway.process))
                    highest = max(highest, descriptors(gateway.process))
                    given_up = highest > files + clients_at_once and descriptors(gateway.process) <= files
                    time.sleep(0.02)
                self.assertTrue(given_up, "clients that take nothing are not given up")
            if MEMORY_COUNTS:
                self.assertLess(most - memory, 40)
            self.assert_serves(gateway)
            figure("%d clients that never take their long answer" % clients_at_once, "%.1f MiB more at most" %
                   (most - memory))

    def assert_refused(self, gateway, wire):
        """In general words."""
        status, body = self.ask(gateway, wire)
        if wire == "JSON-RPC":
            self.assertEqual((status, json.loads(body)["error"]), (200, INTERNAL_ERROR))
        else:
            self.assertEqual(status, 500)
            self.assertIn(b"Server</faultcode>", body)
        for word in [str(self.files).encode(), b"temporary", b"disk"]:
            self.assertNotIn(word, body)

    def test_no_place_for_long_answers(self):
        with self.served() as (gateway, files, _):
            self.files.rmdir()
            for wire in WIRES:
                self.assert_refused(gateway, wire)
            self.assertEqual(len(re.findall("a long answer cannot be kept: making a temporary file in %s: No such file" %
                                            re.escape(str(self.files)), gateway.output())), 1, "one line a minute")
            # What is short does not need it, and what can be read can be written.
            self.assertTrue(gateway.call("getTimesheet", KEY, 0, 0, -1, 0, 100)["success"])
            self.assertTrue(gateway.call("startRecord", KEY, 1, 1)["success"])
            self.files.mkdir()
            self.assertEqual(self.ask(gateway, "JSON-RPC")[0], 200)

    def test_a_disk_that_gets_full_of_a_long_answer(self):
        if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=5m", "tmpfs", self.files],
                          capture_output=True).returncode:
            self.skip("a small file system takes root and the right to mount")
        self.addCleanup(subprocess.run, ["umount", "-l", self.files], check=True)
        with self.served() as (gateway, files, _):
            for wire in WIRES:
                self.assert_refused(gateway, wire)
            self.assertIn("a long answer cannot be kept: writing a temporary file in %s: No space left on device; make "
                          "room there" % self.files, gateway.output())
            # Nothing of those was left there.
            status, body = self.ask(gateway, "JSON-RPC", 5000)
            self.assertEqual((status, len(json.loads(body)["result"]["items"])), (200, 5000))
            self.assertGreater(len(body), 2_000_000)
            self.assertTrue(until(lambda: descriptors(gateway.process) <= files, 10), "files stay open")


if __name__ == "__main__":
    main()
