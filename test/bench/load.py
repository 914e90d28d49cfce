# SPDX-FileCopyrightText: Kimai Gateway authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Load on a server, from wrk, and what came of it."""
import dataclasses
import itertools
import pathlib
import subprocess
import tempfile

from servers import LOAD_CORE, pinned

SCRIPT = pathlib.Path(__file__).with_name("load.lua")

# Counts over all runs, so that a written value is never the one that stands there already.
numbers = itertools.count(1)


@dataclasses.dataclass
class Change:
    """A commit before each request, by another process than the server: `sql` takes a running number as ?1 and a row's
    id as ?2; the rows come in turn."""
    database: pathlib.Path
    sql: str
    rows: list


@dataclasses.dataclass
class Load:
    """Requests to send: the bodies in turn. Eight number signs in a body become a running number."""
    path: str
    content_type: str
    bodies: list
    change: Change = None
    pause: int = 0  # mean milliseconds from an answer to the next request on its connection

    def plan(self):
        """As Lua reads it."""
        def quoted(text):
            return "[===[%s]===]" % text
        lines = ["return {", "path = %s, content_type = %s," % (quoted(self.path), quoted(self.content_type)),
                 "pause = %d," % self.pause, "first = %d," % (next(numbers) * 1000000 % 100000000),
                 "bodies = {%s}," % ", ".join(map(quoted, self.bodies))]
        if self.change:
            lines.append("change = {database = %s, sql = %s, rows = {%s}}," % (
                quoted(self.change.database), quoted(self.change.sql), ", ".join(map(str, self.change.rows))))
        return "\n".join(lines + ["}"])


@dataclasses.dataclass
class Outcome:
    requests: int
    rate: float  # a second
    bytes_each: float  # head and body
    p50: float  # microseconds
    p99: float


class LoadFailed(Exception):
    pass


def run(load, port, seconds, connections=16, core=LOAD_CORE):
    """Sends the load as fast as answers come. An answer other than 200, or none, fails the run."""
    with tempfile.NamedTemporaryFile("w", suffix=".lua", prefix="bench") as plan:
        plan.write(load.plan())
        plan.flush()
        command = ["wrk", "-t1", "-c%d" % connections, "-d%ds" % seconds, "--timeout", "30s", "-s", SCRIPT,
                   "http://127.0.0.1:%d" % port, "--", plan.name]
        done = subprocess.run(pinned(command, core), capture_output=True, text=True, stdin=subprocess.DEVNULL)
    result = [line.split()[1:] for line in done.stdout.splitlines() if line.startswith("RESULT ")]
    if done.returncode or done.stderr or not result:
        raise LoadFailed((done.stderr + done.stdout).strip())
    requests, duration, size, errors, p50, p99 = map(int, result[0])
    if errors or not requests:
        raise LoadFailed("%d of %d requests failed" % (errors, requests))
    return Outcome(requests, requests / duration * 1e6, size / requests, p50, p99)
