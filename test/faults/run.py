#!/usr/bin/env python3
# SPDX-FileCopyrightText: Kimai Gateway authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs the tests of faults by hand and shows their figures as a table.

    run.py [--long] [--gateway PROGRAM] [NAME...]

--long does what takes minutes: a hundred kills, ten times as many resets and damaged databases, a minute of endurance.
NAME is "crash", "disk", ...; all of them if none is named. The last line is "N passed, M failed", and a case that
cannot be made on this machine stands there as SKIPPED, with the reason.
"""
import argparse
import os
import pathlib
import re
import subprocess
import sys
import time

HERE = pathlib.Path(__file__).parent
ROOT = HERE.parents[1]
NAMES = ["crash", "disk", "damage", "connections", "long_answers", "requests", "clock", "tls_connections"]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--long", action="store_true")
    parser.add_argument("--gateway", type=pathlib.Path, default=ROOT / "build/gateway/kimai-gateway")
    parser.add_argument("names", nargs="*", metavar="NAME")
    given = parser.parse_args()
    if unknown := set(given.names) - set(NAMES):
        parser.error("there is no test of %s; there are %s" % (", ".join(sorted(unknown)), ", ".join(NAMES)))
    environment = {**os.environ, "GATEWAY": str(given.gateway.resolve()), "PYTHONDONTWRITEBYTECODE": "1",
                   "PYTHONPATH": str(HERE.parent / "cli"), "FAULTS": "long" if given.long else "short"}
    passed = failed = 0
    for name in given.names or NAMES:
        began = time.monotonic()
        done = subprocess.run([sys.executable, HERE / (name + "_test.py")], env=environment, text=True, capture_output=True)
        counts = re.findall(r"^(\d+) passed, (\d+) failed$", done.stdout, re.MULTILINE)
        good, bad = map(int, counts[-1]) if counts else (0, 1)
        if done.returncode and not bad:
            bad = 1
        print("%s: %d passed, %d failed, %.0f s" % (name, good, bad, time.monotonic() - began))
        for line in done.stdout.splitlines():
            if line.startswith(("figure: ", "SKIPPED: ")):
                print("    " + line.removeprefix("figure: "))
        if bad:
            print("\n".join("    " + line for line in done.stderr.splitlines()))
        sys.stdout.flush()
        passed += good
        failed += bad
    print("%d passed, %d failed" % (passed, failed))
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
