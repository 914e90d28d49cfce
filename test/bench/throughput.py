# SPDX-FileCopyrightText: Kimai Gateway authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""How many calls a second, against the ceiling: alternating runs, medians."""
import contextlib
import dataclasses
import statistics

import calls
import databases
from load import Change, Load, LoadFailed, run
from servers import Ceiling, Gateway

SMALL = 60
# Where the machine is slower than it ever was when the old server was measured, that one would be slower too.
SLOWEST_SMALL_CEILING = 58_000
TIMES_OLD = 15

TOUCH_ENTRY = "UPDATE timeSheet SET description = printf('Changed %06d', ?1 % 1000000) WHERE timeEntryID = ?2"
TOUCH_PROJECT = "UPDATE projects SET comment = printf('Changed %06d', ?1 % 1000000) WHERE projectID = ?2"


@dataclasses.dataclass
class Row:
    """A line of the table: what is called, and what it has to reach."""
    name: str
    load: Load
    bar: float
    of_small: bool = False  # a share of the small ceiling, not of that with as many bytes
    old_rate: int = None  # of the old PHP server, calls a second
    items: int = None  # in a right answer
    contains: str = ""


@dataclasses.dataclass
class Figures:
    row: Row
    size: int
    rate: float
    ceiling: float
    small: float
    share: float
    cpu: float  # the server's, in microseconds a call
    cpu_share: float  # the ceiling's over the gateway's: what the share would be if nothing else ran
    times_old: float = None

    def met(self):
        return self.share >= self.row.bar and (self.times_old is None or self.times_old >= TIMES_OLD)


class Subjects:
    """Users to call for, and rows of theirs to change."""

    def __init__(self, name, database):
        self.keys = databases.users_of(name)
        with databases.open_file(database) as connection:
            def first(sql, *values):
                return connection.execute(sql, values).fetchone()[0]
            # An entry that every list of the user's newest hundred has.
            self.entries = {user: first(
                "SELECT timeEntryID FROM timeSheet t JOIN projects USING (projectID) JOIN customers USING (customerID)"
                " JOIN activities USING (activityID) JOIN statuses USING (statusID)"
                ' WHERE userID = ? AND "end" > 0 ORDER BY start DESC LIMIT 1', user) for user in self.keys}
            self.user, self.key = next(iter(self.keys.items()))
            self.project = first(
                "SELECT projectID FROM groups_projects JOIN groups_users USING (groupID) JOIN projects USING (projectID)"
                " JOIN customers c USING (customerID) WHERE userID = ? AND projects.visible AND c.visible"
                " AND NOT projects.trash AND NOT c.trash LIMIT 1", self.user)


def rows(subjects, database):
    key, entry = subjects.key, subjects.entries[subjects.user]
    users = list(subjects.keys)

    def json_load(method, *arguments, change=None):
        return Load(calls.JSON_PATH, calls.JSON_TYPE, [calls.json_call(method, *arguments)], change)

    def soap_load(method, change=None, **arguments):
        return Load(calls.SOAP_PATH, calls.SOAP_TYPE, [calls.soap_call(method, **arguments)], change)

    # The users in turn, each after a change of his own: else sixteen calls would wait for the server with all their
    # changes made, and it would compute one answer for them all.
    touch_entries = Change(database, TOUCH_ENTRY, [subjects.entries[user] for user in users])
    changed_json = Load(calls.JSON_PATH, calls.JSON_TYPE,
                        [calls.json_call("getTimesheet", subjects.keys[user], 0, 0, -1, 0, 100) for user in users],
                        touch_entries)
    window = {"from": 0, "to": 0, "cleared": -1, "start": 0, "limit": 100}
    changed_soap = Load(calls.SOAP_PATH, calls.SOAP_TYPE,
                        [calls.soap_call("getTimesheet", apiKey=subjects.keys[user], **window) for user in users],
                        touch_entries)
    touch_project = Change(database, TOUCH_PROJECT, [subjects.project])
    return [
        Row("getVersion", json_load("getVersion"), 0.90, old_rate=1004, contains="1.3.5"),
        Row("getActiveRecording", json_load("getActiveRecording", key), 0.45, items=1),
        Row("getTimesheetRecord", json_load("getTimesheetRecord", key, entry), 0.45, items=1),
        Row("getProjects with tasks, unchanged", json_load("getProjects", key, True), 0.60, old_rate=261,
            contains='"tasks"'),
        Row("getProjects with tasks, changed", json_load("getProjects", key, True, change=touch_project), 0.15,
            old_rate=261, contains='"tasks"'),
        Row("getTimesheet 100, unchanged", json_load("getTimesheet", key, 0, 0, -1, 0, 100), 0.60, old_rate=383,
            items=100),
        Row("getTimesheet 100, changed", changed_json, 0.05, True, old_rate=383, items=100),
        Row("SOAP getVersion", soap_load("getVersion"), 0.50, old_rate=367, contains="1.3.5"),
        Row("SOAP getTimesheet 100, unchanged", soap_load("getTimesheet", apiKey=key, **window), 0.50, old_rate=140,
            items=100),
        Row("SOAP getTimesheet 100, changed", changed_soap, 0.03, True, old_rate=140, items=100),
    ]


def answer_size(gateway, row):
    """-> bytes of the answer, after a look at whether it is right. The mean, where several users are asked."""
    sizes = []
    for body in row.load.bodies:
        text = gateway.post(row.load.path, row.load.content_type, body)
        if row.contains not in text or (row.items is not None and calls.count_in(text) != row.items):
            raise calls.WrongAnswer("%s: %s" % (row.name, text[:600]))
        sizes.append(len(text.encode()))
    return round(statistics.mean(sizes))


def run_on(server, load, seconds):
    """-> the outcome, and microseconds of the server's CPU time a call"""
    server.forget_text()
    before = server.cpu_seconds()
    outcome = run(load, server.port, seconds)
    return outcome, (server.cpu_seconds() - before) * 1e6 / outcome.requests


def note(rates, cpu, outcome, used):
    rates.append(outcome.rate)
    cpu.append(used)


def median_ratio(numerators, denominators):
    """Of runs that took place one after the other."""
    return statistics.median(a / b for a, b in zip(numerators, denominators))


def measure(build, gateway, row, rounds, seconds):
    run(row.load, gateway.port, 1)  # Warms up, and with a change brings every answer to the size that it keeps.
    size = answer_size(gateway, row)
    fixed = Load("/", calls.JSON_TYPE, [calls.json_call("getVersion")])
    rates, cpu, own_rates, own_cpu, small_rates, small_cpu = [], [], [], [], [], []
    with contextlib.ExitStack() as stack:
        small = stack.enter_context(Ceiling(build, SMALL))
        own = small if size < 2 * SMALL else stack.enter_context(Ceiling(build, size))
        same = Load("/", row.load.content_type, row.load.bodies[:1])
        for _ in range(rounds):
            note(small_rates, small_cpu, *run_on(small, fixed, seconds))
            outcome, used = run_on(gateway, row.load, seconds)
            if not 0.9 * size < outcome.bytes_each < 1.1 * size + 400:
                raise LoadFailed("%s: answers of %d bytes in place of %d" % (row.name, outcome.bytes_each, size))
            note(rates, cpu, outcome, used)
            if own is not small:
                note(own_rates, own_cpu, *run_on(own, same, seconds))
    if own is small:
        own_rates, own_cpu = small_rates, small_cpu
    against, against_cpu = (small_rates, small_cpu) if row.of_small else (own_rates, own_cpu)
    figures = Figures(row, size, statistics.median(rates), statistics.median(own_rates), statistics.median(small_rates),
                      median_ratio(rates, against), statistics.median(cpu), median_ratio(against_cpu, cpu))
    if row.old_rate:
        figures.times_old = figures.rate / row.old_rate * max(1, SLOWEST_SMALL_CEILING / figures.small)
    return figures


HEADINGS = ["call", "bytes", "calls/s", "ceiling/s", "small ceiling/s", "share", "bar", "times old", "met",
            "us CPU", "share by CPU"]


def line(figures):
    row = figures.row
    return [row.name, "%d" % figures.size, "%.0f" % figures.rate, "%.0f" % figures.ceiling, "%.0f" % figures.small,
            "%.3f" % figures.share, "%.2f%s" % (row.bar, " of small" if row.of_small else ""),
            "" if figures.times_old is None else "%.1f" % figures.times_old, "yes" if figures.met() else "NO",
            "%.1f" % figures.cpu, "%.3f" % figures.cpu_share]


def throughput(bench, names=("kimai1", 10_000_000)):
    for name in names:
        with bench.databases.copy(name) as database, Gateway(bench.build, database) as gateway:
            subjects = Subjects(name, database)
            gateway.post(calls.JSON_PATH, calls.JSON_TYPE,
                         calls.json_call("startRecord", subjects.key, subjects.project, 1))
            bench.report.begin("Throughput, %s, 16 connections, one I/O thread" % bench.title(name), HEADINGS)
            for row in rows(subjects, database):
                if not bench.wanted(row.name):
                    continue
                figures = measure(bench.build, gateway, row, bench.rounds, bench.seconds)
                bench.report.row(line(figures), figures.met())
            bench.report.end()
