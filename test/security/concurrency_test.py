# SPDX-FileCopyrightText: Kimai Gateway authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Everything at once, on several I/O threads: reads, writes, sign-ins, batches, both wires, descriptions, connections that
break off, a log that is written by all. What was answered is what is stored, and nobody gets another's answer. Meant to be
run with ThreadSanitizer too, which sees what this test cannot."""
import contextlib
import json
import random
import sqlite3
import threading
import time

from gateway_process import Gateway, InScratchFolder, import_dump, main
from wires import JSON_PATH, JsonWire, SoapWire, get, succeeded

KEYS = {102: "aaaa1111bbbb2222cccc3333d", 103: "bbbb1111cccc2222dddd3333e", 104: "cccc1111dddd2222eeee3333f",
        107: "ffff1111aaaa2222bbbb3333c", 108: "abab1111cdcd2222efef3333a", 111: "1212121212343434343456565"}
SECONDS = 5


class Load(threading.Thread):
    """One client, who keeps what he was promised."""

    def __init__(self, gateway, number, end):
        super().__init__(daemon=True)
        self.gateway, self.end = gateway, end
        self.user, self.key = sorted(KEYS.items())[number % len(KEYS)]
        self.chance = random.Random(number)
        self.wires = [JsonWire(gateway), SoapWire(gateway)]
        # {number of an entry: its description}
        self.stored = {}
        self.calls = 0
        self.problem = None

    def run(self):
        try:
            while time.monotonic() < self.end:
                work = self.chance.choice([self.read, self.read, self.list, self.write, self.write, self.remove,
                                           self.sign_in, self.batch, self.page, self.break_off])
                work(self.chance.choice(self.wires))
                self.calls += 1
        except BaseException as error:  # For the thread that joins this one.
            self.problem = error
        finally:
            for wire in self.wires:
                wire.close()

    def call(self, wire, method, **arguments):
        result = wire.call(method, {"apiKey": self.key, **arguments})
        assert succeeded(result), (method, result)
        return result["items"]

    def read(self, wire):
        for number in self.chance.sample(sorted(self.stored), min(3, len(self.stored))):
            record, = self.call(wire, "getTimesheetRecord", id=number)
            assert (record["userID"], record["description"]) == (str(self.user), self.stored[number]), record

    def list(self, wire):
        items = self.call(wire, "getTimesheet", limit=self.chance.choice([1, 20, 1000]))
        assert {item["userID"] for item in items} <= {str(self.user)}
        assert self.call(wire, "getUsers")
        wire.call("getProjects", {"apiKey": self.key, "includeTasks": True})

    def record(self):
        return {"projectId": 1, "taskId": 1, "start": "2018-04-01 10:00", "end": "2018-04-01 11:00",
                "description": "%d %d" % (self.user, self.chance.randrange(10 ** 12))}

    def write(self, wire):
        record = self.record()
        if self.stored and self.chance.random() < 0.5:
            number = self.chance.choice(sorted(self.stored))
            self.call(wire, "setTimesheetRecord", record={"id": number, **record}, doUpdate=True)
        else:
            number = self.call(wire, "setTimesheetRecord", record=record, doUpdate=False)[0]["id"]
        self.stored[number] = record["description"]

    def remove(self, wire):
        if len(self.stored) > 5:
            number = self.chance.choice(sorted(self.stored))
            self.call(wire, "removeTimesheetRecord", id=number)
            del self.stored[number]

    def sign_in(self, wire):
        # Only now and then: a password takes its time.
        if self.chance.random() < 0.2:
            found = wire.call("authenticate", {"username": "anna", "password": "anna-secret"})
            assert found["items"] == [{"apiKey": KEYS[102]}], found

    def batch(self, _):
        record = self.record()
        calls = [("setTimesheetRecord", [self.key, record, False]), ("getTimesheet", [self.key, 0, 0, -1, 0, 1]),
                 ("getVersion", []), ("getUsers", ["wrong"]), ("noSuchMethod", [])]
        body = json.dumps([{"method": method, "params": params, "id": i} for i, (method, params) in enumerate(calls)])
        status, _, answer = self.wires[0].post(JSON_PATH, body, "application/json")
        answers = json.loads(answer)
        assert (status, [one["id"] for one in answers]) == (200, ["0", "1", "2", "3", "4"]), answers
        self.stored[answers[0]["result"]["items"][0]["id"]] = record["description"]

    def page(self, _):
        get(self.gateway, self.chance.choice([JSON_PATH, "/core/soap.php?wsdl", "/core/soap.php?wsdl=document", "/"]))

    def break_off(self, _):
        with self.gateway.connect() as connection:
            request = b"POST /core/json.php HTTP/1.1\r\nHost: a\r\nContent-Length: 50\r\n\r\n"
            connection.sendall(request[:self.chance.randrange(80)])


class Concurrency(InScratchFolder):
    def setUp(self):
        super().setUp()
        self.database = self.folder / "k.db"
        import_dump(self.database)

    def gateway(self):
        return Gateway(self.database, "--io-threads", "3", "--worker-threads", "2", "--login-rate", "0",
                       "--wrong-key-rate", "0")

    def entries(self):
        with contextlib.closing(sqlite3.connect(self.database)) as connection:
            self.assertEqual(connection.execute("PRAGMA quick_check").fetchall(), [("ok",)])
            return dict(connection.execute("SELECT timeEntryID, description FROM timeSheet"))

    def assert_ended_well(self, gateway):
        self.assertEqual(gateway.end(), 0, gateway.output()[-2000:])
        self.assertNotIn("Sanitizer", gateway.output())
        self.assertNotIn(" error ", gateway.output())

    def test_what_was_answered_is_stored(self):
        before = self.entries()
        with self.gateway() as gateway:
            clients = [Load(gateway, number, time.monotonic() + SECONDS) for number in range(12)]
            for client in clients:
                client.start()
            for client in clients:
                client.join()
                if client.problem:
                    raise client.problem
            self.assert_ended_well(gateway)
        self.assertGreater(min(client.calls for client in clients), 3)
        promised = {number: text for client in clients for number, text in client.stored.items()}
        self.assertEqual(self.entries(), {**before, **promised})

    def test_it_ends_in_the_middle(self):
        with self.gateway() as gateway:
            clients = [Load(gateway, number, time.monotonic() + SECONDS) for number in range(12)]
            for client in clients:
                client.start()
            time.sleep(1)
            self.assert_ended_well(gateway)
            for client in clients:
                client.join()
        stored = self.entries()
        unsure = []
        for client in clients:
            for number, text in client.stored.items():
                # What he was doing at the end he does not know.
                if stored.get(number) != text:
                    self.assertRegex(stored.get(number, "%d " % client.user), "^%d " % client.user)
                    unsure.append(client)
        self.assertEqual(len(unsure), len(set(unsure)))


if __name__ == "__main__":
    main()
