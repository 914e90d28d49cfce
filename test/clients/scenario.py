# SPDX-FileCopyrightText: Kimai Gateway authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What every stack is asked to call, and what it must decode from the answers. The values are those of
test/conformance/kimai1.sql."""
from dataclasses import dataclass, field

METHODS = [
    "authenticate", "getVersion", "getUsers", "getCustomers", "getProjects", "getTasks", "getTimesheet",
    "getTimesheetRecord", "setTimesheetRecord", "removeTimesheetRecord", "startRecord", "getActiveRecording",
    "updateActiveRecording", "stopRecord", "getExpenses", "getExpenseRecord", "setExpenseRecord", "removeExpenseRecord"]

ANNA = "aaaa1111bbbb2222cccc3333d"
BERT = "bbbb1111cccc2222dddd3333e"


class Number(str):
    """A whole number. The rpc style carries it as text, as Kimai's database did, the document style as a number."""


class Amount(str):
    """A decimal, likewise."""


class Day(str):
    """A parameter that is a date: text, or 20180102 where the description that the stack reads says int."""


@dataclass(frozen=True)
class Kept:
    """What an earlier answer held; in an expectation as `kind`."""
    name: str
    kind: type = int


class Absent:
    """No such member, in an expectation."""
    def __repr__(self):
        return "no such member"


ABSENT = Absent()


@dataclass
class Step:
    """One call. The order of arguments is that of the description, since some stacks send no names. `expected` maps
    places in the result ("items/0/name", "" for all of it) to values; "#" at the end of a place counts what is there.
    `counts_for` names the method that is tested, if it is not the one called."""
    method: str
    what: str
    arguments: dict
    expected: dict
    keep: dict = field(default_factory=dict)
    counts_for: str = ""
    # How a record is built, one of the stack's `records`.
    form: str = ""
    # The stack must be able to send a null for what is optional.
    needs_null: bool = False


def failure(text):
    return {"success": False, "error/msg": text, "items": ABSENT}


DENIED = failure("Unknown user or no permissions.")
GONE = failure("An unhandled error occured.")
DONE = {"success": True, "items/#": 0, "total": 0, "error": ABSENT}

SHEET = {"from": Day("0"), "to": Day("0"), "cleared": -1, "start": 0, "limit": 3}
EXPENSES = {"from": Day("0"), "to": Day("0"), "refundable": -1, "cleared": -1, "start": 0, "limit": 3}
ENTRY = {"projectId": 1, "taskId": 1, "start": "2018-04-01 10:00:00", "end": "2018-04-01 11:30:00",
         "description": "a<b>&\"' ü€ 日本 \U0001F600", "comment": "c", "commentType": 0, "statusId": 1}
BILL = {"projectId": 1, "date": "2018-04-01 10:00:00", "designation": "Bahn <1.> & Bus", "comment": "c",
        "commentType": 1, "refundable": 1, "cleared": 0, "multiplier": 2.5, "value": "12.34"}

READING = [
    Step("authenticate", "right password", {"username": "anna", "password": "anna-secret"},
         {"success": True, "total": 1, "items/#": 1, "items/0/apiKey": ANNA, "error": ABSENT}),
    Step("authenticate", "another user", {"username": "bert", "password": "bert-secret"}, {"items/0/apiKey": BERT}),
    Step("authenticate", "letters beyond ASCII", {"username": "jürgen", "password": "geheim-äöü€"}, {"success": True}),
    Step("authenticate", "wrong password", {"username": "anna", "password": "wrong"}, DENIED),
    Step("getVersion", "", {}, {"": "1.3.5-1400"}),
    Step("getUsers", "", {"apiKey": ANNA},
         {"success": True, "total": 6, "items/#": 6, "items/0/userID": Number("102"), "items/0/name": "anna"}),
    Step("getCustomers", "", {"apiKey": ANNA},
         {"total": 3, "items/#": 3, "items/0/name": "<b>Tag</b> & \"Quote\" 'Single' \\ Back",
          "items/1/customerID": Number("1"), "items/2/name": "Bäckerei Müller & Söhne"}),
    Step("getProjects", "without tasks", {"apiKey": ANNA, "includeTasks": False},
         {"total": 4, "items/#": 4, "items/1/projectID": Number("1"), "items/1/name": "Apollo",
          "items/1/budget": Amount("1000.00"), "items/1/tasks": ABSENT, "items/2/effort": None,
          "items/3/comment": "Änderung\nzweite Zeile"}),
    Step("getProjects", "with tasks", {"apiKey": ANNA, "includeTasks": True},
         {"items/1/tasks/#": 3, "items/1/tasks/0/activityID": Number("1"), "items/1/tasks/0/budget": Amount("100.00"),
          "items/1/tasks/2/name": "Überprüfung", "items/1/tasks/2/budget": None}),
    Step("getTasks", "all", {"apiKey": ANNA, "projectId": None},
         {"total": 4, "items/#": 4, "items/0/activityID": Number("1"), "items/3/name": "Überprüfung",
          "items/0/effort": ABSENT}, needs_null=True),
    Step("getTasks", "of a project", {"apiKey": ANNA, "projectId": 1},
         {"total": 3, "items/#": 3, "items/0/effort": Amount("10.00"), "items/1/approved": None}),
    Step("getTimesheet", "the newest", {"apiKey": ANNA, **SHEET},
         {"total": Number("52"), "items/#": 3, "items/0/timeEntryID": Number("247"), "items/0/wage_decimal": 30.0,
          "items/2/wage": Amount("1.67")}),
    Step("getTimesheet", "some days", {"apiKey": ANNA, **SHEET, "from": Day("2018-01-02"), "to": Day("2018-01-04")},
         {"total": Number("6"), "items/#": 3, "items/1/timeEntryID": Number("36"), "items/1/description": "Müller €"}),
    Step("getTimesheetRecord", "", {"apiKey": ANNA, "id": 6},
         {"total": 1, "items/#": 1, "items/0/timeEntryID": Number("6"), "items/0/description": "emoji-free ☂",
          "items/0/location": None, "items/0/fixedRate": Amount("250.00")}),
    Step("getTimesheetRecord", "not there", {"apiKey": ANNA, "id": 999999}, GONE),
    Step("getExpenses", "the newest", {"apiKey": ANNA, **EXPENSES},
         {"total": Number("10"), "items/#": 3, "items/0/expenseID": Number("37"), "items/2/customerName": "日本 商事"}),
    Step("getExpenses", "some days",
         {"apiKey": ANNA, **EXPENSES, "from": Day("2018-01-02"), "to": Day("2018-01-10"), "limit": 1},
         {"total": Number("4"), "items/#": 1, "items/0/expenseID": Number("17")}),
    Step("getExpenseRecord", "", {"apiKey": ANNA, "id": 1},
         {"total": 1, "items/0/expenseID": Number("1"), "items/0/designation": "Train",
          "items/0/value": Amount("9.99"), "items/0/password": None}),
    Step("getExpenseRecord", "not there", {"apiKey": ANNA, "id": 999999}, GONE),
]


def with_wrong_key(form):
    """All methods but the two that take none."""
    one = {"id": 1}
    others = {
        "getProjects": {"includeTasks": True}, "getTasks": {"projectId": 1},
        "getTimesheet": SHEET, "getExpenses": EXPENSES,
        "getTimesheetRecord": one, "removeTimesheetRecord": one, "getExpenseRecord": one, "removeExpenseRecord": one,
        "setTimesheetRecord": {"record": ENTRY, "doUpdate": False},
        "setExpenseRecord": {"record": BILL, "doUpdate": False},
        "updateActiveRecording": {"record": {"description": "d"}},
        "startRecord": {"projectId": 1, "activityId": 1}, "stopRecord": {"entryId": 1}}
    for method in METHODS[2:]:
        yield Step(method, "wrong key", {"apiKey": "nonsense", **others.get(method, {})}, DENIED, form=form)


def changing(form):
    """Records set in one form, and read back."""
    read, entry = {"apiKey": ANNA, "id": Kept("id")}, Kept("id", Number)
    yield Step("setTimesheetRecord", "add", {"apiKey": ANNA, "record": ENTRY, "doUpdate": False},
               {"success": True, "total": 1}, {"id": "items/0/id"}, form=form)
    yield Step("getTimesheetRecord", "read back", read,
               {"items/0/timeEntryID": entry, "items/0/description": ENTRY["description"], "items/0/comment": "c",
                "items/0/start": Number("1522569600"), "items/0/duration": Number("5400")},
               counts_for="setTimesheetRecord")
    yield Step("setTimesheetRecord", "change",
               {"apiKey": ANNA, "record": {**ENTRY, "id": Kept("id"), "description": "zwei\nZeilen", "rate": 12.5},
                "doUpdate": True}, DONE, form=form)
    yield Step("getTimesheetRecord", "read back", read,
               {"items/0/description": "zwei\nZeilen", "items/0/rate": Amount("12.50"),
                "items/0/activityID": Number("1")},
               counts_for="setTimesheetRecord")
    yield Step("removeTimesheetRecord", "", read, DONE)
    yield Step("getTimesheetRecord", "gone", read, GONE, counts_for="removeTimesheetRecord")
    yield Step("setExpenseRecord", "add", {"apiKey": ANNA, "record": BILL, "doUpdate": False},
               {"success": True, "total": 1}, {"id": "items/0/id"}, form=form)
    yield Step("getExpenseRecord", "read back", read,
               {"items/0/expenseID": entry, "items/0/designation": "Bahn <1.> & Bus",
                "items/0/multiplier": Amount("2.50"), "items/0/value": Amount("12.34")}, counts_for="setExpenseRecord")
    yield Step("setExpenseRecord", "change",
               {"apiKey": ANNA, "record": {**BILL, "id": Kept("id"), "designation": "Straßenbahn"}, "doUpdate": True},
               DONE, form=form)
    yield Step("getExpenseRecord", "read back", read, {"items/0/designation": "Straßenbahn"},
               counts_for="setExpenseRecord")
    yield Step("removeExpenseRecord", "", read, DONE)
    yield Step("getExpenseRecord", "gone", read, GONE, counts_for="removeExpenseRecord")


def recording(form):
    key = {"apiKey": BERT}
    yield Step("startRecord", "", {**key, "projectId": 1, "activityId": 1}, {"success": True, "total": 1},
               {"entry": "items/0/timeEntryID"})
    yield Step("getActiveRecording", "", key,
               {"total": 1, "items/0/timeEntryID": Kept("entry", Number), "items/0/projectID": Number("1"),
                "items/0/projectName": "Apollo", "items/0/activityName": "Development",
                "items/0/customerID": Number("1")})
    yield Step("updateActiveRecording", "", {**key, "record": {"projectID": 2, "description": "größer ☂ 日本"}},
               DONE, form=form)
    yield Step("getActiveRecording", "read back", key,
               {"items/0/projectID": Number("2"), "items/0/description": "größer ☂ 日本"},
               counts_for="updateActiveRecording")
    yield Step("stopRecord", "", {**key, "entryId": Kept("entry")}, DONE)
    yield Step("getActiveRecording", "none", key, failure("No active recording."), counts_for="stopRecord")


def steps(forms):
    """All calls, for a stack that builds records in these forms."""
    yield from READING
    yield from with_wrong_key(forms[0])
    for form in forms:
        yield from changing(form)
        yield from recording(form)


# Ways to be refused with a fault -> what code and text must say.
FAULTS = {
    # A required parameter left out.
    "missing": (("Client", "Sender"), "Missing parameter"),
    # An operation that is not there; PHP's server takes the blame.
    "unknown": (("Server", "Receiver"), "Procedure 'nonsense' not present"),
    # A header entry that the server must understand and does not.
    "header": (("MustUnderstand",), ""),
}
