# SPDX-FileCopyrightText: Kimai Gateway authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Calls that should cost a lot: nested, long, many, far. Each is answered soon and the memory stays."""
import contextlib
import itertools
import json
import time

from gateway_process import Gateway, InScratchFolder, import_dump, main
from wires import REFUSED, Fault, JsonWire, methods, succeeded
from xml_test import LONGEST, resident_mib

KEY = "bbbb1111cccc2222dddd3333e"
LONG = 900_000

# (name, body) of requests within the limit of a body, 1 MiB.
BODIES = [
    ("lists in lists", "[" * LONG),
    ("closed lists in lists", "[" * 400_000 + "]" * 400_000),
    ("records in records", '{"a":' * 150_000),
    ("lists in params", '{"method":"getUsers","params":%s1%s}' % ("[" * 400_000, "]" * 400_000)),
    ("names", '{"method":"getUsers","params":{%s}}' % ",".join('"a%d":0' % i for i in range(80_000))),
    ("the same name", '{"method":"getUsers","params":{%s}}' % ",".join(['"apiKey":0'] * 60_000)),
    ("a long name", '{"%s":1}' % ("a" * LONG)),
    ("a long method", '{"method":"%s","id":1}' % ("a" * LONG)),
    ("a long id", '{"method":"getVersion","id":"%s"}' % ("a" * LONG)),
    ("an id of escapes", '{"method":"getVersion","id":"%s"}' % ("\\u0001" * 150_000)),
    ("an id that grows", '{"method":"getVersion","id":"%s"}' % ("\u20ac" * 300_000)),
    ("a long number", '{"method":"getVersion","id":%s}' % ("9" * LONG)),
    ("a large power", '{"method":"getVersion","id":1e999999}'),
    ("a power of many digits", '{"method":"getVersion","id":1e%s}' % ("9" * LONG)),
    ("a fraction", '{"method":"getVersion","id":0.%s1}' % ("0" * LONG)),
    ("a text that never ends", '{"method":"' + "a" * LONG),
    ("half of an escape", '{"method":"\\u00'),
    ("no JSON", "a" * LONG),
    ("blanks", " " * LONG),
    ("zero bytes", "\x00" * LONG),
    ("numbers", '{"method":"getUsers","params":[%s0]}' % ("0," * 400_000)),
    ("a batch of nothing", "[" + "0," * 400_000 + "0]"),
    ("a batch of many", json.dumps([{"method": "getVersion", "id": 1}] * 20_000)),
    ("a batch of batches", json.dumps([[{"method": "getVersion", "id": 1}] * 100] * 100)),
]

# Dates on which a reader that tries every way would work for years.
DATES = [
    "9" * LONG, "-" * LONG, ":" * LONG, "." * LONG, " " * LONG, "(" * LONG, "+1 day " * 120_000, "first " * 150_000,
    "last day of " * 75_000, "1." * 450_000, "2018-01-01 " * 80_000, "T" * LONG, "Europe/" * 120_000, "+00:" * 220_000,
    "@" + "9" * LONG, "now" * 300_000, "saturday this week " * 45_000, "\x00" * 150_000, "\u0661" * 400_000,
]

FAR = [0, 1, -1, 10 ** 6, 2 ** 31 - 1, 2 ** 31, 2 ** 63 - 1, 2 ** 63, -2 ** 63, 1e308, "1e999999", "9" * 1000]


class Exhaustion(InScratchFolder):
    def setUp(self):
        super().setUp()
        database = self.folder / "k.db"
        import_dump(database)
        # One comes back every ten seconds.
        self.gateway = Gateway(database, "--synchronous", "normal", "--login-rate", "6")
        self.addCleanup(self.gateway.__exit__)
        self.wire = JsonWire(self.gateway)
        self.addCleanup(self.wire.close)

    @contextlib.contextmanager
    def soon(self):
        began = time.monotonic()
        yield
        self.assertLess(time.monotonic() - began, LONGEST)

    def assert_nothing_stays(self):
        self.assertTrue(succeeded(self.wire.call("getUsers", {"apiKey": KEY})))
        self.assertLess(resident_mib(self.gateway.process.pid), 400)

    def test_bodies(self):
        for name, body in BODIES:
            with self.subTest(name), self.soon():
                status, _, answer = self.wire.post("/core/json.php", body.encode(), "application/json")
                self.assertIn(status, {200, 204})
                self.assertNotIn(b"-32603", answer)
                self.assertIsNotNone(json.loads(answer or "{}"))
        self.assert_nothing_stays()

    def test_long_texts_in_every_parameter(self):
        """Dates among them, whose grammar invites trying."""
        for method, parameters in methods(self.gateway).items():
            for parameter in parameters:
                for text in DATES if parameter in ("from", "to") else ["9" * LONG, "-" * LONG, "\u20ac" * 300_000]:
                    with self.subTest(method=method, parameter=parameter, text=text[:20]), self.soon():
                        arguments = {**dict.fromkeys(parameters, 1), "apiKey": KEY, parameter: text}
                        self.assertIsNotNone(self.wire.call(method, arguments))
        self.assert_nothing_stays()

    def test_long_dates_in_records(self):
        for method, parameters in methods(self.gateway).items():
            for parameter, members in parameters.items():
                for member, text in itertools.product({"start", "end", "date"}.intersection(members or ()), DATES):
                    with self.subTest(method=method, member=member, text=text[:20]), self.soon():
                        record = {"projectId": 1, "taskId": 1, "start": "2018-04-01", "end": "2018-04-02", member: text}
                        self.wire.call("startRecord", {"apiKey": KEY, "projectId": 1, "activityId": 1})
                        result = self.wire.call(method, {"apiKey": KEY, parameter: record, "doUpdate": False})
                        self.assertNotIsInstance(result, Fault)
        self.assert_nothing_stays()

    def test_windows_of_lists(self):
        for method in ["getTimesheet", "getExpenses"]:
            everything = self.wire.call(method, {"apiKey": KEY, "limit": 10 ** 9})["total"]
            for start, limit in itertools.product(FAR, FAR):
                with self.subTest(method=method, start=start, limit=limit), self.soon():
                    result = self.wire.call(method, {"apiKey": KEY, "start": start, "limit": limit})
                    self.assertTrue(succeeded(result), result)
                    self.assertLessEqual(len(result["items"]), int(everything))
                    self.assertEqual(result["total"], everything)

    def test_logins_do_not_hold_up_others_and_end_at_their_rate(self):
        """Hashing takes its time on purpose; who asks for it in batches is refused when his minute's worth is used."""
        guesses = [{"method": "authenticate", "params": ["nobody%d" % i, "x"], "id": i} for i in range(100)]
        with self.soon():
            for _ in range(3):
                status, _, body = self.wire.post("/core/json.php", json.dumps(guesses), "application/json")
                self.assertEqual(status, 200)
                self.assertEqual({answer["result"]["error"]["msg"] for answer in json.loads(body)}, {REFUSED})
        # Six of the 300 were checked; now not even the right password is.
        self.assertIsNone(self.gateway.sign_in("bert", "bert-secret"))
        # A key still opens.
        self.assertTrue(succeeded(self.wire.call("getUsers", {"apiKey": KEY})))

    def test_headers(self):
        for name, headers, statuses in [
            ("one that is long", {"X": "a" * 20_000}, {431}),
            ("many", {"X%d" % i: "a" for i in range(90)}, {200}),
            ("more than that", {"X%05d" % i: "a" for i in range(5_000)}, {431}),
            ("many addresses", {"X-Forwarded-For": "1.2.3.4," * 1500}, {200}),
            ("what is no address", {"X-Forwarded-For": "[" * 12_000}, {200}),
        ]:
            with self.subTest(name), self.soon():
                status, _ = self.gateway.post('{"method":"getVersion","id":1}', headers)
                self.assertIn(status, statuses)
        for name, path, status in [
            ("a long path", "/" + "a" * 9_000, 414),
            ("slashes", "/" * 8_000 + "core/json.php", 200),
            ("a path of escapes", "/" + "%41" * 2_000 + "/core/json.php", 200),
            ("a long query", "/core/json.php?" + "&" * 8_000, 200),
        ]:
            with self.subTest(name), self.soon():
                self.assertEqual(self.gateway.post('{"method":"getVersion","id":1}', path=path)[0], status)


if __name__ == "__main__":
    main()
