# SPDX-FileCopyrightText: Kimai Gateway authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""How evenly calls are served: many connections, many threads, and beside logins."""
import concurrent.futures
import statistics

import calls
import rows
from load import Load, run
from servers import Ceiling, Gateway
from throughput import SMALL

SPREAD_BAR = 4
THREADS_BAR = 0.95
LOGINS_BAR = 1.5


def start_recording(gateway, subjects):
    calls.json_items(gateway.post(calls.JSON_PATH, calls.JSON_TYPE,
                                  calls.json_call("startRecord", subjects.key, subjects.project, 1)))


def all_rows(subjects, database):
    """Those of the throughput table, and a write."""
    return [*rows.rows(subjects, database),
            rows.Row("setTimesheetRecord", rows.set_record(subjects, subjects.user), 0)]


def latency(bench):
    """p99 against p50, 64 connections that send as fast as answers come. What the ceiling comes to beside it is the
    machine's own part: whoever else runs on it takes it for some milliseconds at a time."""
    with bench.databases.copy("kimai1") as database, Gateway(bench.build, database) as gateway, \
            Ceiling(bench.build, SMALL) as ceiling:
        subjects = rows.Subjects("kimai1", database)
        start_recording(gateway, subjects)
        bench.report.begin("Latency, 64 connections",
                           ["call", "p50 us", "p99 us", "p99 / p50", "bar", "the ceiling's p99 / p50", "met"])
        fixed = Load("/", calls.JSON_TYPE, [calls.json_call("getVersion")])
        for row in all_rows(subjects, database):
            if not bench.wanted(row.name):
                continue
            run(row.load, gateway.port, 1, connections=64)
            outcomes, fixed_ratios = [], []
            for _ in range(bench.rounds):
                outcomes.append(run(row.load, gateway.port, 4 * bench.seconds, connections=64))
                outcome = run(fixed, ceiling.port, bench.seconds, connections=64)
                fixed_ratios.append(outcome.p99 / outcome.p50)
            gateway.forget_text()
            ratio = statistics.median(outcome.p99 / outcome.p50 for outcome in outcomes)
            bench.report.row([row.name, "%.0f" % statistics.median(outcome.p50 for outcome in outcomes),
                              "%.0f" % statistics.median(outcome.p99 for outcome in outcomes), "%.1f" % ratio,
                              "%d" % SPREAD_BAR, "%.1f" % statistics.median(fixed_ratios),
                              "yes" if ratio <= SPREAD_BAR else "NO"], ratio <= SPREAD_BAR)
        bench.report.end()


def threads(bench):
    """One I/O thread against two. Nothing is pinned, so that the second one has a core to run on; and wrk runs first,
    which with one thread has a core to itself."""
    with bench.databases.copy("kimai1") as database, \
            Gateway(bench.build, database, "--io-threads", "1", core=None) as one, \
            Gateway(bench.build, database, "--io-threads", "2", core=None) as two:
        subjects = rows.Subjects("kimai1", database)
        start_recording(one, subjects)
        bench.report.begin("I/O threads, 16 connections, nothing pinned",
                           ["call", "one thread, calls/s", "two threads, calls/s", "ratio", "bar", "met"])
        for row in all_rows(subjects, database):
            if not bench.wanted(row.name):
                continue
            rates = {one: [], two: []}
            for gateway in (one, two):
                gateway.yield_to_load()
                run(row.load, gateway.port, 1, core=None)
            for _ in range(bench.rounds):
                for gateway, found in rates.items():
                    found.append(run(row.load, gateway.port, bench.seconds, core=None).rate)
                    gateway.forget_text()
            ratio = statistics.median(b / a for a, b in zip(rates[one], rates[two]))
            bench.report.row([row.name, *("%.0f" % statistics.median(found) for found in rates.values()),
                              "%.2f" % ratio, "%.2f" % THREADS_BAR, "yes" if ratio >= THREADS_BAR else "NO"],
                             ratio >= THREADS_BAR)
        bench.report.end("Servers and load share two cores, and the load goes first; %.2f in place of 1 for noise." % THREADS_BAR)


def logins(bench):
    """p99 of getActiveRecording with and without eight clients that log in without pause. Nothing is pinned: the
    machine is to decide who runs, as it does in use. Judged is a moderate load (16 connections, some 2,000 calls/s),
    since with the machine saturated already a p99 says who got how much of it, not whether a login held up a call."""
    with bench.databases.copy("kimai1") as database, Gateway(bench.build, database, core=None) as gateway:
        subjects = rows.Subjects("kimai1", database)
        start_recording(gateway, subjects)
        load = rows.json_load("getActiveRecording", subjects.key)
        sign_in = rows.json_load("authenticate", "anna", "anna-secret")
        rows.check_success(gateway, load)
        rows.check_success(gateway, sign_in)
        bench.report.begin("Logins: getActiveRecording beside 8 clients that log in without pause",
                           ["load", "p99 us without", "p99 us with", "ratio", "calls/s without", "calls/s with",
                            "logins/s", "bar", "met"])
        for name, pause, bar in (("moderate", 8, LOGINS_BAR), ("as fast as answers come", 0, None)):
            load = Load(load.path, load.content_type, load.bodies, pause=pause)
            seconds = 3 * bench.seconds
            plain, busy, logins_done = [], [], []
            with concurrent.futures.ThreadPoolExecutor() as aside:
                for _ in range(bench.rounds):
                    plain.append(run(load, gateway.port, seconds, core=None))
                    signing = aside.submit(run, sign_in, gateway.port, seconds + 1, connections=8, core=None)
                    busy.append(run(load, gateway.port, seconds, core=None))
                    logins_done.append(signing.result())
                    gateway.forget_text()
            ratio = statistics.median(b.p99 / a.p99 for a, b in zip(plain, busy))
            met = bar is None or ratio < bar
            bench.report.row(
                [name, *("%.0f" % statistics.median(o.p99 for o in found) for found in (plain, busy)), "%.2f" % ratio,
                 *("%.0f" % statistics.median(o.rate for o in found) for found in (plain, busy)),
                 "%.0f" % statistics.median(o.rate for o in logins_done), "" if bar is None else "%.1f" % bar,
                 "" if bar is None else "yes" if met else "NO"], met)
        bench.report.end()
