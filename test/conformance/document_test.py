# SPDX-FileCopyrightText: Kimai Gateway authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The document style of SOAP, over the recorded database: every request and every answer is valid by the schema of
?wsdl=document (xmllint says so), and an answer holds what JSON-RPC answers to the same call."""
import contextlib
import http.client
import pathlib
import sqlite3
import subprocess
import xml.dom.minidom
import xml.etree.ElementTree as ET

from gateway_process import PATIENCE, Gateway, InScratchFolder, import_dump, main

NAMESPACE = "urn:kimai-gateway:document"
ENVELOPE = "http://schemas.xmlsoap.org/soap/envelope/"
NIL = "{http://www.w3.org/2001/XMLSchema-instance}nil"
SCHEMA = "http://www.w3.org/2001/XMLSchema"

PASSWORDS = {name: name + "-secret" for name in ["anna", "bert", "carla", "frida", "greta", "hugo", "ines"]}
PASSWORDS.update({"admin": "changeme", "jürgen": "geheim-äöü€"})

# Numbers of 64 bits, and texts that XML or a careless writer could trip over.
ODD_DATA = """
    UPDATE timeSheet SET description = char(1, 11, 13, 10, 9) || '<b>&amp;]]></b> \U0001F600', comment = '', location = ' x ',
        rate = -9223372036854775807, budget = 9223372036854775807, approved = -5, billable = -9223372036854775808,
        cleared = 9223372036854775807, commentType = -1 WHERE timeEntryID IN (SELECT min(timeEntryID) FROM timeSheet GROUP BY userID);
    UPDATE customers SET contact = '', vat = char(8) || '%', phone = char(65534, 65535), timezone = '';
    UPDATE projects SET comment = '"''<>&', filter = -128, budget = NULL WHERE projectID % 2 = 0;
    UPDATE expenses SET designation = '', multiplier = -9223372036854775808, refundable = 77 WHERE expenseID % 3 = 0;
"""


def qualified(name):
    return "{%s}%s" % (NAMESPACE, name)


def fill(element, members):
    """Adds the members that are not None, in their order, as a typed client writes them."""
    for name, value in members.items():
        if value is None:
            continue
        child = ET.SubElement(element, qualified(name))
        if isinstance(value, dict):
            fill(child, value)
        elif isinstance(value, bool):
            child.text = "true" if value else "false"
        else:
            child.text = str(value)
    return element


def decoded(element):
    """What an element of an answer holds: None, a text, members, or a list."""
    if element.get(NIL) == "true":
        return None
    names = [child.tag.removeprefix("{%s}" % NAMESPACE) for child in element]
    if element.tag in (qualified("items"), qualified("tasks")):
        return [decoded(child) for child in element]
    if names:
        return dict(zip(names, map(decoded, element)))
    return element.text or ""


def as_text(value):
    """A result of JSON-RPC with numbers and truths as the texts that XML has for them."""
    if isinstance(value, dict):
        return {name: as_text(inner) for name, inner in value.items()}
    if isinstance(value, list):
        return [as_text(inner) for inner in value]
    if isinstance(value, bool):
        return "true" if value else "false"
    return value if value is None else str(value)


def comparable(result):
    """Without what time or XML itself changes: the clock, the spelling of floating point, characters that no XML document
    can hold, and line ends."""
    if isinstance(result, dict):
        return {name: float(inner) if name == "wage_decimal" and inner is not None else comparable(inner)
                for name, inner in result.items() if name != "servertime"}
    if isinstance(result, list):
        return [comparable(inner) for inner in result]
    if isinstance(result, str):
        return "".join(c if c >= " " and c not in "\ufffe\uffff" else "" if c not in "\t\n" else c
                       for c in result.replace("\r\n", "\n").replace("\r", "\n")).replace("\ufffd", "")
    return result


class DocumentStyle(InScratchFolder):
    def setUp(self):
        super().setUp()
        database = self.folder / "k.db"
        import_dump(database)
        with contextlib.closing(sqlite3.connect(database)) as connection:
            connection.executescript(ODD_DATA)
        self.gateway = Gateway(database, "--login-rate", "0")
        self.addCleanup(self.gateway.__exit__)
        self.schema = self.folder / "schema.xsd"
        self.schema.write_text(self.served_schema(), encoding="utf-8")
        self.bodies = self.folder / "bodies"
        self.bodies.mkdir()
        # (method, succeeded)
        self.called = set()

    def get(self, target):
        connection = http.client.HTTPConnection(*self.gateway.addresses[0], timeout=PATIENCE)
        with contextlib.closing(connection):
            connection.request("GET", target)
            response = connection.getresponse()
            return response.status, response.read().decode()

    def served_schema(self):
        status, text = self.get("/core/soap.php?wsdl=document")
        self.assertEqual(status, 200)
        schema, = xml.dom.minidom.parseString(text).getElementsByTagName("xs:schema")
        schema.setAttribute("xmlns:xs", SCHEMA)
        schema.setAttribute("xmlns:tns", NAMESPACE)
        return schema.toxml()

    def keep(self, kind, element):
        """Keeps a document for validated()."""
        number = len(list(self.bodies.iterdir()))
        file = self.bodies / ("%04d-%s.xml" % (number, kind))
        file.write_bytes(ET.tostring(element, encoding="utf-8", xml_declaration=True))
        return file

    def invalid(self):
        """-> what xmllint says of the documents that are kept and not valid"""
        files = sorted(self.bodies.iterdir())
        self.assertTrue(files)
        done = subprocess.run(["xmllint", "--noout", "--nonet", "--schema", self.schema, *files], capture_output=True,
                              text=True, timeout=PATIENCE)
        self.assertEqual(done.stderr.count(" validates\n") + done.stderr.count(" fails to validate\n"), len(files), done.stderr)
        return [line for line in done.stderr.splitlines() if not line.endswith(" validates")]

    def call(self, method, parameters):
        """-> the result of a call in the document style. Request and answer are kept for validation."""
        request = fill(ET.Element(qualified(method)), parameters)
        self.keep(method, request)
        envelope = ET.Element("{%s}Envelope" % ENVELOPE)
        ET.SubElement(envelope, "{%s}Body" % ENVELOPE).append(request)
        status, text = self.gateway.post(
            ET.tostring(envelope, encoding="utf-8"),
            {"Content-Type": "text/xml; charset=utf-8", "SOAPAction": '"%s#%s"' % (NAMESPACE, method)}, "/core/soap.php")
        self.assertEqual(status, 200, "%s: %s" % (method, text))
        answer, = ET.fromstring(text).find("{%s}Body" % ENVELOPE)
        self.assertEqual(answer.tag, qualified(method + "Response"))
        self.keep(method + "-answer", answer)
        result = decoded(answer[0])
        self.called.add((method, result == "1.3.5-1400" or result["success"] == "true"))
        return result

    def same(self, method, parameters):
        """-> the result of a call that changes nothing, which JSON-RPC answers alike"""
        result = self.call(method, parameters)
        positional = [parameters[name] for name in parameters]
        self.assertEqual(comparable(result), comparable(as_text(self.gateway.call(method, *positional))), method)
        return result

    def done(self, method, parameters):
        """-> the items of a call that has to succeed"""
        result = self.call(method, parameters)
        self.assertEqual(result["success"], "true", (method, result))
        return result["items"]

    def methods(self):
        """The methods that the schema describes."""
        elements = [element.get("name") for element in ET.parse(self.schema).findall("{%s}element" % SCHEMA)]
        return {name for name in elements if name + "Response" in elements}

    def sign_in(self, name):
        return self.done("authenticate", {"username": name, "password": PASSWORDS[name]})[0]["apiKey"]

    def read_all(self, key):
        """All that a user can read."""
        for method in ["getUsers", "getCustomers", "getTasks", "getActiveRecording"]:
            self.same(method, {"apiKey": key})
        for with_tasks in [False, True]:
            self.same("getProjects", {"apiKey": key, "includeTasks": with_tasks})
        for project in [0, 1, 2, 999999]:
            self.same("getTasks", {"apiKey": key, "projectId": project})
        entries = self.same("getTimesheet", {"apiKey": key, "from": 0, "to": 0, "cleared": -1, "start": 0, "limit": 1000})
        self.same("getTimesheet", {"apiKey": key, "from": "2018-01-02", "to": "2018-03-01 12:00"})
        expenses = self.same("getExpenses", {"apiKey": key})
        self.same("getExpenses", {"apiKey": key, "from": "2018-01-01", "to": 0, "refundable": 0, "cleared": -1, "start": 0,
                                  "limit": 3})
        for entry in entries["items"][:20] + entries["items"][-20:]:
            self.same("getTimesheetRecord", {"apiKey": key, "id": entry["timeEntryID"]})
        for expense in expenses["items"]:
            self.same("getExpenseRecord", {"apiKey": key, "id": expense["expenseID"]})

    def test_reading(self):
        self.assertEqual(self.same("getVersion", {}), "1.3.5-1400")
        signed_in = 0
        for name, password in PASSWORDS.items():
            result = self.call("authenticate", {"username": name, "password": password})
            if result["success"] == "true":
                signed_in += 1
                self.read_all(result["items"][0]["apiKey"])
        self.assertGreater(signed_in, 5)
        self.assertEqual({method for method, succeeded in self.called if succeeded},
                         {method for method in self.methods() if method.startswith(("get", "authenticate"))})
        self.assertEqual(self.invalid(), [])

    def test_records_that_point_nowhere(self):
        key = self.sign_in("admin")
        for number in range(1, 120):
            self.same("getTimesheetRecord", {"apiKey": key, "id": number})
            self.same("getExpenseRecord", {"apiKey": key, "id": number})
        self.assertEqual(self.invalid(), [])

    def test_failures(self):
        bad = {"apiKey": "0" * 25}
        record = {"projectId": 1, "taskId": 1, "start": "2018-01-01 10:00", "end": "2018-01-01 11:00"}
        expense = {"projectId": 1, "date": "2018-01-01"}
        self.call("authenticate", {"username": "anna", "password": "wrong"})
        for method in ["getUsers", "getCustomers", "getProjects", "getTasks", "getActiveRecording", "getTimesheet", "getExpenses"]:
            self.same(method, bad)
        for method in ["getTimesheetRecord", "removeTimesheetRecord", "getExpenseRecord", "removeExpenseRecord"]:
            self.same(method, {**bad, "id": 1})
        self.same("startRecord", {**bad, "projectId": 1, "activityId": 1})
        self.same("stopRecord", {**bad, "entryId": 1})
        self.same("updateActiveRecording", {**bad, "record": {"description": "x"}})
        self.same("setTimesheetRecord", {**bad, "record": record, "doUpdate": False})
        self.same("setExpenseRecord", {**bad, "record": expense, "doUpdate": False})
        self.assertEqual(self.called, {(method, False) for method in self.methods() if method != "getVersion"})
        self.assertEqual(self.invalid(), [])

    def test_changing(self):
        key = {"apiKey": self.sign_in("anna")}
        record = {"projectId": 1, "taskId": 1, "start": "2018-01-01 10:00", "end": "2018-01-01 11:30", "description": "<ü>",
                  "comment": "c", "commentType": 1, "location": "l", "trackingNumber": "t", "rate": "12.5",
                  "fixedRate": "-1.005", "flagCleared": 1, "flagBillable": 50, "statusId": 1, "budget": "7", "approved": "0"}
        added, = self.done("setTimesheetRecord", {**key, "record": record, "doUpdate": False})
        entry, = self.same("getTimesheetRecord", {**key, **added})["items"]
        self.assertEqual([entry[name] for name in ["description", "duration", "rate", "fixedRate", "cleared", "billable"]],
                         ["<ü>", "5400", "12.50", "-1.01", "1", "50"])
        changed = {"id": added["id"], "projectId": 1, "taskId": 1, "start": "2018-01-01", "end": "2018-01-02", "comment": ""}
        self.assertEqual(self.done("setTimesheetRecord", {**key, "record": changed, "doUpdate": True}), [])
        entry, = self.same("getTimesheetRecord", {**key, **added})["items"]
        self.assertEqual([entry["comment"], entry["location"], entry["duration"]], [None, "l", "86400"])
        self.done("removeTimesheetRecord", {**key, **added})
        self.assertEqual(self.same("getTimesheetRecord", {**key, **added})["success"], "false")

        expense = {"projectId": 1, "date": "2018-01-01", "designation": "Taxi", "comment": "c", "commentType": 1,
                   "refundable": 1, "cleared": 1, "multiplier": "2", "value": "12.5"}
        added, = self.done("setExpenseRecord", {**key, "record": expense, "doUpdate": False})
        kept, = self.same("getExpenseRecord", {**key, **added})["items"]
        self.assertEqual([kept["designation"], kept["multiplier"], kept["value"]], ["Taxi", "2.00", "12.50"])
        changed = {"id": added["id"], "projectId": 1, "date": "2018-01-02"}
        self.assertEqual(self.done("setExpenseRecord", {**key, "record": changed, "doUpdate": True}), [])
        self.done("removeExpenseRecord", {**key, **added})

        started, = self.done("startRecord", {**key, "projectId": 1, "activityId": 1})
        self.assertEqual(list(started), ["timeEntryID"])
        self.same("getActiveRecording", key)
        self.done("updateActiveRecording", {**key, "record": {"description": "now"}})
        self.same("getActiveRecording", key)
        self.done("stopRecord", {**key, "entryId": started["timeEntryID"]})
        self.assertLessEqual({method for method in self.methods() if not method.startswith("get")},
                             {method for method, succeeded in self.called if succeeded})
        self.assertEqual(self.invalid(), [])

    def test_the_schema_refuses_what_is_not_so(self):
        """Else the other tests would show nothing."""
        key = self.sign_in("anna")
        self.same("getUsers", {"apiKey": key})
        file = sorted(self.bodies.iterdir())[-1]
        valid = file.read_text(encoding="utf-8")
        self.assertEqual(self.invalid(), [])
        for what, broken in [("a number", valid.replace("userID>", "userID>x", 1)),
                             ("an unknown member", valid.replace("userID>", "id>")),
                             ("no namespace", valid.replace(NAMESPACE, "urn:x")),
                             ("a truth", valid.replace("success>true", "success>yes")),
                             ("nil", valid.replace("success>true", 'success x="">true'))]:
            with self.subTest(what):
                self.assertNotEqual(broken, valid)
                file.write_text(broken, encoding="utf-8")
                self.assertNotEqual(self.invalid(), [])


if __name__ == "__main__":
    main()
