# SPDX-FileCopyrightText: Kimai Gateway authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The calls of the tables: what is sent, what a right answer is, and what has to be reached."""
import dataclasses
import statistics

import calls
import databases
from load import Change, Load, numbers

TOUCH_ENTRY = "UPDATE timeSheet SET description = printf('Changed %06d', ?1 % 1000000) WHERE timeEntryID = ?2"
TOUCH_PROJECT = "UPDATE projects SET comment = printf('Changed %06d', ?1 % 1000000) WHERE projectID = ?2"


@dataclasses.dataclass
class Row:
    """A line of the table: what is called, and what it has to reach."""
    name: str
    load: Load
    bar: float
    of_small: bool = False  # a share of the small ceiling, not of that with as many bytes
    old_rate: int = None  # of the old PHP server, calls a second
    items: int = None  # in a right answer
    contains: str = ""


class Subjects:
    """Users to call for, and rows of theirs to change. `users` is {user: key}, or a database's name for its usual ones."""

    def __init__(self, users, database):
        self.keys = users if isinstance(users, dict) else databases.users_of(users)
        with databases.open_file(database) as connection:
            def first(sql, *values):
                return connection.execute(sql, values).fetchone()[0]
            # An entry that every list of the user's newest hundred has.
            self.entries = {user: first(
                "SELECT timeEntryID FROM timeSheet t JOIN projects USING (projectID) JOIN customers USING (customerID)"
                " JOIN activities USING (activityID) JOIN statuses USING (statusID)"
                ' WHERE userID = ? AND "end" > 0 ORDER BY start DESC LIMIT 1', user) for user in self.keys}
            self.user, self.key = next(iter(self.keys.items()))
            self.project = first(
                "SELECT projectID FROM groups_projects JOIN groups_users USING (groupID) JOIN projects USING (projectID)"
                " JOIN customers c USING (customerID) WHERE userID = ? AND projects.visible AND c.visible"
                " AND NOT projects.trash AND NOT c.trash LIMIT 1", self.user)


def json_load(method, *arguments, change=None):
    return Load(calls.JSON_PATH, calls.JSON_TYPE, [calls.json_call(method, *arguments)], change)


def soap_load(method, **arguments):
    return Load(calls.SOAP_PATH, calls.SOAP_TYPE, [calls.soap_call(method, **arguments)])


def newest(count):
    """Arguments of getTimesheet by name, for the newest entries."""
    return {"from": 0, "to": 0, "cleared": -1, "start": 0, "limit": count}


def changed_lists(subjects, database, path, content_type, body_for):
    """The users in turn, each after a change of his own: else sixteen calls would wait for the server with all their
    changes made, and it could compute one answer for them all."""
    return Load(path, content_type, [body_for(key) for key in subjects.keys.values()],
                Change(database, TOUCH_ENTRY, list(subjects.entries.values())))


def rows(subjects, database):
    key, entry = subjects.key, subjects.entries[subjects.user]
    hundred = newest(100)
    changed_json = changed_lists(subjects, database, calls.JSON_PATH, calls.JSON_TYPE,
                                 lambda key: calls.json_call("getTimesheet", key, *hundred.values()))
    changed_soap = changed_lists(subjects, database, calls.SOAP_PATH, calls.SOAP_TYPE,
                                 lambda key: calls.soap_call("getTimesheet", apiKey=key, **hundred))
    touch_project = Change(database, TOUCH_PROJECT, [subjects.project])
    return [
        Row("getVersion", json_load("getVersion"), 0.90, old_rate=1004, contains="1.3.5"),
        Row("getActiveRecording", json_load("getActiveRecording", key), 0.45, items=1),
        Row("getTimesheetRecord", json_load("getTimesheetRecord", key, entry), 0.45, items=1),
        Row("getProjects with tasks, unchanged", json_load("getProjects", key, True), 0.60, old_rate=261,
            contains='"tasks"'),
        Row("getProjects with tasks, changed", json_load("getProjects", key, True, change=touch_project), 0.15,
            old_rate=261, contains='"tasks"'),
        Row("getTimesheet 100, unchanged", json_load("getTimesheet", key, *hundred.values()), 0.60, old_rate=383,
            items=100),
        Row("getTimesheet 100, changed", changed_json, 0.05, True, old_rate=383, items=100),
        Row("SOAP getVersion", soap_load("getVersion"), 0.50, old_rate=367, contains="1.3.5"),
        Row("SOAP getTimesheet 100, unchanged", soap_load("getTimesheet", apiKey=key, **hundred), 0.50, old_rate=140,
            items=100),
        Row("SOAP getTimesheet 100, changed", changed_soap, 0.03, True, old_rate=140, items=100),
    ]


def check_answer(row, text):
    if row.contains not in text or (row.items is not None and calls.count_in(text) != row.items):
        raise calls.WrongAnswer("%s: %s" % (row.name, text[:600]))


def answer_size(gateway, row):
    """-> bytes of the answer, after a look at whether it is right. The mean, where several users are asked."""
    sizes = []
    for place, body in enumerate(row.load.bodies):
        change = row.load.change
        number = next(numbers)
        if change:
            with databases.open_file(change.database) as connection:
                connection.execute(change.sql, (number, change.rows[place]))
        text = gateway.post(row.load.path, row.load.content_type, body)
        check_answer(row, text)
        if change and "Changed %06d" % number not in text:
            raise calls.WrongAnswer("%s: an old answer after a change" % row.name)
        sizes.append(len(text.encode()))
    return round(statistics.mean(sizes))


def set_record(subjects, user):
    """setTimesheetRecord of an entry of his own; each call with another description."""
    return json_load("setTimesheetRecord", subjects.keys[user],
                     {"id": subjects.entries[user], "projectId": subjects.project, "taskId": 1,
                      "start": "2017-03-01 09:00:00", "end": "2017-03-01 10:30:00", "statusId": 1,
                      "description": "Changed ########", "comment": ""}, True)


def check_success(gateway, load):
    """One call of the load, that must succeed."""
    calls.json_items(gateway.post(load.path, load.content_type, load.bodies[0].replace("########", "00000000")))
