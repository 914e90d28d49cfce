# SPDX-FileCopyrightText: Kimai Gateway authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a call costs as the database grows and as a user's share of it grows: the server's CPU time a call, one
connection. It does not depend on who else keeps the machine busy as much as a rate does."""
import contextlib
import dataclasses
import datetime
import statistics

import calls
import databases
import rows
from load import Change, run
from servers import Gateway

BAR = 1.5


@dataclasses.dataclass
class Place:
    """A user in a database."""
    entries: int  # of the database
    user_entries: int
    user: int
    gateway: Gateway
    database: object
    subjects: rows.Subjects
    week: str  # when the last week of his entries begins


def open_place(entries, user, user_entries, gateway, database):
    subjects = rows.Subjects({user: databases.user_key(user)}, database)
    with databases.open_file(database) as connection:
        last = connection.execute("SELECT max(start) FROM timeSheet WHERE userID = ?", [user]).fetchone()[0]
    week = datetime.datetime.fromtimestamp(last - 7 * 86400, datetime.timezone.utc).strftime("%Y-%m-%d %H:%M:%S")
    return Place(entries, user_entries, user, gateway, database, subjects, week)


def open_places(bench, stack):
    places = []
    for entries, shares in databases.USER_ENTRIES.items():
        if bench.largest < entries:
            continue
        database = stack.enter_context(bench.databases.copy(entries))
        gateway = stack.enter_context(Gateway(bench.build, database))
        for user, share in enumerate(shares, 1):
            places.append(open_place(entries, user, share, gateway, database))
    return places


def listing(place, since, changed):
    window = {**rows.newest(100), "from": since}
    change = Change(place.database, rows.TOUCH_ENTRY, list(place.subjects.entries.values())) if changed else None
    return rows.json_load("getTimesheet", place.subjects.key, *window.values(), change=change)


# Starting a recording comes last: it leaves an entry each time. The range is for those with enough entries in a week.
CALLS = {
    "getTimesheet 100, unchanged": lambda place: listing(place, 0, False),
    "getTimesheet 100, changed": lambda place: listing(place, 0, True),
    "getTimesheet 100 from last week, unchanged":
        lambda place: listing(place, place.week, False) if place.user_entries >= 100_000 else None,
    "getTimesheet 100 from last week, changed":
        lambda place: listing(place, place.week, True) if place.user_entries >= 100_000 else None,
    "getActiveRecording": lambda place: rows.json_load("getActiveRecording", place.subjects.key),
    "setTimesheetRecord": lambda place: rows.set_record(place.subjects, place.user),
    "startRecord": lambda place: rows.json_load("startRecord", place.subjects.key, place.subjects.project, 1),
}


def cost(place, load, seconds):
    """-> microseconds of the server's CPU a call"""
    place.gateway.forget_text()
    before = place.gateway.cpu_seconds()
    outcome = run(load, place.gateway.port, seconds, connections=1)
    return (place.gateway.cpu_seconds() - before) * 1e6 / outcome.requests


def costs(bench, places, load_for):
    """-> a list of costs for each place at which the call makes sense, by place"""
    loads = [(number, place, load_for(place)) for number, place in enumerate(places)]
    loads = [(number, place, load) for number, place, load in loads if load]
    for _, place, load in loads:
        rows.check_success(place.gateway, load)
        run(load, place.gateway.port, 1, connections=1)
    found = {number: [] for number, _, _ in loads}
    for _ in range(bench.rounds):
        for number, place, load in loads:
            found[number].append(cost(place, load, bench.seconds))
    return found


def growth(bench):
    with contextlib.ExitStack() as stack:
        places = open_places(bench, stack)
        for place in places:
            calls.json_items(place.gateway.post(
                calls.JSON_PATH, calls.JSON_TYPE,
                calls.json_call("startRecord", place.subjects.key, place.subjects.project, 1)))
        headings = ["microseconds of CPU a call"]
        headings += ["{:,} of {:,}".format(place.user_entries, place.entries) for place in places]
        bench.report.begin("Growth: a user's entries of all entries", headings + ["largest / smallest", "bar", "met"])
        for name, load_for in CALLS.items():
            if not bench.wanted(name):
                continue
            found = costs(bench, places, load_for)
            if not found:
                continue
            ratio = statistics.median(last / first for first, last in
                                      zip(found[min(found)], found[max(found)]))
            cells = ["%.0f" % statistics.median(found[number]) if number in found else "" for number in
                     range(len(places))]
            bench.report.row([name, *cells, "%.2f" % ratio, "%.1f" % BAR, "yes" if ratio <= BAR else "NO"],
                             ratio <= BAR)
        bench.report.end()
