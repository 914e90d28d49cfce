# SPDX-FileCopyrightText: Kimai Gateway authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Measures the gateway against the ceiling of its own stack (the smallest Boost.Beast server, answering as many bytes),
and how its cost grows with data and load. Without a choice: the throughput table. The databases are made the first
time, in build/bench, which takes some minutes and a gigabyte. Exit code 1: a bar is missed.
"""
import argparse
import datetime
import pathlib
import platform
import re
import signal
import subprocess
import sys

from databases import Databases
from faults import faults
from growth import growth
from latency import latency, logins, threads
from report import Report
from servers import CORES, Gateway
from size import import_rate, memory, soak, start
from throughput import throughput
from writes import writes

ROOT = pathlib.Path(__file__).parents[2]

# Option, what is measured, how.
MEASUREMENTS = [
    ("throughput", "calls a second against the ceiling, 16 connections, one I/O thread", throughput),
    ("growth", "cost of a call in databases of 10 thousand to 10 million entries", growth),
    ("writes", "group commit, and what is left of answered writes after kill -9", writes),
    ("latency", "p99 against p50 with 64 connections", latency),
    ("threads", "two I/O threads against one", threads),
    ("logins", "other calls beside clients that log in without pause", logins),
    ("memory", "resident size: idle, under load, with very long answers", memory),
    ("start", "time to the first answer", start),
    ("import", "entries a second", import_rate),
    ("soak", "resident size over ten minutes under load", soak),
    ("faults", "what operators fear, the long way: test/faults", faults),
]


class Bench:
    """What all measurements need."""

    def __init__(self, options):
        self.build = pathlib.Path(options.build)
        self.databases = Databases(self.build)
        self.report = Report()
        self.rounds = options.rounds or (3 if options.quick else 5)
        self.seconds = options.seconds
        self.soak_seconds = 60 if options.quick else 600
        self.only = options.only
        self.names = [name if name == "kimai1" else int(name) for name in options.databases.split(",")]
        self.largest = max([name for name in self.names if name != "kimai1"], default=10_000_000)

    def wanted(self, name):
        return not self.only or any(word in name for word in self.only)

    @staticmethod
    def title(name):
        return "database of kimai1.sql" if name == "kimai1" else "{:,} entries".format(name)


def parse():
    parser = argparse.ArgumentParser(prog="tools/bench", description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    for name, text, _ in MEASUREMENTS:
        parser.add_argument("--" + name, action="append_const", dest="chosen", const=name, help=text)
    parser.add_argument("--all", action="store_true", help="all of these")
    parser.add_argument("--quick", action="store_true", help="3 rounds in place of 5, one minute of endurance")
    parser.add_argument("--only", action="append", metavar="WORD", help="only calls with this in their name; repeatable")
    parser.add_argument("--databases", default="kimai1,10000000", metavar="NAME,...",
                        help="of the throughput table; the largest is used elsewhere too (%(default)s; also 10000, 1000000)")
    parser.add_argument("--rounds", type=int, help="of which the median is taken")
    parser.add_argument("--seconds", type=int, default=1, help="length of a round (%(default)s)")
    parser.add_argument("--serve", default="", metavar="OPTIONS", help="further options for kimai-gateway serve")
    parser.add_argument("--no-build", action="store_true", help="measure what is built; has to be the first option")
    parser.add_argument("--build", default=ROOT / "build", help=argparse.SUPPRESS)
    return parser.parse_args()


def machine():
    """What the figures depend on, in a line."""
    processor = re.search(r"model name\s*: (.*)", pathlib.Path("/proc/cpuinfo").read_text())
    commit = subprocess.run(["git", "-C", ROOT, "log", "-1", "--format=%h"], capture_output=True, text=True)
    return "%s: %d cores of %s, Linux %s, commit %s" % (
        datetime.date.today(), len(CORES), processor.group(1) if processor else platform.machine(),
        platform.release(), commit.stdout.strip() or "unknown")


def end(*_):
    sys.exit(130)  # By an exception, so that the servers are ended on the way.


def main():
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, end)
    options = parse()
    Gateway.options = options.serve.split()
    bench = Bench(options)
    chosen = options.chosen or ["throughput"]
    print(machine(), flush=True)
    for name, _, measure in MEASUREMENTS:
        if options.all or name in chosen:
            measure(bench)
    if bench.report.missed:
        print("Not met:\n  " + "\n  ".join(bench.report.missed))
    return 1 if bench.report.missed else 0


if __name__ == "__main__":
    sys.exit(main())
