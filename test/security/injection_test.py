# SPDX-FileCopyrightText: Kimai Gateway authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Every payload in every parameter of every method, and in every member of every record, over both wires: whatever stands
there is taken for a text or a number and nothing else. Neither the database, nor an answer, nor the log says otherwise."""
import contextlib
import json
import pathlib
import re
import sqlite3

from gateway_process import Gateway, InScratchFolder, import_dump, main
from payloads import TEXTS, VALUES
from wires import REFUSED, WIRES, Fault, JsonWire, SoapWire, methods, succeeded

# A member of a group who may nothing with other users' records.
CALLER, NAME, KEY, PASSWORD = 103, "bert", "bbbb1111cccc2222dddd3333e", "bert-secret"

# What makes a call good, by the name of a parameter or a member; any other takes 1.
GOOD = {"apiKey": KEY, "username": NAME, "password": "not his", "start": "2018-04-01 10:00", "end": "2018-04-01 11:00",
        "from": "2018-01-01", "to": "2018-12-31", "date": "2018-04-01", "doUpdate": False, "description": "x"}

# The rest of a record has its defaults. Without an end, so that a running recording goes on.
NEEDED = {"setTimesheetRecord": ["projectId", "taskId", "start", "end"], "setExpenseRecord": ["projectId", "date"],
          "updateActiveRecording": ["description"]}

# These change the caller's own records and nothing else; all others change nothing.
WRITING = {"startRecord", "stopRecord", "updateActiveRecording", "setTimesheetRecord", "removeTimesheetRecord",
           "setExpenseRecord", "removeExpenseRecord"}

# Written down at any call: a key's last use, a failed login.
NOTES = {"apiKeys": {"lastUsed"}, "users": {"ban", "banTime"}}

# A call's line, in which every value is one word, or another event's.
CALL_LINE = re.compile(r"call id=[0-9a-f]{4}-\d+\.\d+ client=127\.0\.0\.1 protocol=(json-rpc|soap|http) method=[A-Za-z,-]+"
                       r" outcome=[!-~]+ ms=\d+\.\d{3}")
LINE = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z (debug|info|warning|error) ([ -~]+)")


def places(described):
    """-> (method, parameter, member or None) for all that a caller can fill"""
    for method, parameters in described.items():
        for parameter, members in parameters.items():
            yield method, parameter, None
            for member in members or []:
                yield method, parameter, member


def good_arguments(method, parameters):
    return {parameter: GOOD.get(parameter, 1) if members is None else
            {member: GOOD.get(member, 1) for member in members if member in NEEDED.get(method, members)}
            for parameter, members in parameters.items()}


def attacked(method, parameters, place, payload):
    """Good arguments, but for one."""
    parameter, member = place
    arguments = good_arguments(method, parameters)
    if member is None:
        arguments[parameter] = payload
    else:
        arguments[parameter][member] = payload
    if member == "id":
        arguments["doUpdate"] = True
    return arguments


def stored(database):
    """-> {table: (the caller's rows, all other rows)}, without NOTES"""
    content = {}
    with contextlib.closing(sqlite3.connect(database)) as connection:
        healthy = connection.execute("PRAGMA quick_check").fetchall()
        if healthy != [("ok",)]:
            raise AssertionError(healthy)
        content["sqlite_master"] = [], connection.execute("SELECT name, sql FROM sqlite_master ORDER BY 1").fetchall()
        for table, in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'"
                                         " AND name NOT LIKE 'sqlite_%'").fetchall():
            columns = [row[1] for row in connection.execute("PRAGMA table_info(%s)" % table)
                       if row[1] not in NOTES.get(table, ())]
            rows = connection.execute('SELECT "%s" FROM %s' % ('", "'.join(columns), table)).fetchall()
            whose = columns.index("userID") if "userID" in columns and table not in ("users", "apiKeys") else None
            own = [row for row in rows if whose is not None and row[whose] == CALLER]
            content[table] = own, sorted((row for row in rows if row not in own), key=repr)
    return content


class Injection(InScratchFolder):
    def setUp(self):
        super().setUp()
        self.database = self.folder / "k.db"
        import_dump(self.database)
        self.gateway = Gateway(self.database, "--login-rate", "0", "--wrong-key-rate", "0", "--synchronous", "normal",
                               "--log-level", "debug")
        self.addCleanup(self.gateway.__exit__)
        self.methods = methods(self.gateway)
        self.pages = 2
        self.wires = [kind(self.gateway) for kind in WIRES]
        for wire in self.wires:
            self.addCleanup(wire.close)

    def attack(self, wire, method, place, payload):
        """-> the result, a Fault, or None if this wire cannot carry it"""
        if method == "updateActiveRecording":
            wire.call("startRecord", good_arguments("startRecord", self.methods["startRecord"]))
        arguments = attacked(method, self.methods[method], place, payload)
        if isinstance(wire, SoapWire) and re.search("[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]", payload):
            return None
        return wire.call(method, arguments)

    def attack_with_json(self, wire, method, place, fragment):
        arguments = attacked(method, self.methods[method], place, "@@")
        body = json.dumps({"jsonrpc": "2.0", "method": method, "params": arguments, "id": 1})
        return wire.send(body.replace('"@@"', fragment))

    def check(self, method, place, result):
        """What holds for every answer."""
        if result is None or isinstance(result, Fault):
            return
        # No text but the right one is a key or a password.
        if place[0] in ("apiKey", "password") and place[1] is None:
            self.assertEqual(result, {"success": False, "error": {"msg": REFUSED}})
        if not isinstance(result, str) and method != "getVersion":
            self.assertIn("items" if result["success"] else "error", result)

    def test_a_payload_stays_a_value(self):
        before = stored(self.database)
        for method, parameter, member in places(self.methods):
            place = parameter, member
            for wire in self.wires:
                for after, payload in TEXTS:
                    # Each password that is checked takes its time.
                    if method == "authenticate" and after.startswith(("number:", "date:")):
                        continue
                    with self.subTest(wire=wire.name, method=method, place=place, after=after):
                        result = self.attack(wire, method, place, payload)
                        self.check(method, place, result)
            for after, fragment in VALUES:
                with self.subTest(wire="json-rpc", method=method, place=place, after=after):
                    self.check(method, place, self.attack_with_json(self.wires[0], method, place, fragment))
            now = stored(self.database)
            with self.subTest("the database", method=method, place=place):
                self.assert_only_own_changes(before, now, method)
            before = now
        self.assert_good_log(sum(wire.requests for wire in self.wires) + self.pages)

    def assert_only_own_changes(self, before, now, method):
        self.assertEqual(list(before), list(now))
        for table, (own, others) in now.items():
            self.assertEqual(before[table][1], others, table)
            if method not in WRITING:
                self.assertEqual(before[table][0], own, table)

    def assert_good_log(self, requests):
        self.gateway.end()
        calls = 0
        for line in self.gateway.output().splitlines():
            matched = LINE.fullmatch(line)
            self.assertIsNotNone(matched, line)
            self.assertNotEqual(matched.group(1), "error", line)
            if matched.group(2).startswith("call "):
                calls += 1
                self.assertRegex(matched.group(2), CALL_LINE)
        # Some are logged for requests of which the wire knows nothing: none may be missing or come twice.
        self.assertEqual(calls, requests)
        log = self.gateway.output()
        for secret in [KEY, PASSWORD, "forged", "DROP TABLE", "passwd", "Set-Cookie"]:
            self.assertNotIn(secret, log)


class RoundTrip(InScratchFolder):
    def test_texts_come_back_as_they_were_over_both_wires(self):
        """So what one user stores injects nothing into what another one reads."""
        database = self.folder / "k.db"
        import_dump(database)
        with Gateway(database, "--synchronous", "normal") as gateway:
            described = methods(gateway)
            with contextlib.ExitStack() as stack:
                json_wire, soap_wire = (stack.enter_context(contextlib.closing(kind(gateway))) for kind in WIRES)
                for setting in ["setTimesheetRecord", "setExpenseRecord"]:
                    members = described[setting]["record"]
                    texts = [name for name, kind in members.items() if kind == "xs:string" and name not in GOOD]
                    self.assertGreaterEqual(len(texts), 2)
                    for after, payload in TEXTS:
                        with self.subTest(setting=setting, after=after):
                            arguments = good_arguments(setting, described[setting])
                            arguments["record"].update(dict.fromkeys(texts, payload))
                            number = json_wire.call(setting, arguments)["items"][0]["id"]
                            reading = {"apiKey": KEY, "id": number}
                            asked = setting.replace("set", "get")
                            record, = json_wire.call(asked, reading)["items"]
                            self.assertEqual({name: record[name] or "" for name in texts}, dict.fromkeys(texts, payload))
                            shown, = soap_wire.call(asked, reading)["items"]
                            self.assertEqual({name: shown[name] or "" for name in texts},
                                             dict.fromkeys(texts, as_xml_holds_it(payload)))


def as_xml_holds_it(text):
    """Characters that XML does not have become U+FFFD."""
    return re.sub("[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]", "\ufffd", text)


class Footprints(InScratchFolder):
    def test_nothing_was_written_elsewhere(self):
        for file in ["/tmp/stolen.db", "/tmp/owned"]:
            self.assertFalse(pathlib.Path(file).exists(), file)


if __name__ == "__main__":
    main()
