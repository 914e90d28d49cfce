# SPDX-FileCopyrightText: Kimai Gateway authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The clock jumps: steps of NTP, forward and back, and the ends of summer time, while a recording runs."""
import datetime
import os
import sqlite3
import time

from fault_case import FaultTest, descriptors, figure, until
from gateway_process import Gateway, main

LIBRARY = "/usr/lib/%s-linux-gnu/faketime/libfaketimeMT.so.1"
HOUR = 3600


class Jumps(FaultTest):
    """libfaketime gives the gateway another clock of the wall; the steady one, for deadlines, stays as it is."""

    def setUp(self):
        super().setUp()
        library = LIBRARY % os.uname().machine
        if not os.path.exists(library):
            self.skip("the package faketime is not installed")
        if os.environ.get("ASAN_OPTIONS"):
            self.skip("the address sanitizer wants no other library loaded before it")
        self.clock = self.folder / "clock"
        self.environment = {"LD_PRELOAD": library, "FAKETIME_TIMESTAMP_FILE": str(self.clock), "FAKETIME_NO_CACHE": "1",
                            "FAKETIME_DONT_FAKE_MONOTONIC": "1", "TZ": "UTC"}
        self.set_clock(1_525_176_000)
        self.round_to(0)

    def round_to(self, minutes):
        with sqlite3.connect(self.database) as connection:
            connection.execute("INSERT OR REPLACE INTO configuration VALUES ('roundPrecision', ?)", [str(minutes)])

    def set_clock(self, seconds):
        """It stands still there."""
        text = datetime.datetime.fromtimestamp(seconds, datetime.timezone.utc).strftime("%Y-%m-%d %H:%M:%S")
        draft = self.folder / "clock.new"
        draft.write_text(text + "\n")
        draft.replace(self.clock)
        self.now = seconds

    def serve(self, *options):
        gateway = Gateway(self.database, *options, environment=self.environment)
        self.addCleanup(gateway.__exit__)
        self.key = gateway.sign_in("anna", "anna-secret")
        self.assertIsNotNone(self.key)
        return gateway

    def record(self, gateway, steps):
        """Starts, lets the clock jump, stops. -> (start, end, duration)"""
        number = gateway.call("startRecord", self.key, 1, 1)["items"][0]["timeEntryID"]
        for step in steps:
            self.set_clock(self.now + step)
            running = gateway.call("getActiveRecording", self.key)
            self.assertTrue(running["success"], running)
            self.assertEqual(running["items"][0]["servertime"], self.now)
        self.assertTrue(gateway.call("stopRecord", self.key, number)["success"])
        return self.rows('SELECT start, "end", duration FROM timeSheet WHERE timeEntryID = %d' % number)[0]

    def test_the_clock_is_ours(self):
        gateway = self.serve()
        start, end, _ = self.record(gateway, [HOUR])
        self.assertEqual((start, end), (1_525_176_000, 1_525_176_000 + HOUR))

    def test_no_duration_is_negative(self):
        gateway = self.serve()
        day = 24 * HOUR
        for name, steps, expected in [
            ("forward", [HOUR], HOUR), ("back", [-HOUR], 0), ("a second back", [-1], 0), ("far back", [-3650 * day], 0),
            ("far forward", [7300 * day], 7300 * day), ("there and back", [HOUR, -HOUR + 5], 5),
            ("back and there", [-HOUR, HOUR + 5], 5), ("back for long", [-7300 * day + 10], 0),
        ]:
            with self.subTest(name):
                start, end, duration = self.record(gateway, steps)
                self.assertEqual((end - start, duration), (expected, expected))
        self.assert_serves(gateway)
        self.assertEqual(gateway.end(), 0)
        self.assert_clean()
        figure("clock steps while a recording runs", "no negative duration, no failed call")

    def test_rounding_makes_no_negative_duration_either(self):
        self.round_to(15)
        gateway = self.serve()
        for steps in [[-HOUR], [-100], [0], [100]]:
            start, end, duration = self.record(gateway, steps)
            self.assertGreaterEqual(duration, 0)
            self.assertEqual(end - start, duration)

    def test_the_ends_of_summer_time(self):
        """In the zone of the users, Europe/Berlin: an hour that is not there, and one that comes twice."""
        gateway = self.serve()
        for name, before in [("spring", 1_521_939_600), ("autumn", 1_540_688_400)]:
            with self.subTest(name):
                self.set_clock(before - HOUR // 2)
                _, _, duration = self.record(gateway, [HOUR // 2, HOUR // 2, HOUR])
                self.assertEqual(duration, 2 * HOUR)

    def test_deadlines_do_not_follow_the_wall_clock(self):
        gateway = self.serve("--idle-deadline", "1500ms")
        files = descriptors(gateway.process)
        for step in [-24 * HOUR, 24 * HOUR]:
            with self.subTest(step):
                with gateway.connect() as connection:
                    began = time.monotonic()
                    time.sleep(0.2)
                    self.set_clock(self.now + step)
                    self.assertTrue(gateway.call("getActiveRecording", self.key))
                    self.assertEqual(connection.recv(1), b"")
                    self.assertTrue(1 < time.monotonic() - began < 5, time.monotonic() - began)
        self.assertTrue(until(lambda: descriptors(gateway.process) <= files, 5))

    def test_logins_and_dates_go_on(self):
        gateway = self.serve("--login-rate", "5")
        for step in [-HOUR, HOUR, -24 * HOUR]:
            self.set_clock(self.now + step)
            for _ in range(3):
                gateway.sign_in("anna", "anna-secret")
            self.set_clock(self.now + 60)
            self.assertEqual(gateway.sign_in("anna", "anna-secret"), self.key, "after a step of %d" % step)
        with gateway.connect() as connection:
            connection.sendall(b"GET /healthz HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n")
            date = time.strftime("%a, %d %b %Y %H:%M:%S GMT", time.gmtime(self.now))
            self.assertIn(b"Date: " + date.encode(), connection.recv(4096))


if __name__ == "__main__":
    main()
