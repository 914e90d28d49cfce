# SPDX-FileCopyrightText: Kimai Gateway authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""How many calls a second, against the ceiling: alternating runs, medians."""
import contextlib
import dataclasses
import statistics

import calls
import rows
from load import Load, LoadFailed, run
from servers import Ceiling, Gateway

SMALL = 60
# Where the machine is slower than it ever was when the old server was measured, that one would be slower too.
SLOWEST_SMALL_CEILING = 58_000
TIMES_OLD = 15

@dataclasses.dataclass
class Figures:
    row: rows.Row
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


def measure(bench, gateway, row):
    run(row.load, gateway.port, 1)  # Warms up, and with a change brings every answer to the size that it keeps.
    size = rows.answer_size(gateway, row)
    fixed = Load("/", calls.JSON_TYPE, [calls.json_call("getVersion")])
    rates, cpu, own_rates, own_cpu, small_rates, small_cpu = [], [], [], [], [], []
    with contextlib.ExitStack() as stack:
        small = stack.enter_context(Ceiling(bench.build, SMALL))
        own = small if size < 2 * SMALL else stack.enter_context(Ceiling(bench.build, size))
        same = Load("/", row.load.content_type, row.load.bodies[:1])
        for _ in range(bench.rounds):
            note(small_rates, small_cpu, *run_on(small, fixed, bench.seconds))
            outcome, used = run_on(gateway, row.load, bench.seconds)
            if not 0.9 * size < outcome.bytes_each < 1.1 * size + 400:
                raise LoadFailed("%s: answers of %d bytes in place of %d" % (row.name, outcome.bytes_each, size))
            note(rates, cpu, outcome, used)
            if own is not small:
                note(own_rates, own_cpu, *run_on(own, same, bench.seconds))
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


def throughput(bench):
    for name in bench.names:
        with bench.databases.copy(name) as database, Gateway(bench.build, database) as gateway:
            subjects = rows.Subjects(name, database)
            gateway.post(calls.JSON_PATH, calls.JSON_TYPE,
                         calls.json_call("startRecord", subjects.key, subjects.project, 1))
            bench.report.begin("Throughput, %s" % bench.title(name), HEADINGS)
            for row in rows.rows(subjects, database):
                if not bench.wanted(row.name):
                    continue
                if name != "kimai1":
                    row.old_rate = None  # It was measured with that database.
                figures = measure(bench, gateway, row)
                bench.report.row(line(figures), figures.met())
            notes = ["share: the median of the ratios of runs that followed each other; times old: calls/s over those of the "
                     "old PHP server, at least %d." % TIMES_OLD]
            if name == "kimai1":
                notes.append("Nobody has a hundred entries in kimai1.sql; here each entry is there three times.")
            bench.report.end(*notes)
