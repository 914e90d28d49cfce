# SPDX-FileCopyrightText: Kimai Gateway authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Who reaches whose records: each method that takes a record's number, each user of the recorded database and each owner,
over both wires. What is expected is computed here from the roles in the database, as docs/compatibility.md tells."""
import contextlib
import itertools
import sqlite3

from gateway_process import Gateway, InScratchFolder, import_dump, main
from wires import REFUSED, WIRES, JsonWire, methods, succeeded

# By number a record of anybody may be asked for: (table, what is done).
BY_NUMBER = {
    "getTimesheetRecord": ("timeSheet", "read"),
    "setTimesheetRecord": ("timeSheet", "edit"),
    "stopRecord": ("timeSheet", "edit"),
    "removeTimesheetRecord": ("timeSheet", "delete"),
    "getExpenseRecord": ("expenses", "read"),
    "setExpenseRecord": ("expenses", "edit"),
    "removeExpenseRecord": ("expenses", "delete"),
}
# The caller's own.
OWN = {"startRecord", "getActiveRecording", "updateActiveRecording", "getTimesheet", "getExpenses"}
# What the caller's groups see; the recordings tell who sees what.
BY_GROUP = {"getUsers", "getCustomers", "getProjects", "getTasks"}
WITHOUT_KEY = {"authenticate", "getVersion"}

NOT_THERE = {"read": {"success": False, "error": {"msg": "An unhandled error occured."}}}
NO_PERMISSION = {"success": False, "error": {"msg": REFUSED}}
DONE = {"success": True, "items": [], "total": 0}

PASSWORDS = {101: "changeme", 110: "hugo-secret"}
KEYS = {102: "aaaa1111bbbb2222cccc3333d", 103: "bbbb1111cccc2222dddd3333e", 104: "cccc1111dddd2222eeee3333f",
        107: "ffff1111aaaa2222bbbb3333c", 108: "abab1111cdcd2222efef3333a", 109: "9999111188882222777733336",
        111: "1212121212343434343456565"}
TRASHED, INACTIVE = 105, 106
OWNERS = range(101, 112)
STRANGERS = {"trashed": "dddd1111eeee2222ffff3333a", "inactive": "eeee1111ffff2222aaaa3333b", "unknown": "0" * 25,
             "empty": "", "blank": KEYS[102] + " ", "capitals": KEYS[102].upper(), "part": KEYS[102][:24]}

INSERT = {
    "timeSheet": 'INSERT INTO timeSheet (start, "end", duration, userID, projectID, activityID, description, rate, statusID)'
                 " VALUES (1520000000, 0, 0, ?, 1, 1, 'as it was', 0, 1)",
    "expenses": "INSERT INTO expenses (timestamp, userID, projectID, designation, multiplier, value)"
                " VALUES (1520000000, ?, 1, 'as it was', 100, 500)",
}
NUMBER = {"timeSheet": "timeEntryID", "expenses": "expenseID"}


def arguments(method, key, number):
    if method == "setTimesheetRecord":
        record = {"id": number, "projectId": 2, "taskId": 2, "start": "2018-04-01 10:00", "end": "2018-04-01 11:00"}
        return {"apiKey": key, "record": record, "doUpdate": True}
    if method == "setExpenseRecord":
        return {"apiKey": key, "record": {"id": number, "projectId": 2, "date": "2018-04-01"}, "doUpdate": True}
    return {"apiKey": key, "entryId" if method == "stopRecord" else "id": number}


class Access(InScratchFolder):
    def setUp(self):
        super().setUp()
        self.database = self.folder / "k.db"
        import_dump(self.database)

    def serve(self):
        self.gateway = Gateway(self.database, "--synchronous", "normal")
        self.addCleanup(self.gateway.__exit__)
        self.wires = [kind(self.gateway) for kind in WIRES]
        for wire in self.wires:
            self.addCleanup(wire.close)
        names = dict(self.query("SELECT userID, name FROM users"))
        self.keys = {**KEYS, **{user: self.gateway.sign_in(names[user], word) for user, word in PASSWORDS.items()}}

    def query(self, sql, *values):
        with contextlib.closing(sqlite3.connect(self.database)) as connection:
            return connection.execute(sql, values).fetchall()

    def row(self, table, number):
        return self.query("SELECT * FROM %s WHERE %s = ?" % (table, NUMBER[table]), number)

    def new_records(self, wanted):
        """-> {(what wants it, owner ...): number} with a fresh record for each of (table, owner, ...)"""
        with contextlib.closing(sqlite3.connect(self.database)) as connection, connection:
            return {one: connection.execute(INSERT[one[0]], (one[1],)).lastrowid for one in wanted}

    def may(self, caller, deed, table, owner):
        """By the words of docs/compatibility.md."""
        if caller == owner:
            return True
        if deed == "read":
            seen = self.wires[0].call("getUsers", {"apiKey": self.keys[caller]})["items"]
            return str(owner) in [user["userID"] for user in seen]
        kind = "ki_timesheets" if table == "timeSheet" else "ki_expenses"
        common = self.query(
            "SELECT coalesce(p.value, 0) FROM groups_users mine JOIN groups_users theirs USING (groupID)"
            " LEFT JOIN membershipRolePermissions p ON p.membershipRoleID = mine.membershipRoleID AND p.permission = ?"
            " WHERE mine.userID = ? AND theirs.userID = ?", "%s-otherEntry-ownGroup-%s" % (kind, deed), caller, owner)
        if common:
            return all(value for value, in common)
        return bool(self.query(
            "SELECT 1 FROM users JOIN globalRolePermissions USING (globalRoleID) WHERE userID = ? AND permission = ? AND value",
            caller, "%s-otherEntry-otherGroup-%s" % (kind, deed)))

    def test_every_method_is_one_that_this_test_knows(self):
        self.serve()
        self.assertEqual(set(methods(self.gateway)), set(BY_NUMBER) | OWN | BY_GROUP | WITHOUT_KEY)

    def test_records_by_number(self):
        callers = [*KEYS, *PASSWORDS]
        tried = list(itertools.product(BY_NUMBER, callers, OWNERS, range(len(WIRES))))
        numbers = self.new_records((BY_NUMBER[method][0], owner, method, caller, wire)
                                   for method, caller, owner, wire in tried)
        self.serve()
        allowed = {}
        for method, caller, owner, wire in tried:
            table, deed = BY_NUMBER[method]
            rule = caller, deed, table, owner
            if rule not in allowed:
                allowed[rule] = self.may(*rule)
            number = numbers[table, owner, method, caller, wire]
            with self.subTest(method=method, caller=caller, owner=owner, wire=wire, allowed=allowed[rule]):
                self.try_one(self.wires[wire], method, caller, number, allowed[rule])
        # Else the table above proves nothing.
        for deed in ["read", "edit", "delete"]:
            of_others = [answer for (caller, what, _, owner), answer in allowed.items()
                         if what == deed and caller != owner]
            self.assertEqual({True, False}, set(of_others), deed)

    def try_one(self, wire, method, caller, number, allowed):
        table, deed = BY_NUMBER[method]
        before, = self.row(table, number)
        result = wire.call(method, arguments(method, self.keys[caller], number))
        after = self.row(table, number)
        if not allowed:
            self.assertEqual((result, after), (NO_PERMISSION, [before]))
        elif deed == "read":
            self.assertTrue(succeeded(result), result)
            self.assertEqual((result["items"][0][NUMBER[table]], after), (str(number), [before]))
        else:
            self.assertEqual(result, DONE)
            self.assertEqual(len(after), 0 if deed == "delete" else 1)
            self.assertNotEqual(after, [before])
            if deed == "edit":
                self.assertEqual(self.owner_in(table, after[0]), self.owner_in(table, before))

    def owners(self, table, number):
        return self.query("SELECT userID FROM %s WHERE %s = ?" % (table, NUMBER[table]), number)

    def owner_in(self, table, row):
        columns = [column[1] for column in self.query("PRAGMA table_info(%s)" % table)]
        return row[columns.index("userID")]

    def test_a_number_that_nobody_has(self):
        self.serve()
        everything = [self.query("SELECT * FROM " + table) for table in INSERT]
        for method, wire, caller in itertools.product(BY_NUMBER, self.wires, self.keys):
            for number in [999999, -1, 9223372036854775807]:
                with self.subTest(method=method, wire=wire.name, caller=caller, number=number):
                    result = wire.call(method, arguments(method, self.keys[caller], number))
                    self.assertEqual(result, NOT_THERE.get(BY_NUMBER[method][1], DONE))
        self.assertEqual(everything, [self.query("SELECT * FROM " + table) for table in INSERT])

    def test_who_has_no_key_reaches_nothing(self):
        self.serve()
        everything = [self.query("SELECT * FROM " + table) for table in INSERT]
        for method, parameters in methods(self.gateway).items():
            if method in WITHOUT_KEY:
                continue
            for (who, key), wire in itertools.product(STRANGERS.items(), self.wires):
                with self.subTest(method=method, who=who, wire=wire.name):
                    filled = {name: {"projectId": 1} if members else 1 for name, members in parameters.items()}
                    self.assertEqual(wire.call(method, {**filled, "apiKey": key}), NO_PERMISSION)
        self.assertEqual(everything, [self.query("SELECT * FROM " + table) for table in INSERT])

    def change(self, sql):
        """What another program does meanwhile to the same file."""
        with contextlib.closing(sqlite3.connect(self.database, timeout=30)) as connection, connection:
            connection.execute(sql)

    def test_nothing_is_answered_from_what_was_allowed_before(self):
        """Calls are repeated, so that whatever keeps answers has kept them, and then the right to them goes."""
        anna, carla, greta = KEYS[102], KEYS[104], KEYS[109]
        of_bert, = self.query("SELECT min(timeEntryID) FROM timeSheet WHERE userID = 103")[0]
        lists = [("getUsers", {}), ("getCustomers", {}), ("getProjects", {"includeTasks": True}), ("getTasks", {}),
                 ("getTimesheet", {"limit": 5}), ("getExpenses", {"limit": 5})]
        for name, key, lost, calls in [
            ("permission to see users", anna,
             "UPDATE membershipRolePermissions SET value = 0 WHERE permission = 'core-user-view'",
             [("getTimesheetRecord", {"id": of_bert})]),
            ("the group's customers", carla, "DELETE FROM groups_customers", [("getCustomers", {})]),
            ("the group's projects", carla, "DELETE FROM groups_projects",
             [("getProjects", {}), ("getProjects", {"includeTasks": True})]),
            ("the group's activities", carla, "DELETE FROM groups_activities", [("getTasks", {})]),
            ("the key", greta, "UPDATE apiKeys SET lookup = randomblob(32) WHERE userID = 109", lists),
            ("the user's being active", carla, "UPDATE users SET active = 0 WHERE userID = 104", lists),
            ("the user", anna, "UPDATE users SET trash = 1 WHERE userID = 102", lists),
        ]:
            with self.subTest(name):
                self.serve()
                for (method, values), wire, _ in itertools.product(calls, self.wires, range(3)):
                    wire.call(method, {"apiKey": key, **values})
                before = [self.wires[0].call(method, {"apiKey": key, **values}) for method, values in calls]
                self.change(lost)
                for (method, values), wire, _ in itertools.product(calls, self.wires, range(2)):
                    self.assertFalse(succeeded(wire.call(method, {"apiKey": key, **values})), method)
                self.assertTrue(any(map(succeeded, before)), before)
                self.gateway.end()

    def test_lists_hold_ones_own_records_only(self):
        self.new_records(itertools.product(INSERT, OWNERS))
        self.serve()
        for caller, wire in itertools.product(self.keys, self.wires):
            for method, table in [("getTimesheet", "timeSheet"), ("getExpenses", "expenses")]:
                with self.subTest(method=method, caller=caller, wire=wire.name):
                    items = wire.call(method, {"apiKey": self.keys[caller], "from": 0, "limit": 100000})["items"]
                    self.assertEqual({item["userID"] for item in items}, {str(caller)})
            with self.subTest("the running one", caller=caller, wire=wire.name):
                running, = wire.call("getActiveRecording", {"apiKey": self.keys[caller]})["items"]
                self.assertEqual(self.owners("timeSheet", running["timeEntryID"]), [(caller,)])

    def test_members_that_are_not_offered_change_nothing(self):
        """A record that names every column of its table still cannot choose its owner or its number."""
        self.serve()
        wire = JsonWire(self.gateway)
        self.addCleanup(wire.close)
        for table, method in [("timeSheet", "setTimesheetRecord"), ("expenses", "setExpenseRecord")]:
            columns = [column[1] for column in self.query("PRAGMA table_info(%s)" % table)]
            with self.subTest(method):
                call = arguments(method, KEYS[103], 1)
                call["doUpdate"] = False
                record = {**dict.fromkeys(columns, 101), **call["record"], "projectID": 3}
                call["record"] = record
                foreign = self.row(table, 1)
                number = wire.call(method, call)["items"][0]["id"]
                self.assertEqual(self.owners(table, number), [(103,)])
                self.assertEqual(self.row(table, 1), foreign)
        wire.call("startRecord", {"apiKey": KEYS[103], "projectId": 1, "activityId": 1})
        running = wire.call("getActiveRecording", {"apiKey": KEYS[103]})["items"][0]["timeEntryID"]
        wire.call("updateActiveRecording", {"apiKey": KEYS[103], "record": {
            "description": "y", "timeEntryID": 1, "id": 1, "userID": 101, "rate": 999, "cleared": 1, "duration": 5}})
        changed = self.query("SELECT userID, description, cleared, duration FROM timeSheet WHERE timeEntryID = ?", running)
        self.assertEqual(changed, [(103, "y", 0, 0)])


if __name__ == "__main__":
    main()
