# SPDX-FileCopyrightText: Kimai Gateway authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A disk that is full, a file that may not be written, a database that another program holds."""
import contextlib
import os
import pathlib
import resource
import shutil
import sqlite3
import subprocess
import threading
import time

from fault_case import INTERNAL_ERROR, FaultTest, Peer, check, figure, get
from gateway_process import EXECUTABLE, Gateway, import_dump, main, run

CALLS = 300


class DiskTest(FaultTest):
    def open(self, *options, database=None):
        gateway = self.enterContext(Gateway(database or self.database, *options))
        self.key = gateway.sign_in("anna", "anna-secret")
        self.assertEqual(get(gateway, "/readyz"), (200, "ready\n"))
        return gateway

    def enterContext(self, context):  # Of unittest only since Python 3.11.
        entered = context.__enter__()
        self.addCleanup(context.__exit__, None, None, None)
        return entered

    def write_until_refused(self, gateway):
        """-> numbers of the entries that were answered"""
        answered = []
        with Peer(gateway) as peer:
            for _ in range(10_000):
                result = peer.call("startRecord", self.key, 1, 1)
                if result == INTERNAL_ERROR:
                    return answered
                answered.append(result["items"][0]["timeEntryID"])
        self.fail("the disk does not get full")

    def assert_refuses_writes_and_serves_reads(self, gateway, calls=CALLS):
        self.assert_not_ready(gateway)
        self.assert_write_refused(gateway, self.key)
        with Peer(gateway) as peer:
            for _ in range(calls):
                self.assertEqual(peer.call("startRecord", self.key, 1, 1), INTERNAL_ERROR)
        self.assertTrue(gateway.call("getTimesheet", self.key)["success"])
        self.assert_serves(gateway)

    def assert_recovers(self, gateway, answered=(), database=None):
        self.assert_ready(gateway)
        self.assertTrue(gateway.call("startRecord", self.key, 1, 1)["success"])
        for number in answered:
            self.assertTrue(gateway.call("getTimesheetRecord", self.key, number)["success"], number)
        self.assert_serves(gateway)
        self.assertEqual(gateway.end(), 0)
        self.assert_clean(database)


class Full(DiskTest):
    def test_a_full_file_system(self):
        disk = self.folder / "disk"
        disk.mkdir()
        if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=3m", "tmpfs", disk], capture_output=True).returncode:
            self.skip("a small file system takes root and the right to mount")
        self.addCleanup(subprocess.run, ["umount", "-l", disk], check=True)
        database = disk / "k.db"
        import_dump(database)
        gateway = self.open(database=database)
        filler = disk / "filler"
        with contextlib.suppress(OSError), open(filler, "wb", buffering=0) as file:
            while True:
                file.write(bytes(4096))
        os.truncate(filler, filler.stat().st_size - 128 * 1024)
        answered = self.write_until_refused(gateway)
        self.assert_refuses_writes_and_serves_reads(gateway)
        self.assert_told_once(gateway, "the disk is full, or a limit on space is reached: free space on the file "
                              "system of %s" % database)
        self.assertEqual(check(database).returncode, 0)
        filler.unlink()
        began = time.monotonic()
        self.assert_recovers(gateway, answered, database)
        figure("disk full", "%d writes answered before, %d refused, ready again %.1f s after space was freed" %
               (len(answered), CALLS + 2, time.monotonic() - began))

    def test_a_full_disk_at_the_start_is_told(self):
        disk = self.folder / "disk"
        disk.mkdir()
        if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", disk], capture_output=True).returncode:
            self.skip("a small file system takes root and the right to mount")
        self.addCleanup(subprocess.run, ["umount", "-l", disk], check=True)
        done = run("serve", "--database", disk / "k.db", "--listen", "127.0.0.1:0")
        self.assert_refused(done, "the disk is full")
        self.assertEqual(list(disk.iterdir()), [])

    def test_a_limit_on_the_size_of_files(self):
        gateway = self.open()
        soft, hard = resource.prlimit(gateway.process.pid, resource.RLIMIT_FSIZE)
        limit = self.database.stat().st_size
        resource.prlimit(gateway.process.pid, resource.RLIMIT_FSIZE, (limit, hard))
        answered = self.write_until_refused(gateway)
        self.assert_refuses_writes_and_serves_reads(gateway)
        self.assert_told_once(gateway, "the disk is full, or a limit on space is reached")
        resource.prlimit(gateway.process.pid, resource.RLIMIT_FSIZE, (soft, hard))
        self.assert_recovers(gateway, answered)


class ReadOnly(DiskTest):
    def lock_against_changes(self, file):
        """Makes a file that is open already unwritable, for root, too."""
        if subprocess.run(["chattr", "+i", file], capture_output=True).returncode:
            self.skip("chattr +i takes root and a file system that knows it")
        self.addCleanup(subprocess.run, ["chattr", "-i", file], capture_output=True)

    def test_files_that_become_unwritable_while_serving(self):
        gateway = self.open()
        log = self.folder / "k.db-wal"
        self.lock_against_changes(log)
        with contextlib.suppress(PermissionError), open(log, "r+b"):
            self.skip("this system lets an immutable file be written")
        if gateway.call("startRecord", self.key, 1, 1) != INTERNAL_ERROR:
            self.skip("this file system lets an immutable file be written by who has it open")
        self.assert_refuses_writes_and_serves_reads(gateway)
        self.assert_told_once(gateway, "k.db cannot be written: make it and its folder writable")
        subprocess.run(["chattr", "-i", log], check=True)
        self.assert_recovers(gateway)

    def test_a_database_that_may_not_be_written_at_the_start_is_refused_in_a_sentence(self):
        self.lock_against_changes(self.database)
        self.assert_refused(run("serve", "--database", self.database, "--listen", "127.0.0.1:0"), "cannot be written")

    def test_a_database_of_another_user_is_refused_in_a_sentence(self):
        if os.geteuid() != 0 or not shutil.which("setpriv"):
            self.skip("another user is at hand for root only")
        program = pathlib.Path("/var/tmp/kimai-gateway-%d" % os.getpid())
        shutil.copy(EXECUTABLE, program)
        self.addCleanup(program.unlink)
        self.folder.chmod(0o755)
        self.database.chmod(0o644)
        done = subprocess.run(["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", program, "serve",
                               "--database", self.database, "--listen", "127.0.0.1:0"], capture_output=True, text=True)
        self.assert_refused(done, self.database)


class Locked(DiskTest):
    def hold(self, how):
        other = sqlite3.connect(self.database, isolation_level=None, check_same_thread=False)
        self.addCleanup(other.close)
        other.execute("BEGIN " + how)
        return other

    def test_a_lock_for_longer_than_the_busy_timeout(self):
        for how in ["IMMEDIATE", "EXCLUSIVE"]:
            with self.subTest(how):
                gateway = self.open("--busy-timeout", "20ms")
                other = self.hold(how)
                self.assert_refuses_writes_and_serves_reads(gateway, 20)
                self.assert_told_once(gateway, "another program holds %s locked" % self.database)
                other.execute("ROLLBACK")
                self.assert_recovers(gateway)

    def test_readiness_does_not_wait_for_the_lock(self):
        gateway = self.open("--busy-timeout", "1min", "--shutdown-deadline", "100ms")
        other = self.hold("IMMEDIATE")
        time.sleep(1)  # Till what it knew before is old.
        began = time.monotonic()
        self.assertEqual(get(gateway, "/readyz")[0], 503)
        took = time.monotonic() - began
        self.assertLess(took, 3)
        figure("readiness while another program holds the database", "503 after %.1f s" % took)
        threads = [threading.Thread(target=get, args=(gateway, "/readyz")) for _ in range(50)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.assertEqual(get(gateway, "/healthz")[0], 200)
        other.execute("ROLLBACK")
        self.assert_ready(gateway)

    def test_a_short_lock_is_waited_for(self):
        gateway = self.open("--busy-timeout", "30s")
        other = self.hold("IMMEDIATE")
        threading.Timer(0.5, lambda: other.execute("ROLLBACK")).start()
        self.assertTrue(gateway.call("startRecord", self.key, 1, 1)["success"])
        self.assertEqual(gateway.end(), 0)


class Ready(DiskTest):
    def test_asking_often_writes_seldom_and_changes_nothing(self):
        gateway = self.open()
        before = self.rows("SELECT * FROM settings ORDER BY name"), self.rows("SELECT * FROM timeSheet")
        log = self.folder / "k.db-wal"
        size = log.stat().st_size
        with Peer(gateway) as peer:
            began = time.monotonic()
            for _ in range(500):
                self.assertEqual(peer.ask("GET", "/readyz"), (200, "ready\n"))
            seconds = time.monotonic() - began
        self.assertEqual((self.rows("SELECT * FROM settings ORDER BY name"), self.rows("SELECT * FROM timeSheet")),
                         before)
        self.assertLessEqual(log.stat().st_size - size, 2 * 4200 * (seconds + 1))
        for method in ["POST", "DELETE"]:
            for path in ["/healthz", "/readyz"]:
                with Peer(gateway) as peer:
                    self.assertEqual(peer.ask(method, path)[0], 405)


if __name__ == "__main__":
    main()
