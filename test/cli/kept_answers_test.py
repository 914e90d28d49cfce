# SPDX-FileCopyrightText: Kimai Gateway authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""No call sees an old answer: a gateway that keeps answers says the same as one that keeps none, whoever writes."""
import contextlib
import http.client
import json
import random
import re
import sqlite3

from gateway_process import Gateway, InScratchFolder, import_dump, main

KEYS = {102: "aaaa1111bbbb2222cccc3333d", 103: "bbbb1111cccc2222dddd3333e", 108: "abab1111cdcd2222efef3333a"}
READS = [
    ("getVersion",),
    ("getUsers", "KEY"),
    ("getCustomers", "KEY"),
    ("getProjects", "KEY", True),
    ("getProjects", "KEY", False),
    ("getTasks", "KEY"),
    ("getTasks", "KEY", 1),
    ("getTimesheet", "KEY", 0, 0, -1, 0, 20),
    ("getTimesheet", "KEY", "2018-01-01", "2018-12-31"),
    ("getTimesheet", "KEY", "last monday", 0, 1),
    ("getTimesheetRecord", "KEY", "ENTRY"),
    ("getExpenses", "KEY"),
    ("getExpenseRecord", "KEY", "EXPENSE"),
    ("getActiveRecording", "KEY"),
]
SOAP = ('<e:Envelope xmlns:e="http://schemas.xmlsoap.org/soap/envelope/"><e:Body><m:%s xmlns:m="urn:x">%s</m:%s>'
        "</e:Body></e:Envelope>")

# What another program may do to the database file, each row a reason why some answer must change. "?" is a number that
# is another one each time.
FOREIGN_WRITES = [
    "UPDATE timeSheet SET description = 'note ?' WHERE timeEntryID = (SELECT max(timeEntryID) FROM timeSheet)",
    "UPDATE timeSheet SET cleared = 1 - cleared WHERE timeEntryID % 7 = ? % 7",
    "UPDATE timeSheet SET userID = 205 - userID WHERE userID IN (102, 103) AND timeEntryID % 50 = ? % 50",
    "DELETE FROM timeSheet WHERE timeEntryID = (SELECT min(timeEntryID) FROM timeSheet)",
    "UPDATE expenses SET designation = 'ticket ?' WHERE expenseID % 5 = ? % 5",
    "UPDATE customers SET name = 'Customer ?' WHERE customerID = 1 + ? % 3",
    "UPDATE customers SET visible = 1 - visible WHERE customerID = 1 + ? % 3",
    "UPDATE projects SET comment = 'comment ?' WHERE projectID = 1 + ? % 5",
    "UPDATE activities SET name = 'Activity ?' WHERE activityID = 1 + ? % 5",
    "UPDATE statuses SET status = 'status ?' WHERE statusID = 1",
    "UPDATE projects_activities SET budget = ? WHERE projectID = 1 + ? % 4",
    "INSERT OR IGNORE INTO projects_activities (projectID, activityID) VALUES (1 + ? % 5, 1 + ? % 7)",
    "DELETE FROM groups_projects WHERE projectID = 1 + ? % 6",
    "INSERT OR IGNORE INTO groups_projects (groupID, projectID) VALUES (1, 1 + ? % 6)",
    "UPDATE users SET alias = 'alias ?' WHERE userID = 102 + ? % 3",
    "UPDATE users SET active = 1 - active WHERE userID = 103",
    "UPDATE users SET globalRoleID = 1 + ? % 2 WHERE userID = 108",
    "UPDATE globalRolePermissions SET value = 1 - ifnull(value, 0) WHERE globalRoleID = 2",
    "UPDATE configuration SET value = 'R?' WHERE option = 'revision'",
    "UPDATE configuration SET value = ? % 2 WHERE option = 'durationWithSeconds'",
    "INSERT OR REPLACE INTO preferences (userID, option, value) VALUES (102, 'ui.rowlimit', 1 + ? % 9)",
    "INSERT OR REPLACE INTO preferences (userID, option, value) VALUES (103, 'timezone', 'Asia/Tokyo')",
]

def writes_over_the_api(random_numbers, key):
    """-> a writing call with its arguments."""
    number = random_numbers.randrange(10000)
    return random_numbers.choice([
        ("startRecord", key, 1, 1),
        ("stopRecord", key, 0),
        ("updateActiveRecording", key, {"description": "now %d" % number}),
        ("setTimesheetRecord", key, {"projectId": 1, "taskId": 1, "statusId": 1, "description": "new %d" % number,
                                     "start": "2018-05-0%d 10:00:00" % (1 + number % 9),
                                     "end": "2018-05-0%d 11:00:00" % (1 + number % 9)}, False),
        ("setExpenseRecord", key, {"projectId": 1, "date": "2018-05-01", "designation": "thing %d" % number,
                                   "multiplier": 1, "value": number}, False),
    ])


class Conversation:
    """A gateway asked over one connection."""

    def __init__(self, gateway, test):
        self.connection = http.client.HTTPConnection(*gateway.addresses[0], timeout=60)
        test.addCleanup(self.connection.close)

    def post(self, path, body, content_type):
        self.connection.request("POST", path, body, {"Content-Type": content_type, "Host": "kimai.example"})
        return self.connection.getresponse().read().decode()

    def json_rpc(self, method, *params):
        return self.post("/core/json.php", json.dumps({"jsonrpc": "2.0", "method": method, "params": params, "id": 1}),
                         "application/json")

    def soap(self, method, *params):
        values = "".join("<p%d>%s</p%d>" % (i, json.dumps(value).strip('"'), i) for i, value in enumerate(params))
        return self.post("/core/soap.php", SOAP % (method, values, method), "text/xml")

    def read_all(self, database):
        """-> what all reading calls answer, for all users, over both wires"""
        entry, expense = (database.execute("SELECT max(%s) FROM %s WHERE userID = 102" % names).fetchone()[0]
                          for names in [("timeEntryID", "timeSheet"), ("expenseID", "expenses")])
        answers = {}
        for user, key in KEYS.items():
            for read in READS:
                filled = [{"KEY": key, "ENTRY": entry, "EXPENSE": expense}.get(part, part)
                          if isinstance(part, str) else part for part in read]
                for wire in (self.json_rpc, self.soap):
                    # The clock goes on between the two gateways.
                    answers[user, read, wire.__name__] = re.sub(
                        r'("servertime":|servertime</key><value xsi:type="xsd:int">)\d+', r"\1NOW", wire(*filled))
        return answers


class KeptAnswers(InScratchFolder):
    def test_whoever_writes_no_answer_is_old(self):
        database_file = self.folder / "k.db"
        import_dump(database_file)
        random_numbers = random.Random(7)
        # The keys of a user who is not active count as wrong ones.
        with Gateway(database_file, "--wrong-key-rate", "0") as keeping, \
                Gateway(database_file, "--wrong-key-rate", "0", "--answer-memory", "0") as fresh, \
                contextlib.closing(sqlite3.connect(database_file, timeout=60, isolation_level=None)) as database:
            keeper, fresh_one = Conversation(keeping, self), Conversation(fresh, self)
            before = keeper.read_all(database)
            self.assertEqual(before, fresh_one.read_all(database))
            changed = 0
            for turn in range(60):
                kind = turn % 3
                if kind == 0:
                    what = FOREIGN_WRITES[turn // 3 % len(FOREIGN_WRITES)]
                    what = re.sub(r"\?", lambda _: str(random_numbers.randrange(1000)), what)
                    database.execute(what)
                else:
                    what = writes_over_the_api(random_numbers, random_numbers.choice(list(KEYS.values())))
                    (keeper if kind == 1 else fresh_one).json_rpc(*what)
                with self.subTest(turn=turn, after=what):
                    kept = keeper.read_all(database)
                    self.assertEqual(kept, fresh_one.read_all(database))
                    # Also where it is kept by now.
                    self.assertEqual(kept, keeper.read_all(database))
                    changed += kept != before
                    before = kept
            # The writes were such as answers show.
            self.assertGreater(changed, 40)

    def test_every_foreign_write_shows_or_leaves_the_answers_right(self):
        database_file = self.folder / "k.db"
        import_dump(database_file)
        # The keys of a user who is not active count as wrong ones.
        with Gateway(database_file, "--wrong-key-rate", "0") as keeping, \
                Gateway(database_file, "--wrong-key-rate", "0", "--answer-memory", "0") as fresh, \
                contextlib.closing(sqlite3.connect(database_file, timeout=60, isolation_level=None)) as database:
            keeper, fresh_one = Conversation(keeping, self), Conversation(fresh, self)
            keeper.read_all(database)
            for number, sql in enumerate(FOREIGN_WRITES):
                sql = sql.replace("?", str(number + 3))
                database.execute(sql)
                with self.subTest(after=sql):
                    self.assertEqual(keeper.read_all(database), fresh_one.read_all(database))

    def test_a_kept_answer_has_the_callers_id_and_its_line_in_the_log(self):
        database_file = self.folder / "k.db"
        import_dump(database_file)
        with Gateway(database_file) as gateway:
            conversation = Conversation(gateway, self)
            first = conversation.json_rpc("getTimesheet", KEYS[102], 0, 0, -1, 0, 50)
            self.assertEqual(conversation.json_rpc("getTimesheet", KEYS[102], 0, 0, -1, 0, 50), first)
            # The id is the caller's own.
            other = conversation.post("/core/json.php", json.dumps(
                {"jsonrpc": "2.0", "method": "getTimesheet", "params": [KEYS[102], 0, 0, -1, 0, 50], "id": "mine"}),
                "application/json")
            self.assertEqual(other, first.replace('"id":"1"', '"id":"mine"'))
            gateway.end()
            self.assertEqual(len(re.findall("method=getTimesheet outcome=ok", gateway.output())), 3)


if __name__ == "__main__":
    main()
