# SPDX-FileCopyrightText: Kimai Gateway authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the log looks like: as text, as JSON, and in systemd's journal."""
import json
import os
import re
import subprocess
import time

from gateway_process import EXECUTABLE, PATIENCE, Gateway, InScratchFolder, import_dump, main, run

TIME = r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z"


class Formats(InScratchFolder):
    def setUp(self):
        super().setUp()
        self.database = self.folder / "k.db"
        import_dump(self.database)

    def log_of_a_call(self, *options, environment=None):
        with Gateway(self.database, *options, environment=environment) as gateway:
            gateway.call("getVersion")
            gateway.post("{}", path="/nowhere")
            self.assertEqual(gateway.end(), 0)
            return gateway.output().splitlines()

    def test_text(self):
        lines = self.log_of_a_call(environment={"JOURNAL_STREAM": "1:2"})
        for line in lines:
            self.assertRegex(line, "^%s info \\S" % TIME)
        self.assertRegex("\n".join(lines), r"call id=\S+ client=127.0.0.1 protocol=json-rpc method=getVersion "
                                           r"outcome=ok ms=\d+\.\d{3}\n")

    def test_json(self):
        lines = [json.loads(line) for line in self.log_of_a_call("--log-format", "json")]
        for line in lines:
            self.assertRegex(line["time"], "^%s$" % TIME)
            self.assertEqual(line["level"], "info")
        self.assertIn("listens on http://", lines[0]["message"])
        self.assertEqual(lines[-1]["message"], "stopped")
        calls = [line for line in lines if line["message"] == "call"]
        self.assertEqual([set(call) for call in calls],
                         [{"time", "level", "message", "id", "client", "protocol", "method", "outcome", "ms"}] * 2)
        self.assertEqual([calls[0][name] for name in ("client", "protocol", "method", "outcome")],
                         ["127.0.0.1", "json-rpc", "getVersion", "ok"])
        self.assertTrue(0 < calls[0]["ms"] < 10000)

    def test_journal(self):
        log = self.folder / "log"
        with open(log, "wb") as stream:
            status = os.fstat(stream.fileno())
            environment = {**os.environ, "JOURNAL_STREAM": "%d:%d" % (status.st_dev, status.st_ino)}
            process = subprocess.Popen([EXECUTABLE, "serve", "--database", self.database, "--listen", "127.0.0.1:0"],
                                       stderr=stream, stdin=subprocess.DEVNULL, env=environment)
        try:
            end = time.monotonic() + PATIENCE
            while "listens on" not in log.read_text() and time.monotonic() < end:
                time.sleep(0.01)
        finally:
            process.terminate()
            process.wait(PATIENCE)
        self.assertTrue(re.fullmatch(r"<6>Kimai Gateway \S+ listens on http://\S+\n<6>stopping\n<6>stopped\n",
                                     log.read_text()), log.read_text())

    def test_what_is_no_format(self):
        self.assert_refused(run("serve", "--database", self.database, "--log-format", "xml"), "--log-format", "json, text")


if __name__ == "__main__":
    main()
