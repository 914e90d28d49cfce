# SPDX-FileCopyrightText: Kimai Gateway authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""GET /metrics of a running gateway: what it counts, who may see it, and what promtool thinks of it."""
import contextlib
import http.client
import json
import os
import pathlib
import re
import socket
import sqlite3
import subprocess
import threading
import time

from gateway_process import PATIENCE, Gateway, InScratchFolder, import_dump, main

KEY = "aaaa1111bbbb2222cccc3333d"
SOAP = ('<e:Envelope xmlns:e="http://schemas.xmlsoap.org/soap/envelope/"><e:Body><m:%s xmlns:m="urn:x">%s</m:%s>'
        "</e:Body></e:Envelope>")
REQUESTS = "kimai_gateway_requests_total"
DURATION = "kimai_gateway_request_duration_seconds"


def scrape(gateway, headers=None, address=0, source=None):
    """-> (status, text)"""
    connection = http.client.HTTPConnection(*gateway.addresses[address], timeout=PATIENCE,
                                            source_address=(source, 0) if source else None)
    with contextlib.closing(connection):
        connection.request("GET", "/metrics", headers=headers or {})
        response = connection.getresponse()
        return response.status, response.read().decode()


def samples(text):
    """-> {name with labels: number}"""
    return {name: float(value) for name, value in
            (line.rsplit(" ", 1) for line in text.splitlines() if not line.startswith("#"))}


def metrics(gateway):
    status, text = scrape(gateway)
    if status != 200:
        raise AssertionError("%d: %s" % (status, text))
    return samples(text)


def requests(protocol, method, outcome):
    return '%s{protocol="%s",method="%s",outcome="%s"}' % (REQUESTS, protocol, method, outcome)


def sum_of(seen, name, *labels):
    return sum(value for sample, value in seen.items()
               if sample.startswith(name + "{") and all(label in sample for label in labels))


class MetricsTest(InScratchFolder):
    def setUp(self):
        super().setUp()
        self.database = self.folder / "k.db"
        import_dump(self.database)

    def serve(self, *options, **more):
        return Gateway(self.database, *options, **more)

    def soap(self, gateway, method, arguments=""):
        return gateway.post(SOAP % (method, arguments, method), {"Content-Type": "text/xml"}, "/core/soap.php")


class Counting(MetricsTest):
    def test_promtool_has_no_complaint(self):
        with self.serve() as gateway:
            gateway.call("getUsers", KEY)
            self.soap(gateway, "getUsers", "<apiKey>%s</apiKey>" % KEY)
            text = scrape(gateway)[1]
        done = subprocess.run(["promtool", "check", "metrics"], input=text, capture_output=True, text=True,
                              timeout=PATIENCE)
        self.assertEqual((done.returncode, done.stdout, done.stderr), (0, "", ""))
        for name in set(re.findall(r"^([a-z_]+)", text, re.MULTILINE)):
            family = re.sub("_(bucket|sum|count)$", "", name)
            for word in ("HELP", "TYPE"):
                self.assertIn("# %s %s " % (word, family if family in text.split() else name), text)

    def test_each_outcome_on_both_wires(self):
        with self.serve() as gateway:
            self.assertTrue(gateway.call("getUsers", KEY)["success"])
            self.assertFalse(gateway.call("getUsers", "wrong")["success"])
            gateway.call("getTimesheet", KEY, 0, 0, -1, 0, 5)
            gateway.call("startRecord", KEY, 1, 1)
            gateway.call("noSuchMethod")
            gateway.post('[{"method":"getVersion","id":1},{"method":"getVersion","id":2}]')
            gateway.post("no json")
            self.soap(gateway, "getUsers", "<apiKey>%s</apiKey>" % KEY)
            self.soap(gateway, "getUsers", "<apiKey>wrong</apiKey>")
            self.soap(gateway, "noSuchMethod")
            gateway.post("no xml", {}, "/core/soap.php")
            with sqlite3.connect(self.database) as other:
                other.execute("ALTER TABLE expenses RENAME TO gone")
            other.close()
            gateway.call("getExpenses", KEY, 0, 0)
            self.soap(gateway, "getExpenses", "<apiKey>%s</apiKey><from>0</from><to>0</to>" % KEY)
            gateway.post("{}", {"Content-Encoding": "gzip"})
            with gateway.connect() as client:
                client.sendall(b"rubbish\r\n\r\n")
                self.assertIn(b" 400 ", client.recv(4096))
            seen = metrics(gateway)
            again = metrics(gateway)
        expected = {("json_rpc", "getUsers", "ok"): 1, ("json_rpc", "getUsers", "failure"): 1,
                    ("json_rpc", "getTimesheet", "ok"): 1, ("json_rpc", "startRecord", "ok"): 1,
                    ("json_rpc", "unknown", "fault"): 2, ("json_rpc", "batch", "ok"): 1,
                    ("json_rpc", "getExpenses", "failed"): 1, ("soap", "getUsers", "ok"): 1,
                    ("soap", "getUsers", "failure"): 1, ("soap", "unknown", "fault"): 2,
                    ("soap", "getExpenses", "failed"): 1, ("http", "POST", "refused"): 1,
                    ("http", "unknown", "refused"): 1}
        counted = {sample: value for sample, value in seen.items() if sample.startswith(REQUESTS) and value}
        self.assertEqual(counted, {requests(*labels): value for labels, value in expected.items()})
        self.assertEqual(again[requests("http", "GET", "ok")], 1, "the first look at the metrics counts as well")
        # What is not there from the start has not increased when it comes.
        self.assertEqual(seen[requests("soap", "removeExpenseRecord", "failed")], 0)
        # The one that was never read has no duration.
        self.assertEqual(sum_of(seen, DURATION + "_count"), sum(expected.values()) - 1)

    def test_durations_are_plausible(self):
        began = time.monotonic()
        with self.serve("--answer-memory", "0") as gateway:
            for _ in range(50):
                gateway.call("getTimesheet", KEY, 0, 0, -1, 0, 100)
            self.assertIsNone(gateway.sign_in("anna", "wrong"))
            seen = metrics(gateway)
        elapsed = time.monotonic() - began
        for method, count in [("getTimesheet", 50), ("authenticate", 1)]:
            labels = '{protocol="json_rpc",method="%s"' % method
            buckets = [value for sample, value in seen.items() if sample.startswith(DURATION + "_bucket" + labels)]
            self.assertEqual(len(buckets), 18)
            self.assertEqual(buckets, sorted(buckets), "each bucket contains those below it")
            self.assertEqual(buckets[-1], count)
            self.assertEqual(seen[DURATION + "_count" + labels + "}"], count)
            self.assertTrue(0 < seen[DURATION + "_sum" + labels + "}"] < elapsed)
        calls = seen[DURATION + '_sum{protocol="json_rpc",method="getTimesheet"}']
        self.assertEqual(seen["kimai_gateway_database_read_seconds_count"], 50)
        self.assertTrue(0 < seen["kimai_gateway_database_read_seconds_sum"] < calls)

    def test_logins_and_keys(self):
        with self.serve("--login-rate", "2", "--wrong-key-rate", "3") as gateway:
            for name, password in [("bert", "bert-secret"), ("bert", "wrong"), ("bert", "bert-secret")]:
                gateway.sign_in(name, password)
            for _ in range(5):
                gateway.call("getUsers", "wrong")
            seen = metrics(gateway)
        self.assertEqual([seen['kimai_gateway_logins_total{outcome="%s"}' % outcome]
                          for outcome in ("accepted", "refused", "throttled")], [1, 1, 1])
        self.assertEqual([seen['kimai_gateway_rejected_keys_total{reason="%s"}' % reason]
                          for reason in ("wrong", "throttled")], [3, 2])

    def test_connections_and_bytes(self):
        request = b"GET /healthz HTTP/1.1\r\nHost: h\r\n\r\n"
        with self.serve("--connections", "2") as gateway:
            before = metrics(gateway)
            with gateway.connect() as client, gateway.connect() as other:
                client.sendall(request)
                answer = client.recv(4096)
                other.sendall(request)
                other.recv(4096)
                with gateway.connect() as refused:
                    self.assertIn(b" 503 ", refused.recv(4096))
                # On the connection that is open, as no other one is let in.
                client.sendall(request.replace(b"/healthz", b"/metrics"))
                page = b""
                while b"process_threads " not in page:
                    page += client.recv(1 << 16)
            seen = samples(page.decode().split("\r\n\r\n", 1)[1].rsplit("\n", 1)[0])
        self.assertEqual(seen["kimai_gateway_connections"], 2)
        self.assertEqual(seen["kimai_gateway_connections_limit"], 2)
        self.assertEqual(seen["kimai_gateway_connections_accepted_total"], 3)
        self.assertEqual(seen["kimai_gateway_connections_refused_total"], 1)
        received = seen["kimai_gateway_received_bytes_total"] - before["kimai_gateway_received_bytes_total"]
        self.assertEqual(received, 3 * len(request))
        self.assertGreater(seen["kimai_gateway_sent_bytes_total"], 2 * len(answer))

    def test_writes_files_and_process(self):
        with self.serve() as gateway:
            for _ in range(4):
                gateway.call("startRecord", KEY, 1, 1)
                gateway.call("stopRecord", KEY, 0)
            seen = metrics(gateway)
            wal = os.path.getsize(str(self.database) + "-wal")
            size = self.database.stat().st_size
            process = pathlib.Path("/proc") / str(gateway.process.pid)
            resident = int(re.search(r"VmRSS:\s+(\d+)", (process / "status").read_text()).group(1))
            descriptors = len(list((process / "fd").iterdir()))
        # Each start and stop, and the time at which the key was used.
        self.assertGreaterEqual(seen["kimai_gateway_database_write_group_size_sum"], 8)
        self.assertEqual(seen["kimai_gateway_database_write_group_size_count"],
                         seen["kimai_gateway_database_write_seconds_count"])
        self.assertGreater(seen["kimai_gateway_database_write_seconds_sum"], 0)
        self.assertEqual(seen["kimai_gateway_database_wal_size_bytes"], wal)
        self.assertEqual(seen["kimai_gateway_database_size_bytes"], size)
        self.assertEqual(seen["kimai_gateway_writer_queue_length"], 0)
        self.assertTrue(0.5 < seen["process_resident_memory_bytes"] / (resident * 1024) < 2)
        self.assertTrue(abs(seen["process_start_time_seconds"] - time.time()) < PATIENCE)
        self.assertTrue(abs(seen["process_open_fds"] - descriptors) <= 2)
        self.assertGreater(seen["process_cpu_seconds_total"], 0)

    def test_trouble_with_the_database_shows(self):
        with self.serve("--busy-timeout", "0s") as gateway:
            self.assertEqual(metrics(gateway)["kimai_gateway_database_failures_total"], 0)
            other = sqlite3.connect(self.database, isolation_level=None)
            other.execute("BEGIN IMMEDIATE")
            gateway.call("startRecord", KEY, 1, 1)
            other.close()
            seen = metrics(gateway)
        self.assertGreaterEqual(seen["kimai_gateway_database_failures_total"], 1)
        self.assertGreaterEqual(seen["kimai_gateway_database_failed_transactions_total"], 1)
        self.assertEqual(seen[requests("json_rpc", "startRecord", "failed")], 1)

    def test_what_many_connections_do_on_several_threads_adds_up(self):
        count, clients = 300, 9
        body = json.dumps({"jsonrpc": "2.0", "method": "getVersion", "params": [], "id": 1})
        wrong = json.dumps({"jsonrpc": "2.0", "method": "getVersion", "id": {}})
        failures = []

        def ask(gateway, number):
            try:
                connection = http.client.HTTPConnection(*gateway.addresses[0], timeout=PATIENCE)
                with contextlib.closing(connection):
                    for i in range(count):
                        connection.request("POST", "/core/json.php", wrong if (i + number) % 10 == 0 else body)
                        connection.getresponse().read()
            except Exception as error:  # noqa: it must not get lost in the thread
                failures.append(error)

        with self.serve("--io-threads", "3") as gateway:
            threads = [threading.Thread(target=ask, args=(gateway, number)) for number in range(clients)]
            for thread in threads:
                thread.start()
            looks = 0
            while any(thread.is_alive() for thread in threads):
                now = sum_of(metrics(gateway), REQUESTS, "getVersion")
                self.assertLessEqual(now, count * clients)
                looks += 1
            seen = metrics(gateway)
        self.assertEqual(failures, [])
        self.assertEqual(sum_of(seen, REQUESTS, 'protocol="json_rpc"'), count * clients)
        self.assertEqual(sum_of(seen, DURATION + "_count", 'protocol="json_rpc"'), count * clients)
        self.assertEqual(seen[requests("http", "GET", "ok")], looks)
        self.assertEqual(seen["kimai_gateway_connections_accepted_total"], clients + looks + 1)


class Access(MetricsTest):
    FORWARDED = {"X-Forwarded-For": "203.0.113.9"}

    def test_this_machine_alone_by_default(self):
        with self.serve("--listen", "127.0.0.1:0", listen="[::1]:0") as gateway:
            self.assertEqual([host for host, _ in gateway.addresses], ["127.0.0.1", "::1"])
            self.assertEqual(scrape(gateway)[0], 200)
            self.assertEqual(scrape(gateway, source="127.0.0.2")[0], 200)
            self.assertEqual(scrape(gateway, address=1)[0], 200)
            for headers in [self.FORWARDED, {"X-Forwarded-For": "127.0.0.1"}, {"Via": "1.1 x"},
                            {"Forwarded": "for=127.0.0.1"}, {"X-Real-IP": "127.0.0.1"}]:
                for address in (0, 1):
                    status, text = scrape(gateway, headers, address)
                    self.assertEqual((status, "--metrics-access" in text, "_total" in text), (403, True, False), headers)
            self.assertEqual(gateway.post("", path="/metrics")[0], 405)

    def test_a_trusted_proxy_tells_who_asks(self):
        with self.serve("--trusted-proxy", "127.0.0.1") as gateway:
            for chain, status in [("203.0.113.9", 403), ("127.0.0.1, 203.0.113.9", 403), ("2001:db8::1", 403),
                                  ("203.0.113.9, 127.0.0.2", 200), ("::1", 200), ("unknown", 403), ("", 200)]:
                self.assertEqual(scrape(gateway, {"X-Forwarded-For": chain} if chain else {})[0], status, chain)

    def test_other_networks(self):
        with self.serve("--trusted-proxy", "127.0.0.1", "--metrics-access", "203.0.113.0/24", "--metrics-access",
                        "2001:db8::/32") as gateway:
            for chain, status in [("203.0.113.9", 200), ("203.0.114.1", 403), ("2001:db8::7", 200), ("", 403)]:
                self.assertEqual(scrape(gateway, {"X-Forwarded-For": chain} if chain else {})[0], status, chain)
        with self.serve("--metrics-access", "127.0.0.1") as gateway:
            self.assertEqual(scrape(gateway)[0], 200)
            self.assertEqual(scrape(gateway, source="127.0.0.2")[0], 403)
        with self.serve(environment={"KIMAI_GATEWAY_METRICS_ACCESS": "none"}) as gateway:
            self.assertEqual(scrape(gateway)[0], 403)
            # Whoever looks after the process may still ask.
            self.assertIn(b" 200 ", self.raw(gateway, b"GET /healthz HTTP/1.0\r\n\r\n"))

    def raw(self, gateway, request):
        with socket.create_connection(gateway.addresses[0], timeout=PATIENCE) as client:
            client.sendall(request)
            return client.recv(4096)


if __name__ == "__main__":
    main()
