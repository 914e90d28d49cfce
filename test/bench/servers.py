# SPDX-FileCopyrightText: Kimai Gateway authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The servers that are measured, each on a free port of its own, ended with its `with` block."""
import http.client
import os
import pathlib
import re
import subprocess
import tempfile
import time


class ServerFailed(Exception):
    pass


def pinned(command, core):
    return command if core is None else ["taskset", "-c", str(core), *command]


class Server:
    """A running process; `port` is where it listens."""

    def __init__(self, command, core, seconds=60):
        self.output = tempfile.TemporaryFile()
        self.process = subprocess.Popen(pinned([str(part) for part in command], core), stdin=subprocess.DEVNULL,
                                        stdout=self.output, stderr=subprocess.STDOUT)
        self.port = None
        end = time.monotonic() + seconds
        while self.port is None:
            self.port = self.find_port(self.text())
            if self.port is None and (time.monotonic() > end or self.process.poll() is not None):
                self.kill()
                raise ServerFailed("the server did not start: " + self.text())
            time.sleep(0.001)

    def text(self):
        return os.pread(self.output.fileno(), 1 << 20, 0).decode(errors="replace")

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.kill()

    def kill(self):
        self.process.kill()
        self.process.wait()

    def end(self):
        """Asks it to end, and waits."""
        self.process.terminate()
        self.process.wait(60)

    def resident(self):
        """Bytes resident now, and the most there ever were."""
        status = pathlib.Path("/proc/%d/status" % self.process.pid).read_text()
        return tuple(int(re.search(name + r":\s+(\d+) kB", status).group(1)) * 1024 for name in ("VmRSS", "VmHWM"))

    def cpu_seconds(self):
        """User and system time used so far."""
        text = pathlib.Path("/proc/%d/schedstat" % self.process.pid).read_text()
        return int(text.split()[0]) / 1e9


class Ceiling(Server):
    def __init__(self, build, size, core=0):
        super().__init__([build / "test" / "bench_ceiling", size], core)

    @staticmethod
    def find_port(text):
        return int(text) if text.endswith("\n") else None


class Gateway(Server):
    def __init__(self, build, database, *options, core=0):
        command = [build / "gateway" / "kimai-gateway", "serve", "--database", database, "--listen", "127.0.0.1:0",
                   "--login-rate", "0", *options]
        super().__init__(command, core)

    @staticmethod
    def find_port(text):
        found = re.search(r"listens on http://\S+:(\d+)", text)
        return int(found.group(1)) if found else None

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
