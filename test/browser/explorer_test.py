#!/usr/bin/env python3
# SPDX-FileCopyrightText: Kimai Gateway authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The web page in Chromium: starts the gateway with the demo database, in which some names are made hostile, and has
explorer.js use the page. $GATEWAY names the executable; FOLDER keeps what npm fetches.

    explorer_test.py FOLDER
"""
import contextlib
import fcntl
import pathlib
import shutil
import sqlite3
import subprocess
import sys
import tempfile

import build
from gateway_process import Gateway, run

HERE = pathlib.Path(__file__).parent
HOSTILE = [
    ("customers", "customerID", "</option><script>window.hit = 1</script>"),
    ("projects", "projectID", "<img src=x onerror=\"window.hit = 1\">"),
    ("activities", "activityID", "\"><svg onload='window.hit = 1'>&lt;"),
]


def node_modules(folder):
    """-> where npm's packages are, installed if they have changed"""
    folder.mkdir(parents=True, exist_ok=True)
    lists = [HERE / "package.json", HERE / "package-lock.json"]

    def install():
        for file in lists:
            shutil.copy(file, folder)
        build.run(folder, "npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error")

    with open(folder / "lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        build.once(folder, lists, install)
    return folder / "node_modules"


def make_database(file):
    done = run("demo", "--database", file)
    if done.returncode:
        raise AssertionError(done.stderr)
    with contextlib.closing(sqlite3.connect(file)) as database, database:
        for table, number, name in HOSTILE:
            database.execute("UPDATE %s SET name = ? WHERE %s = 1" % (table, number), [name])


def main():
    modules = node_modules(pathlib.Path(sys.argv[1]).resolve())
    with tempfile.TemporaryDirectory(prefix="kimai-gateway-test") as folder:
        database = pathlib.Path(folder) / "demo.db"
        make_database(database)
        with Gateway(database, "--login-rate", "0") as gateway:
            command = ["node", HERE / "explorer.js", "http://%s:%d" % gateway.addresses[0], folder, modules]
            return subprocess.run(list(map(str, command)), stdin=subprocess.DEVNULL, timeout=580).returncode


if __name__ == "__main__":
    sys.exit(main())
