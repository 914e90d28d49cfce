# SPDX-FileCopyrightText: Kimai Gateway authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The executable, run as a person or a service manager runs it. $GATEWAY names it."""
import contextlib
import http.client
import json
import os
import pathlib
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import unittest

EXECUTABLE = os.environ["GATEWAY"]
DUMP = pathlib.Path(__file__).parents[1] / "conformance" / "kimai1.sql"
SALT = "xAqZ3mfP7sLw9Rt2KvYd"

# Sanitizers make everything slower; nothing here is about speed.
PATIENCE = 60


def run(*arguments, environment=None):
    """Runs a command to its end. -> what subprocess.run gives, texts decoded."""
    return subprocess.run([EXECUTABLE, *map(str, arguments)], capture_output=True, text=True, errors="replace",
                          timeout=PATIENCE, stdin=subprocess.DEVNULL, env={**os.environ, **(environment or {})})


def import_dump(database):
    done = run("import", "--database", database, "--salt", SALT, "--timezone", "Europe/Berlin", DUMP)
    if done.returncode:
        raise AssertionError(done.stdout + done.stderr)


class Gateway:
    """A server on a port of its own. `with Gateway(database) as gateway:` ends it in any case."""

    def __init__(self, database, *options, environment=None, listen="127.0.0.1:0"):
        self.output_file = tempfile.TemporaryFile()
        command = [EXECUTABLE, "serve", *map(str, options)]
        if database:
            command += ["--database", str(database)]
        if listen:
            command += ["--listen", listen]
        self.process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=self.output_file,
                                        stderr=subprocess.STDOUT, env={**os.environ, **(environment or {})})
        self.addresses = self.wait_for_addresses()

    def wait_for_addresses(self):
        """-> [(host, port), ...] as the log names them."""
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end and self.process.poll() is None:
            found = re.findall(r"listens on https?://(\S+):(\d+)", self.output())
            if found:
                return [(host.strip("[]"), int(port)) for host, port in found]
            time.sleep(0.01)
        output = self.output()
        self.kill()
        raise AssertionError("the gateway did not start: " + output)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.kill()
        self.output_file.close()

    def kill(self):
        self.process.kill()
        self.process.wait()

    def output(self):
        """Both output streams up to now: the log and what is printed besides."""
        return os.pread(self.output_file.fileno(), 1 << 24, 0).decode(errors="replace")

    def connect(self):
        return socket.create_connection(self.addresses[0], timeout=PATIENCE)

    def post(self, body, headers=None, path="/core/json.php"):
        """-> (status, body)"""
        connection = http.client.HTTPConnection(*self.addresses[0], timeout=PATIENCE)
        with contextlib.closing(connection):
            connection.request("POST", path, body, headers or {})
            response = connection.getresponse()
            return response.status, response.read().decode()

    def call(self, method, *params):
        """-> the result of a call, or its error"""
        request = {"jsonrpc": "2.0", "method": method, "params": params, "id": 1}
        status, body = self.post(json.dumps(request))
        if status != 200:
            raise AssertionError("%s: status %d: %s" % (method, status, body))
        answer = json.loads(body)
        return answer.get("result", answer.get("error"))

    def sign_in(self, name, password):
        """-> the user's API key, or None if refused"""
        result = self.call("authenticate", name, password)
        return result["items"][0]["apiKey"] if result["success"] else None

    def end(self, number=signal.SIGTERM):
        """Asks it to end. -> exit code"""
        self.process.send_signal(number)
        return self.process.wait(PATIENCE)


class InScratchFolder(unittest.TestCase):
    """Each test has an empty folder, self.folder."""

    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="kimai-gateway-test"))
        self.addCleanup(shutil.rmtree, self.folder, ignore_errors=True)

    def assert_refused(self, done, *words):
        """The command failed, with one sentence on stderr that has these words in it."""
        self.assertNotEqual(done.returncode, 0)
        self.assertGreater(done.returncode, 0, "ended by a signal: " + done.stderr)
        for word in words:
            self.assertIn(str(word), done.stderr)
        self.assertNotIn("terminate called", done.stderr)


def main():
    """Runs the tests of the calling program and counts them as the other test programs do."""
    program = unittest.main(exit=False)
    failed = len(program.result.failures) + len(program.result.errors)
    print("%d passed, %d failed" % (program.result.testsRun - failed - len(program.result.skipped), failed))
    sys.exit(1 if failed else 0)
