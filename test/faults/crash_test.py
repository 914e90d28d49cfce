# SPDX-FileCopyrightText: Kimai Gateway authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""kill -9 while writing: what was answered is there, what was not is there whole or not at all."""
import http.client
import random
import threading
import time

from fault_case import LONG, FaultTest, Peer, figure
from gateway_process import Gateway, main

ROUNDS = 100 if LONG else 10
WRITERS = 6
START = 1_500_000_000
COLUMNS = {
    "timeSheet": 'timeEntryID, userID, start, "end", duration, projectID, activityID, description, comment',
    "expenses": "expenseID, userID, timestamp, projectID, designation, comment, multiplier, value",
}
# What a row is when the server decides its times.
RUNNING, STOPPED = "running", "stopped"
GONE = ()


def is_running(row):
    return row == RUNNING or row[1] == 0


def fits(row, expected):
    """Whether a row is what the journal says."""
    if GONE in (row, expected):
        return row == expected
    if expected == RUNNING:
        return row[1:] == (0, 0, 1, 1, None, None)
    if expected == STOPPED:
        return row[1] >= row[0] > 0 and row[2] == row[1] - row[0]
    return row == expected


class Writer:
    """Makes changes to records of its own until the server is gone, and keeps a journal.

    records: (table, id) -> what the row must be. under_way: the change that was not answered, (table, id or None, row):
    the row is as it was, or as it would be.
    """

    def __init__(self, number, user, key):
        self.number, self.user, self.key = number, user, key
        self.random = random.Random(number)
        self.records = {}
        self.under_way = self.surprise = self.thread = None
        self.changes = self.answers = 0

    def begin(self, gateway):
        self.thread = threading.Thread(target=self.write, args=(gateway,), daemon=True)
        self.thread.start()

    def write(self, gateway):
        try:
            with Peer(gateway) as peer:
                while True:
                    self.change(peer)
        except (OSError, http.client.HTTPException):
            pass  # The end that this test is about.
        except Exception as error:
            self.surprise = error

    def change(self, peer):
        self.changes += 1
        living = [place for place, row in self.records.items() if row]
        running = [place for place in living if place[0] == "timeSheet" and is_running(self.records[place])]
        kind = self.random.choice(["entry", "entry", "expense", "start", "change", "change", "remove"])
        if len(running) > 2:
            self.stop(peer, running[0])
        elif kind == "start":
            self.start_recording(peer)
        elif kind in ("entry", "expense") or not living:
            self.set_record(peer, "expenses" if kind == "expense" else "timeSheet", None)
        elif kind == "change":
            table, number = self.random.choice(living)
            self.set_record(peer, table, number)
        else:
            self.remove(peer, *self.random.choice(living))

    def answered(self, peer, method, *params):
        result = peer.call(method, self.key, *params)
        if not result.get("success"):
            raise AssertionError("%s%r: %r" % (method, params, result))
        self.answers += 1
        self.under_way = None
        return result["items"]

    def set_record(self, peer, table, number):
        text = "%d-%d" % (self.number, self.changes)
        start = START + 7 * self.changes
        comment = text + " " + "x" * self.random.randrange(300)
        update = number is not None
        if table == "timeSheet":
            row = (start, start + 60, 60, 1, 1, text, comment)
            record = {"projectId": 1, "taskId": 1, "start": "@%d" % start, "end": "@%d" % (start + 60), "description": text}
        else:
            row = (start, 1, text, comment, 250, 1999)
            record = {"projectId": 1, "date": "@%d" % start, "designation": text, "multiplier": "2.5", "value": "19.99"}
        self.under_way = (table, number, row)
        record.update({"comment": comment, "id": number} if update else {"comment": comment})
        items = self.answered(peer, "setTimesheetRecord" if table == "timeSheet" else "setExpenseRecord", record, update)
        if not update:
            number = int(items[0]["id"])
        self.records[table, number] = row

    def start_recording(self, peer):
        self.under_way = ("timeSheet", None, RUNNING)
        number = int(self.answered(peer, "startRecord", 1, 1)[0]["timeEntryID"])
        self.records["timeSheet", number] = RUNNING

    def stop(self, peer, place):
        self.under_way = (*place, STOPPED)
        self.answered(peer, "stopRecord", place[1])
        self.records[place] = STOPPED

    def remove(self, peer, table, number):
        self.under_way = (table, number, GONE)
        self.answered(peer, "removeTimesheetRecord" if table == "timeSheet" else "removeExpenseRecord", number)
        self.records[table, number] = GONE


class Killed(FaultTest):
    def setUp(self):
        super().setUp()
        self.original = self.content()
        self.random = random.Random(20180501)

    def content(self):
        """-> (table, id) -> row. Whose they are goes to self.owners."""
        rows = [(table, *row) for table, columns in COLUMNS.items()
                for row in self.rows("SELECT %s FROM %s" % (columns, table))]
        self.owners = {row[:2]: row[2] for row in rows}
        return {row[:2]: row[3:] for row in rows}

    def settle(self, writers):
        """Compares the database with the journals, and takes over what became of the changes that were not answered."""
        found = self.content()
        for place, row in self.original.items():
            self.assertEqual(found.pop(place, None), row)
        unknown = []
        for writer in writers:
            if writer.surprise:
                raise writer.surprise
            table, number, wanted = writer.under_way or (None, None, None)
            for place, row in list(writer.records.items()):
                there = found.pop(place, GONE)
                late = (table, number) == place and fits(there, wanted)
                self.assertTrue(late or fits(there, row), "%s %s: answered %r, found %r" % (*place, row, there))
                writer.records[place] = there
            if table and number is None:
                unknown.append((writer, table, wanted))
            writer.under_way = None
        for place, row in found.items():
            maker = next((one for one in unknown if one[0].user == self.owners[place] and one[1] == place[0] and
                          fits(row, one[2])), None)
            self.assertIsNotNone(maker, "nobody wrote %s %r" % (place, row))
            unknown.remove(maker)
            maker[0].records[place] = row

    def test_what_was_answered_is_there_and_nothing_half(self):
        users = dict(self.rows("SELECT name, userID FROM users"))
        with Gateway(self.database) as gateway:
            whose = [(users[login[0]], gateway.sign_in(*login))
                     for login in [("admin", "changeme"), ("anna", "anna-secret")]]
        writers = [Writer(number, *whose[number % 2]) for number in range(WRITERS)]
        lost_answers = 0
        for number in range(ROUNDS):
            with Gateway(self.database) as gateway:
                self.settle(writers)
                for writer in writers:
                    writer.begin(gateway)
                time.sleep(self.random.uniform(0.05, 0.6))
                gateway.kill()
                for writer in writers:
                    writer.thread.join()
            lost_answers += sum(1 for writer in writers if writer.under_way)
            if number % 3 == 0:  # Looks at it while the log of the dead server lies beside it.
                self.assert_clean()
        with Gateway(self.database) as gateway:
            self.settle(writers)
            self.assert_clean()
            self.assertEqual(gateway.end(), 0)
        self.assert_clean()
        answered = sum(writer.answers for writer in writers)
        self.assertGreater(answered, 20 * ROUNDS)
        self.assertGreater(lost_answers, 0, "no kill hit a change under way")
        figure("kill -9", "%d times, %d changes answered and all there, %d under way and each whole or absent" %
               (ROUNDS, answered, lost_answers))


class Check(FaultTest):
    """That the test above would see a loss."""

    def test_a_row_that_another_took_away_is_missed(self):
        with Gateway(self.database) as gateway:
            key = gateway.sign_in("anna", "anna-secret")
            writer = Writer(1, 0, key)
            with Peer(gateway) as peer:
                writer.set_record(peer, "timeSheet", None)
        place = next(iter(writer.records))
        killed = Killed("content")
        killed.database = self.database
        killed.original = {p: row for p, row in killed.content().items() if p != place}
        killed.settle([writer])
        writer.records[place] = (*writer.records[place][:-1], "another comment")
        with self.assertRaises(AssertionError):
            killed.settle([writer])
        writer.records["timeSheet", 999999] = writer.records.pop(place)
        with self.assertRaises(AssertionError):
            killed.settle([writer])


if __name__ == "__main__":
    main()
