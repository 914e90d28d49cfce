# SPDX-FileCopyrightText: Kimai Gateway authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The servers that are measured, each on a free port of its own, ended with its `with` block."""
import http.client
import os
import pathlib
import re
import socket
import subprocess
import sys
import tempfile
import time


# Where servers run, and where what loads them: each has a core to itself, if there are two.
CORES = sorted(os.sched_getaffinity(0))
SERVER_CORE, LOAD_CORE = CORES[:2] if len(CORES) > 1 else (None, None)

# How much nicer than the load a server is that yields.
YIELDING = 10

# Seconds for a start, which may bring a large database to a newer schema.
PATIENCE = 300


def status(process, name):
    """A size in /proc/PID/status, in bytes; 0 for a process that has just ended."""
    found = re.search(name + r":\s+(\d+) kB", pathlib.Path("/proc/%d/status" % process.pid).read_text())
    return int(found.group(1)) * 1024 if found else 0


class ServerFailed(Exception):
    pass


def pinned(command, core):
    return command if core is None else ["taskset", "-c", str(core), *command]


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Server:
    """A running process that listens on `port`."""

    def __init__(self, command, port, core):
        self.port = port
        self.output = tempfile.TemporaryFile("a+b")
        self.process = subprocess.Popen(pinned([str(part) for part in command], core), stdin=subprocess.DEVNULL,
                                        stdout=self.output, stderr=subprocess.STDOUT)
        end = time.monotonic() + PATIENCE
        while not self.listens():
            if time.monotonic() > end or self.process.poll() is not None:
                self.kill()
                raise ServerFailed("the server did not start: " + self.text())
            time.sleep(0.001)

    def listens(self):
        try:
            socket.create_connection(("127.0.0.1", self.port), timeout=PATIENCE).close()
            return True
        except ConnectionRefusedError:
            return False

    def text(self):
        return os.pread(self.output.fileno(), 1 << 20, 0).decode(errors="replace")

    def forget_text(self):
        """A line of log for each call adds up."""
        os.ftruncate(self.output.fileno(), 0)

    def __enter__(self):
        return self

    def __exit__(self, kind, *_):
        self.kill()
        if kind:  # What failed may stand in its log.
            sys.stderr.write(self.text()[-3000:])
        self.output.close()

    def kill(self):
        self.process.kill()
        self.process.wait()

    def end(self):
        """Asks it to end, and waits."""
        self.process.terminate()
        self.process.wait(60)

    def yield_to_load(self):
        """Lets what loads it run first, where they share cores: else what is measured is how little the load gets."""
        for thread in pathlib.Path("/proc/%d/task" % self.process.pid).iterdir():
            os.setpriority(os.PRIO_PROCESS, int(thread.name), os.getpriority(os.PRIO_PROCESS, 0) + YIELDING)

    def resident(self):
        return status(self.process, "VmRSS")

    def file_pages(self):
        """Resident pages of files (program, libraries, a mapped database), which the system takes back at will."""
        return status(self.process, "RssFile")

    def peak(self):
        """The most that was resident since it was reset."""
        return status(self.process, "VmHWM")

    def reset_peak(self):
        pathlib.Path("/proc/%d/clear_refs" % self.process.pid).write_text("5")

    def cpu_seconds(self):
        """User and system time that its threads have used so far."""
        tasks = pathlib.Path("/proc/%d/task" % self.process.pid).glob("*/schedstat")
        return sum(int(task.read_text().split()[0]) for task in tasks) / 1e9


class Ceiling(Server):
    def __init__(self, build, size, core=SERVER_CORE):
        port = free_port()
        super().__init__([build / "test" / "bench_ceiling", port, size], port, core)


class Gateway(Server):
    options = []  # of `serve`, for all gateways

    def __init__(self, build, database, *options, core=SERVER_CORE):
        port = free_port()
        command = [build / "gateway" / "kimai-gateway", "serve", "--database", database, "--listen",
                   "127.0.0.1:%d" % port, "--login-rate", "0", *Gateway.options, *options]
        super().__init__(command, port, core)

    def post(self, path, content_type, body):
        """-> the answer's body, as text; anything but 200 raises."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=120)
        try:
            connection.request("POST", path, body.encode(), {"Content-Type": content_type})
            response = connection.getresponse()
            text = response.read().decode()
        finally:
            connection.close()
        if response.status != 200:
            raise ServerFailed("status %d: %s" % (response.status, text[:300]))
        return text
