# SPDX-FileCopyrightText: Kimai Gateway authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A MariaDB of a test's own: with a folder, a socket and no port."""
import os
import pathlib
import pwd
import shutil
import subprocess
import tempfile
import time

PATIENCE = 120

# What a careful administrator sets, and what is the default nowadays.
STRICT = "STRICT_ALL_TABLES,NO_ZERO_DATE,NO_ZERO_IN_DATE,ERROR_FOR_DIVISION_BY_ZERO,NO_ENGINE_SUBSTITUTION"


class MariaDB:
    """`with MariaDB() as server:` makes an empty one and ends it in any case."""

    def __init__(self):
        # A socket's name may have some hundred characters only.
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="kimai-mariadb", dir="/tmp"))
        self.socket = self.folder / "socket"
        self.log = open(self.folder / "log", "w+b")
        user = pwd.getpwuid(os.getuid()).pw_name
        common = ["--no-defaults", "--user=" + user, "--datadir=%s" % (self.folder / "data")]
        try:
            subprocess.run(["mariadb-install-db", *common, "--skip-test-db", "--auth-root-authentication-method=normal"],
                           check=True, stdin=subprocess.DEVNULL, stdout=self.log, stderr=self.log, timeout=PATIENCE)
            self.process = subprocess.Popen(
                [shutil.which("mariadbd") or "/usr/sbin/mariadbd", *common, "--skip-networking", "--socket=%s" % self.socket,
                 "--pid-file=%s" % (self.folder / "pid"), "--sql-mode=" + STRICT, "--innodb-buffer-pool-size=64M",
                 "--innodb-flush-log-at-trx-commit=0", "--skip-log-bin"],
                stdin=subprocess.DEVNULL, stdout=self.log, stderr=self.log)
        except BaseException:
            self.clear_away()
            raise
        try:
            self.wait()
        except BaseException:
            self.__exit__()
            raise

    def wait(self):
        end = time.monotonic() + PATIENCE
        while self.process.poll() is None and time.monotonic() < end:
            done = subprocess.run(self.client("mariadb", "--execute=SELECT 1"), capture_output=True, timeout=PATIENCE)
            if done.returncode == 0:
                return
            time.sleep(0.1)
        raise AssertionError("MariaDB did not start: " + (self.folder / "log").read_text(errors="replace"))

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.kill()
        self.process.wait()
        self.clear_away()

    def clear_away(self):
        self.log.close()
        shutil.rmtree(self.folder, ignore_errors=True)

    def client(self, program, *arguments):
        return [program, "--no-defaults", "--socket=%s" % self.socket, "--user=root",
                "--default-character-set=utf8mb4", *arguments]

    def run(self, program, *arguments, stdin=b""):
        """-> what a client prints; its errors are the test's"""
        done = subprocess.run(self.client(program, *arguments), input=stdin, capture_output=True, timeout=PATIENCE)
        if done.returncode:
            raise AssertionError(done.stderr.decode(errors="replace"))
        return done.stdout

    def query(self, sql, database="kimai"):
        """-> rows of texts"""
        printed = self.run("mariadb", "--batch", "--skip-column-names", "--execute=" + sql, database)
        return [line.split("\t") for line in printed.decode().splitlines()]

    def load(self, dump, database="kimai"):
        """Loads a dump into a new database."""
        self.run("mariadb", "--execute=DROP DATABASE IF EXISTS `%s`; CREATE DATABASE `%s` CHARACTER SET utf8mb4" %
                 (database, database))
        self.run("mariadb", database, stdin=dump)

    def dump(self, database="kimai"):
        return self.run("mariadb-dump", "--skip-comments", database)
