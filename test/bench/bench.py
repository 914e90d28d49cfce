# SPDX-FileCopyrightText: Kimai Gateway authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Measures the gateway against the ceiling of its own stack, and how its cost grows with data and load."""
import argparse
import pathlib
import sys

from databases import Databases
from report import Report
from servers import Gateway
from throughput import throughput

ROOT = pathlib.Path(__file__).parents[2]


class Bench:
    def __init__(self, options):
        self.build = pathlib.Path(options.build)
        self.databases = Databases(self.build)
        self.report = Report()
        self.rounds = 3 if options.quick else 5
        self.seconds = options.seconds
        self.only = options.only

    def wanted(self, name):
        return not self.only or any(word in name for word in self.only)

    @staticmethod
    def title(name):
        return "database of kimai1.sql" if name == "kimai1" else "{:,} entries".format(name)


def main():
    parser = argparse.ArgumentParser(prog="tools/bench", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="fewer rounds")
    parser.add_argument("--only", action="append", metavar="WORD", help="only calls with this in their name; repeatable")
    parser.add_argument("--databases", default="kimai1,10000000", metavar="NAME,...", help="%(default)s")
    parser.add_argument("--seconds", type=int, default=1, help="length of a round (%(default)s)")
    parser.add_argument("--build", default=ROOT / "build", help=argparse.SUPPRESS)
    parser.add_argument("--serve", default="", metavar="OPTIONS", help="further options for kimai-gateway serve")
    options = parser.parse_args()
    Gateway.options = options.serve.split()
    bench = Bench(options)
    names = [name if name == "kimai1" else int(name) for name in options.databases.split(",")]
    throughput(bench, names)
    if bench.report.missed:
        print("Not met:\n  " + "\n  ".join(bench.report.missed))
    return 1 if bench.report.missed else 0


if __name__ == "__main__":
    sys.exit(main())
