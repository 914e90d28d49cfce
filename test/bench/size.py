# SPDX-FileCopyrightText: Kimai Gateway authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Memory, endurance, start and import with a large database."""
import concurrent.futures
import os
import statistics
import subprocess
import time

import calls
import databases
import rows
from load import Load, run
from servers import Gateway, status

MB = 1_000_000
IDLE_BAR, LOAD_BAR, LONG_BAR = 40, 100, 150
START_BAR = 100
IMPORT_BAR = 150_000
IMPORTED = 1_000_000


def memory(bench):
    entries = bench.largest
    with bench.databases.copy(entries) as database, Gateway(bench.build, database) as gateway:
        subjects = rows.Subjects(entries, database)
        bench.report.begin("Memory, %s" % bench.title(entries), ["when", "MB resident", "of these files", "bar", "met"])

        def line(when, resident, bar):
            bench.report.row([when, "%.0f" % (resident / MB), "%.0f" % (gateway.file_pages() / MB), "%d" % bar,
                              "yes" if resident < bar * MB else "NO"], resident < bar * MB)
        gateway.post(calls.JSON_PATH, calls.JSON_TYPE,
                     calls.json_call("startRecord", subjects.key, subjects.project, 1))
        line("idle", gateway.resident(), IDLE_BAR)
        gateway.reset_peak()
        for row in rows.rows(subjects, database):
            run(row.load, gateway.port, bench.seconds)
            gateway.forget_text()
        line("most under the load of the throughput table", gateway.peak(), LOAD_BAR)
        if len(databases.USER_ENTRIES[entries]) < 3:
            return bench.report.end()
        user = 3
        expected = databases.USER_ENTRIES[entries][user - 1]
        for name, load in (
                ("JSON-RPC", rows.json_load("getTimesheet", databases.user_key(user), *rows.newest(expected).values())),
                ("SOAP", rows.soap_load("getTimesheet", apiKey=databases.user_key(user), **rows.newest(expected))),
                ("SOAP document", Load(calls.SOAP_PATH, calls.SOAP_TYPE, [calls.document_call(
                    "getTimesheet", apiKey=databases.user_key(user), **rows.newest(expected))]))):
            gateway.reset_peak()
            began = time.monotonic()
            text = gateway.post(load.path, load.content_type, load.bodies[0])
            seconds = time.monotonic() - began
            if calls.count_in(text) != expected:
                raise calls.WrongAnswer("%d entries in place of %d" % (calls.count_in(text), expected))
            line("most during a getTimesheet of {:,} rows, {}, {:.0f} MB in {:.1f} s".format(
                expected, name, len(text.encode()) / MB, seconds), gateway.peak(), LONG_BAR)
        bench.report.end()


def mixed_loads(subjects):
    """All kinds of calls by several users, over both wires; what is started is stopped."""
    json_bodies, soap_bodies = [], []
    for user, key in subjects.keys.items():
        soap_bodies += [calls.soap_call("getTimesheet", apiKey=key, **rows.newest(100)), calls.soap_call("getVersion")]
        json_bodies += [calls.json_call("startRecord", key, subjects.project, 1)]
        json_bodies += [calls.json_call(method, key) for method in (
            "getActiveRecording", "getUsers", "getCustomers", "getTasks")]
        json_bodies += [calls.json_call("getProjects", key, True),
                        calls.json_call("getTimesheet", key, *rows.newest(100).values()),
                        calls.json_call("getTimesheetRecord", key, subjects.entries[user]),
                        rows.set_record(subjects, user).bodies[0].replace("########", "00000000"),
                        calls.json_call("stopRecord", key, 0), calls.json_call("noSuchMethod")]
    return [Load(calls.JSON_PATH, calls.JSON_TYPE, json_bodies), Load(calls.SOAP_PATH, calls.SOAP_TYPE, soap_bodies)]


def soak(bench):
    """Ten minutes of all kinds of calls; flat means that the last third is not above the second."""
    entries = bench.largest
    with bench.databases.copy(entries) as database, Gateway(bench.build, database, core=None) as gateway:
        subjects = rows.Subjects(entries, database)
        seconds = bench.soak_seconds
        samples = []
        began = time.monotonic()
        with concurrent.futures.ThreadPoolExecutor() as aside:
            running = [aside.submit(run, load, gateway.port, seconds, core=None) for load in mixed_loads(subjects)]
            while not all(load.done() for load in running):
                time.sleep(min(1, seconds / 60))
                samples.append((time.monotonic() - began, gateway.resident()))
                gateway.forget_text()
            for load in running:
                load.result()

    def during(begin, end):
        return [size for when, size in samples if begin * seconds <= when < end * seconds]

    second, last = statistics.median(during(1 / 3, 2 / 3)), statistics.median(during(2 / 3, 1))
    met = last < 1.02 * second + 1 * MB
    bench.report.begin("Endurance: %d s of all kinds of calls, %s" % (seconds, bench.title(entries)),
                       ["tenth of the run", "MB resident, median", "most"])
    for tenth in range(10):
        sizes = during(tenth / 10, (tenth + 1) / 10)
        bench.report.row(["%d" % (tenth + 1), "%.1f" % (statistics.median(sizes) / MB), "%.1f" % (max(sizes) / MB)])
    bench.report.row(["last third / second third", "%.3f" % (last / second), "flat: " + ("yes" if met else "NO")], met)
    bench.report.end()


def start(bench):
    """From the program's start to its first answer, the database's pages in memory."""
    entries = bench.largest
    with bench.databases.copy(entries) as database:
        times = []
        for _ in range(bench.rounds):
            began = time.monotonic()
            with Gateway(bench.build, database, core=None) as gateway:
                gateway.post(calls.JSON_PATH, calls.JSON_TYPE, calls.json_call("getVersion"))
                times.append((time.monotonic() - began) * 1000)
                gateway.end()
    median = statistics.median(times)
    bench.report.begin("Start, %s" % bench.title(entries), ["first answer after, ms", "bar", "met"])
    bench.report.row(["%.0f" % median, "%d" % START_BAR, "yes" if median < START_BAR else "NO"], median < START_BAR)
    bench.report.end()


def timed(command):
    """-> seconds, the most bytes that were resident"""
    began = time.monotonic()
    most = 0
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stdin=subprocess.DEVNULL) as process:
        # What wait4() says begins with what this process had resident when it forked.
        while process.poll() is None:
            most = max(most, status(process, "VmHWM"))
            time.sleep(0.01)
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, command)
    return time.monotonic() - began, most


def import_rate(bench):
    folder = bench.databases.folder
    dump, database = folder / "import.sql", folder / "import.db"
    if not dump.exists():
        with open(str(dump) + ".new", "wb") as file:
            subprocess.run(databases.dump_command(IMPORTED), check=True, stdout=file)
        os.rename(str(dump) + ".new", dump)
    found = []
    for _ in range(bench.rounds):
        databases.remove(database)
        found.append(timed(bench.databases.importing(database, "--salt", "salt", dump)))
    databases.remove(database)
    rate = statistics.median(IMPORTED / seconds for seconds, _ in found)
    bench.report.begin("Import of {:,} entries".format(IMPORTED),
                       ["entries/s", "bar", "met", "most MB resident", "MB of dump"])
    bench.report.row(["%.0f" % rate, "%d" % IMPORT_BAR, "yes" if rate >= IMPORT_BAR else "NO",
                      "%.0f" % (max(size for _, size in found) / MB), "%.0f" % (dump.stat().st_size / MB)],
                     rate >= IMPORT_BAR)
    bench.report.end()
