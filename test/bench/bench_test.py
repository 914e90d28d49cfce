# SPDX-FileCopyrightText: Kimai Gateway authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""tools/bench measures, and notices what is wrong. What it measures is not looked at: a test machine is busy.

    bench_test.py BUILD
"""
import collections
import pathlib
import re
import subprocess
import sys
import types
import unittest

import calls
import databases
import rows

BUILD = pathlib.Path(sys.argv.pop())
HERE = pathlib.Path(__file__).parent
FAILURE = '{"result":{"success":false,"error":{"msg":"no"}},"id":"1","jsonrpc":"2.0"}'


class Bench(unittest.TestCase):
    def test_measures_unchanged_and_changed_lists(self):
        command = [sys.executable, HERE / "bench.py", "--build", BUILD, "--databases", "kimai1", "--rounds", "1",
                   "--only", "getTimesheet 100, changed"]
        done = subprocess.run(command, capture_output=True, text=True, stdin=subprocess.DEVNULL)
        self.assertIn(done.returncode, (0, 1), done.stdout + done.stderr)
        self.assertNotIn("Traceback", done.stderr)
        lines = re.findall(r"^\| (?:SOAP )?getTimesheet 100, changed \| (\d+) \| (\d+) \| (\d+) ", done.stdout, re.M)
        self.assertEqual(len(lines), 2, done.stdout)
        for size, rate, ceiling in lines:
            self.assertGreater(int(size), 30_000)
            self.assertGreater(int(rate), 0)
            self.assertGreater(int(ceiling), 0)

    def test_failures_are_no_answers(self):
        for text in (FAILURE, '{"result":null,"error":{"code":-32603}}', "<Envelope><Body><Fault/></Body></Envelope>", ""):
            with self.subTest(text), self.assertRaises((calls.WrongAnswer, ValueError)):
                calls.count_in(text)

    def test_an_old_answer_after_a_change_is_noticed(self):
        with databases.Databases(BUILD).copy("kimai1") as database:
            [row] = [row for row in rows.rows(rows.Subjects("kimai1", database), database)
                     if row.name == "getTimesheet 100, changed"]
            row.items = None
            old = types.SimpleNamespace(post=lambda *_: "Changed 999999")
            with self.assertRaisesRegex(calls.WrongAnswer, "old answer"):
                rows.answer_size(old, row)

    def test_a_dump_gives_users_their_entries(self):
        dump = subprocess.run([databases.ROOT / "tools" / "make-dump", "--entries", "1000", "--users", "5",
                               "--user-entries", "7,300"], capture_output=True, text=True, check=True).stdout
        users = collections.Counter(re.findall(r"^\(\d+,\d+,\d+,\d+,(\d+),", dump, re.M))
        self.assertEqual((users["1"], users["2"], sum(users.values()), len(users)), (7, 300, 1000, 5))


if __name__ == "__main__":
    program = unittest.main(exit=False)
    failed = len(program.result.failures) + len(program.result.errors)
    print("%d passed, %d failed" % (program.result.testsRun - failed, failed))
    sys.exit(1 if failed else 0)
