# SPDX-FileCopyrightText: Kimai Gateway authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The tests of faults with the numbers that take minutes: a hundred kills, ten times as many resets and so on."""
import pathlib
import subprocess
import sys

RUN = pathlib.Path(__file__).parents[1] / "faults/run.py"


def faults(bench):
    print("\n### Faults\n", flush=True)
    done = subprocess.run([sys.executable, RUN, "--long", "--gateway", bench.build / "gateway/kimai-gateway"])
    if done.returncode != 0:
        bench.report.missed.append("Faults")
