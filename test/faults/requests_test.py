# SPDX-FileCopyrightText: Kimai Gateway authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Requests that are torn, too long, too many at once: an answer or a refusal to each, in bounded memory."""
import json
import re
import socket
import threading
import time

from fault_case import LONG, MEMORY_COUNTS, FaultTest, Peer, figure, resident, soap_call
from gateway_process import Gateway, main

PIPELINED = 100_000
MIB = 1 << 20


def request(method, *params, number=1):
    body = json.dumps({"jsonrpc": "2.0", "method": method, "params": params, "id": number}).encode()
    return b"POST /core/json.php HTTP/1.1\r\nHost: h\r\nContent-Length: %d\r\n\r\n" % len(body) + body


def chunked(path, body, content_type):
    chunks = b"".join(b"%x\r\n%s\r\n" % (len(body[i:i + 100]), body[i:i + 100]) for i in range(0, len(body), 100))
    return (b"POST %s HTTP/1.1\r\nHost: h\r\nContent-Type: %s\r\nTransfer-Encoding: chunked\r\n\r\n" %
            (path, content_type)) + chunks + b"0\r\n\r\n"


class Answers:
    """The answers on a connection, one after the other."""

    def __init__(self, connection):
        self.connection = connection
        self.read = b""

    def next(self):
        """-> (status, body)"""
        while (end := self.read.find(b"\r\n\r\n")) < 0:
            self.receive()
        head, self.read = self.read[:end], self.read[end + 4:]
        length = int(re.search(rb"(?i)\r\ncontent-length: (\d+)", head).group(1))
        while len(self.read) < length:
            self.receive()
        body, self.read = self.read[:length], self.read[length:]
        return int(head[9:12]), body

    def receive(self):
        part = self.connection.recv(1 << 20)
        if not part:
            raise EOFError
        self.read += part


class RequestTest(FaultTest):
    def setUp(self):
        super().setUp()
        self.gateway = Gateway(self.database)
        self.addCleanup(self.gateway.__exit__)
        self.key = self.gateway.sign_in("anna", "anna-secret")

    def connect(self):
        connection = self.gateway.connect()
        self.addCleanup(connection.close)
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return connection

    def refused(self, connection, begin, part, parts):
        """Sends until somebody says no. -> (status, MiB sent, MiB of memory that it took)"""
        before = highest = resident(self.gateway.process)
        status, sent = None, 0
        try:
            connection.sendall(begin)
            for number in range(parts):
                connection.sendall(part)
                sent += len(part)
                if number % 50 == 0:
                    highest = max(highest, resident(self.gateway.process))
        except OSError:
            pass  # It has stopped listening; what it said is to be read.
        try:
            status = Answers(connection).next()[0]
        except (OSError, EOFError):
            pass
        return status, sent / MIB, max(highest, resident(self.gateway.process)) - before


class Torn(RequestTest):
    def requests(self):
        body, headers = soap_call("getProjects", self.key)
        return [request("getTimesheet", self.key), b"GET /core/json.php HTTP/1.1\r\nHost: h\r\n\r\n",
                chunked(b"/core/soap.php", body.encode(), headers["Content-Type"].encode())]

    def test_at_every_byte(self):
        whole = b"".join(self.requests())
        answers = Answers(self.connect())
        answers.connection.sendall(whole)
        expected = [answers.next() for _ in range(3)]
        self.assertEqual([status for status, _ in expected], [200, 200, 200])
        for at in range(1, len(whole)):
            answers.connection.sendall(whole[:at])
            time.sleep(0.0005)  # So that they arrive apart.
            answers.connection.sendall(whole[at:])
            self.assertEqual([answers.next() for _ in range(3)], expected, "torn at %d" % at)
        for byte in whole:
            answers.connection.sendall(bytes([byte]))
        self.assertEqual([answers.next() for _ in range(3)], expected, "byte by byte")
        figure("requests torn at every byte", "%d places, the same answers" % (len(whole) - 1))

    def test_what_ends_at_any_byte_is_no_call(self):
        """A call that is cut short is never made."""
        whole = request("startRecord", self.key, 1, 1)
        before = self.rows("SELECT count(*) FROM timeSheet")
        for at in range(len(whole)):
            with self.gateway.connect() as connection:
                connection.sendall(whole[:at])
                connection.shutdown(socket.SHUT_WR)
                self.assertIn(connection.recv(4096)[:12], [b"HTTP/1.1 400", b""])
        self.assertEqual(self.rows("SELECT count(*) FROM timeSheet"), before)
        self.assert_serves(self.gateway)


class TooMuch(RequestTest):
    def assert_refused_cheaply(self, name, status, begin, part, parts, memory=16):
        found, sent, took = self.refused(self.connect(), begin, part, parts)
        self.assertIn(found, (status, None), name)
        if MEMORY_COUNTS:
            self.assertLess(took, memory, name)
        self.assert_serves(self.gateway)
        figure(name, "%s, %.1f MiB of memory more, after %.0f MiB were sent" %
               (found or "closed while the client sends", took, sent))
        return found

    def test_a_body_of_a_hundred_megabytes(self):
        """Told before, it is refused before it is read."""
        head = b"POST /core/json.php HTTP/1.1\r\nHost: h\r\nContent-Length: %d\r\n\r\n" % (100 * MIB)
        connection = self.connect()
        connection.sendall(head)
        self.assertEqual(Answers(connection).next()[0], 413)
        self.assert_refused_cheaply("a body of 100 MiB, with its length", 413, head, bytes(64 * 1024), 1600)

    def test_a_body_of_a_hundred_megabytes_in_chunks(self):
        head = b"POST /core/json.php HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n"
        chunk = b"10000\r\n" + b" " * 65536 + b"\r\n"
        self.assert_refused_cheaply("a body of 100 MiB, in chunks", 413, head, chunk, 1600)
        self.assert_refused_cheaply("a million chunks of a byte", 413, head, b"1\r\n \r\n" * 10_000, 200)
        self.assert_refused_cheaply("a chunk extension without an end", 431, head + b"1;", b"x" * 65536, 100)

    def test_floods_of_headers(self):
        head = b"GET / HTTP/1.1\r\nHost: h\r\n"
        for name, begin, part in [("a header without an end", head + b"X-Long: ", b"x" * 65536),
                                  ("a hundred thousand headers", head, b"".join(b"X-%d: y\r\n" % i for i in range(5000))),
                                  ("a request line without an end", b"GET /", b"x" * 65536)]:
            with self.subTest(name):
                self.assertIn(self.assert_refused_cheaply(name, 431 if begin != b"GET /" else 414, begin, part, 100),
                              (431, 414, None))

    def test_nothing_but_empty_lines(self):
        """They are passed over, and take no memory."""
        connection = self.connect()
        before = resident(self.gateway.process)
        for _ in range(500):
            connection.sendall(b"\r\n" * 10_000)
        connection.sendall(request("getVersion"))
        self.assertEqual(Answers(connection).next()[0], 200)
        if MEMORY_COUNTS:
            self.assertLess(resident(self.gateway.process) - before, 5)


class Pipelined(RequestTest):
    def test_a_hundred_thousand_at_once(self):
        """As long as the client reads nothing, the gateway stops reading, too; then all are answered in their order."""
        connection = self.connect()
        before = highest = resident(self.gateway.process)
        parts = [b"".join(request("getVersion", number=number) for number in range(first, first + 1000))
                 for first in range(0, PIPELINED, 1000)]
        failures = []

        def send():
            try:
                for part in parts:
                    connection.sendall(part)
            except OSError as error:
                failures.append(error)

        sender = threading.Thread(target=send, daemon=True)
        sender.start()
        with Peer(self.gateway) as other:  # On the same thread of the gateway.
            for _ in range(20):
                began = time.monotonic()
                self.assertEqual(other.call("getVersion"), "1.3.5-1400")
                self.assertLess(time.monotonic() - began, 2)
                time.sleep(0.05)
                highest = max(highest, resident(self.gateway.process))
        self.assertTrue(sender.is_alive(), "it takes requests whose answers nobody takes")
        answers = Answers(connection)
        for number in range(PIPELINED):
            status, body = answers.next()
            if status != 200 or json.loads(body) != {"jsonrpc": "2.0", "result": "1.3.5-1400", "id": str(number)}:
                self.fail("answer %d is %d %r" % (number, status, body))
            if number % 5000 == 0:
                highest = max(highest, resident(self.gateway.process))
        sender.join()
        self.assertEqual(failures, [])
        if MEMORY_COUNTS:
            self.assertLess(highest - before, 10)
        self.assert_serves(self.gateway)
        figure("%d pipelined requests" % PIPELINED, "all answered in order, %.1f MiB more at most" % (highest - before))


class Endurance(RequestTest):
    def test_memory_stays_where_it_is(self):
        """Calls of all kinds, good and bad, again and again."""
        seconds = 60 if LONG else 3
        calls = [lambda peer: peer.call("getTimesheet", self.key), lambda peer: peer.call("getProjects", self.key, True),
                 lambda peer: peer.call("getTimesheet", "wrong"), lambda peer: peer.call("noSuchMethod"),
                 lambda peer: peer.ask("POST", "/core/json.php", "{"), lambda peer: peer.ask("GET", "/readyz"),
                 lambda peer: peer.ask("POST", "/core/soap.php", *soap_call("getUsers", self.key))]
        count = 0

        def use(until):
            nonlocal count
            with Peer(self.gateway) as peer:
                while time.monotonic() < until:
                    calls[count % len(calls)](peer)
                    count += 1

        use(time.monotonic() + 1)
        before = resident(self.gateway.process)
        use(time.monotonic() + seconds)
        grown = resident(self.gateway.process) - before
        if MEMORY_COUNTS:
            self.assertLess(grown, 4)
        figure("calls of all kinds, good and bad", "%d in %d s, %.1f MiB more" % (count, seconds, grown))


if __name__ == "__main__":
    main()
