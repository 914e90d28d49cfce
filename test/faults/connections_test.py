# SPDX-FileCopyrightText: Kimai Gateway authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Clients that are many, slow, silent or gone: memory is bounded, others are served, everything is given back."""
import contextlib
import json
import resource
import socket
import statistics
import struct
import threading
import time

from fault_case import LONG, MEMORY_COUNTS, FaultTest, Peer, descriptors, figure, resident, until
from gateway_process import Gateway, main

IDLE = 10_000
RESETS = 20_000 if LONG else 2_000
TCP_REPAIR = 19  # linux/tcp.h
RST_ON_CLOSE = struct.pack("ii", 1, 0)


def request(method, *params, number=1):
    body = json.dumps({"jsonrpc": "2.0", "method": method, "params": params, "id": number}).encode()
    return b"POST /core/json.php HTTP/1.1\r\nHost: h\r\nContent-Length: %d\r\n\r\n" % len(body) + body


GET_MAP = b"GET /core/soap.php?wsdl=document HTTP/1.1\r\nHost: h\r\n\r\n"


class ConnectionTest(FaultTest):
    def assert_others_are_served(self, gateway, calls=100, p99=1.0):
        """-> milliseconds in the middle"""
        times = []
        with Peer(gateway) as peer:
            for _ in range(calls):
                began = time.monotonic()
                self.assertEqual(peer.call("getVersion"), "1.3.5-1400")
                times.append(time.monotonic() - began)
        self.assertLess(sorted(times)[int(len(times) * 0.99)], p99)
        return statistics.median(times) * 1000

    def assert_given_back(self, gateway, descriptors_before, memory_before, memory=20):
        """Files and connections are closed, and no more memory than `memory` MiB stays."""
        closed = until(lambda: descriptors(gateway.process) <= descriptors_before, 10, 0.05)
        self.assertTrue(closed, "%d descriptors, %d before" % (descriptors(gateway.process), descriptors_before))
        if MEMORY_COUNTS:
            self.assertLess(resident(gateway.process) - memory_before, memory)
        self.assert_serves(gateway)

    @contextlib.contextmanager
    def served(self, *options):
        """A gateway that is warm -> (gateway, descriptors, MiB)"""
        with Gateway(self.database, *options) as gateway:
            self.key = gateway.sign_in("anna", "anna-secret")
            self.assert_others_are_served(gateway)
            until(lambda: False, 0.1)
            yield gateway, descriptors(gateway.process), resident(gateway.process)


class Idle(ConnectionTest):
    def test_ten_thousand_idle_connections(self):
        soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
        if hard < IDLE + 1_000:
            self.skip("%d connections need that many open files, the system allows %d" % (IDLE, hard))
        resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
        self.addCleanup(resource.setrlimit, resource.RLIMIT_NOFILE, (soft, hard))
        with self.served("--connections", str(IDLE + 100)) as (gateway, files, memory):
            alone = self.assert_others_are_served(gateway)
            with contextlib.ExitStack() as open_ones:
                for number in range(IDLE):
                    connection = open_ones.enter_context(gateway.connect())
                    if number % 2:  # Half of them have called before.
                        connection.sendall(request("getVersion"))
                        self.assertIn(b"1.3.5-1400", connection.recv(4096))
                among = self.assert_others_are_served(gateway)
                held = resident(gateway.process) - memory
                if MEMORY_COUNTS:
                    self.assertLess(held, 200)
                figure("%d idle connections" % IDLE, "%.0f MiB resident more than the %.0f without them, %.1f KiB each; "
                       "getVersion takes %.2f ms in place of %.2f" %
                       (held, memory, held * 1024 / IDLE, among, alone))
            self.assert_given_back(gateway, files, memory, held + 5)
            figure("after they have gone", "%.0f MiB resident" % resident(gateway.process))

    def test_more_than_allowed_are_told_and_do_not_disturb_those_who_are_in(self):
        with self.served("--connections", "50") as (gateway, files, memory):
            with contextlib.ExitStack() as open_ones:
                inside = [open_ones.enter_context(gateway.connect()) for _ in range(50)]
                until(lambda: descriptors(gateway.process) >= files + 50, 5)
                for _ in range(500):
                    with gateway.connect() as another:
                        with contextlib.suppress(ConnectionResetError):
                            self.assertIn(another.recv(4096)[:12], [b"HTTP/1.1 503", b""])
                inside[0].sendall(request("getVersion"))
                self.assertIn(b"1.3.5-1400", inside[0].recv(4096))
            self.assert_given_back(gateway, files, memory)

    def test_idle_connections_are_closed_after_a_while(self):
        with self.served("--idle-deadline", "500ms") as (gateway, files, memory):
            with contextlib.ExitStack() as open_ones:
                for _ in range(500):
                    open_ones.enter_context(gateway.connect())
                self.assert_given_back(gateway, files, memory)


class Slow(ConnectionTest):
    def test_senders_of_a_byte_now_and_then(self):
        with self.served("--read-deadline", "2s") as (gateway, files, memory):
            with contextlib.ExitStack() as open_ones:
                slow = [open_ones.enter_context(gateway.connect()) for _ in range(300)]
                whole = request("getVersion") * 3
                began = time.monotonic()
                for byte in whole[:20]:
                    for connection in slow:
                        with contextlib.suppress(OSError):
                            connection.send(bytes([byte]))
                    self.assert_others_are_served(gateway, 5)
                    time.sleep(0.2)
                for connection in slow:
                    self.assertIn(connection.recv(4096)[:12], [b"HTTP/1.1 408"])
                took = time.monotonic() - began
                self.assertLess(took, 20)
            self.assert_given_back(gateway, files, memory)
            figure("300 senders of a byte now and then", "all refused with 408 at the deadline, others served")

    def test_readers_of_nothing(self):
        """Each asks for many long answers and reads none of them."""
        with self.served("--write-deadline", "2s") as (gateway, files, memory):
            highest = memory
            with contextlib.ExitStack() as open_ones:
                for _ in range(100):
                    connection = open_ones.enter_context(gateway.connect())
                    connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
                    connection.setblocking(False)
                    with contextlib.suppress(BlockingIOError):
                        while True:
                            connection.send(GET_MAP * 100)
                for _ in range(10):
                    self.assert_others_are_served(gateway, 10)
                    highest = max(highest, resident(gateway.process))
                    time.sleep(0.05)
                # The kernel's buffers are not the gateway's.
                if MEMORY_COUNTS:
                    self.assertLess(highest - memory, 40)
                given_up = until(lambda: descriptors(gateway.process) <= files, 15, 0.05)
                self.assertTrue(given_up, "clients that take nothing are not given up")
            self.assert_given_back(gateway, files, memory)
            figure("100 clients that never read", "%.1f MiB more at most, given up at the deadline" % (highest - memory))


class Gone(ConnectionTest):
    def test_resets_in_the_middle(self):
        whole = request("getTimesheet", "key") + GET_MAP
        with self.served() as (gateway, files, memory):
            for number in range(RESETS):
                with gateway.connect() as connection:
                    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RST_ON_CLOSE)
                    connection.sendall(whole[:number * 7 % len(whole)])
                    if number % 3 == 0:
                        connection.sendall(GET_MAP * 20)
            self.assert_others_are_served(gateway)
            self.assert_given_back(gateway, files, memory)
            figure("resets in the middle", "%d, %.1f MiB more afterwards" %
                   (RESETS, resident(gateway.process) - memory))

    def test_resets_while_writes_are_under_way(self):
        """Nobody waits for the answer any more; the write is made or not, and the writer lives."""
        with self.served() as (gateway, files, memory):
            for _ in range(200):
                with gateway.connect() as connection:
                    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RST_ON_CLOSE)
                    connection.sendall(request("startRecord", self.key, 1, 1))
            self.assertTrue(gateway.call("startRecord", self.key, 1, 1)["success"])
            self.assert_given_back(gateway, files, memory)
        self.assert_clean()

    def test_peers_that_vanish_without_a_word(self):
        """As when a machine loses its power: the kernel is told to forget the connection."""
        with self.served("--idle-deadline", "1s", "--read-deadline", "1s", "--write-deadline", "1s") as (
                gateway, files, memory):
            for number in range(300):
                connection = gateway.connect()
                connection.sendall([b"", GET_MAP[:9], GET_MAP * 50][number % 3])
                try:
                    connection.setsockopt(socket.IPPROTO_TCP, TCP_REPAIR, 1)
                except PermissionError:
                    connection.close()
                    self.skip("to vanish takes the right to administer the network")
                connection.close()
            self.assert_others_are_served(gateway)
            self.assert_given_back(gateway, files, memory)

    def test_half_closed_ones_get_their_answers(self):
        with self.served() as (gateway, files, memory):
            for _ in range(100):
                with gateway.connect() as connection:
                    connection.sendall(request("getVersion"))
                    connection.shutdown(socket.SHUT_WR)
                    self.assertIn(b"1.3.5-1400", connection.recv(4096))
                    self.assertEqual(connection.recv(4096), b"")
            self.assert_given_back(gateway, files, memory)


class AllAtOnce(ConnectionTest):
    def test_a_storm_of_connections(self):
        """Many threads that connect, call once and go."""
        failures = []

        def storm(gateway):
            try:
                for _ in range(100):
                    with Peer(gateway) as peer:
                        if peer.call("getVersion") != "1.3.5-1400":
                            failures.append("another answer")
            except Exception as error:
                failures.append(error)

        with self.served() as (gateway, files, memory):
            threads = [threading.Thread(target=storm, args=(gateway,)) for _ in range(16)]
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join()
            self.assertEqual(failures, [])
            self.assert_given_back(gateway, files, memory)


if __name__ == "__main__":
    main()
