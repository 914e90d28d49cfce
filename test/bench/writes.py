# SPDX-FileCopyrightText: Kimai Gateway authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Writes: what a group of them gains over single ones, and whether what was answered outlives a kill -9."""
import asyncio
import json
import statistics

import calls
import databases
import rows
from load import run
from servers import Gateway

CONNECTIONS = 64
BAR = 8


def group_gain(bench):
    with bench.databases.copy("kimai1") as database, \
            Gateway(bench.build, database, "--synchronous", "full") as gateway:
        subjects = rows.Subjects("kimai1", database)
        load = rows.set_record(subjects, subjects.user)
        rows.check_success(gateway, load)
        run(load, gateway.port, 1, connections=CONNECTIONS)
        alone, together = [], []
        for _ in range(bench.rounds):
            alone.append(run(load, gateway.port, 2 * bench.seconds, connections=1).rate)
            together.append(run(load, gateway.port, 2 * bench.seconds, connections=CONNECTIONS).rate)
            gateway.forget_text()
    ratio = statistics.median(many / one for one, many in zip(alone, together))
    bench.report.begin("Writes: setTimesheetRecord, synchronous=FULL",
                       ["1 connection, calls/s", "%d connections, calls/s" % CONNECTIONS, "ratio", "bar", "met"])
    bench.report.row(["%.0f" % statistics.median(alone), "%.0f" % statistics.median(together), "%.1f" % ratio,
                      "%d" % BAR, "yes" if ratio >= BAR else "NO"], ratio >= BAR)
    bench.report.end()


async def add_entries(port, key, project, client, journal):
    """Adds entries, one after the other, until the server is gone; the journal gets what was answered."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    number = 0
    try:
        while True:
            number += 1
            text = "journal %d-%d" % (client, number)
            body = calls.json_call("setTimesheetRecord", key,
                                   {"projectId": project, "taskId": 1, "start": "2017-03-01 09:00:00",
                                    "end": "2017-03-01 10:30:00", "statusId": 1, "description": text}, False).encode()
            writer.write(b"POST /core/json.php HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                         b"Content-Length: %d\r\n\r\n%s" % (len(body), body))
            head = await reader.readuntil(b"\r\n\r\n")
            length = int(head.lower().split(b"content-length:")[1].split(b"\r\n")[0])
            answer = json.loads(await reader.readexactly(length))
            journal[answer["result"]["items"][0]["id"]] = text
    except (ConnectionError, asyncio.IncompleteReadError):
        pass
    finally:
        writer.close()


async def write_until_killed(gateway, subjects, seconds):
    journal = {}
    clients = [asyncio.create_task(add_entries(gateway.port, subjects.key, subjects.project, client, journal))
               for client in range(CONNECTIONS)]
    await asyncio.sleep(seconds)
    gateway.kill()
    await asyncio.gather(*clients)
    return journal


def after_kill(bench):
    with bench.databases.copy("kimai1") as database:
        with Gateway(bench.build, database) as gateway:
            subjects = rows.Subjects("kimai1", database)
            journal = asyncio.run(write_until_killed(gateway, subjects, 2 * bench.seconds))
        with databases.open_file(database) as connection:
            there = dict(connection.execute("SELECT timeEntryID, description FROM timeSheet"))
            sound = connection.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
    lost = sum(there.get(number) != text for number, text in journal.items())
    met = bool(journal) and not lost and sound
    bench.report.begin("Writes: kill -9 under %d writing connections" % CONNECTIONS,
                       ["answered", "of these lost", "database sound", "met"])
    bench.report.row(["%d" % len(journal), "%d" % lost, "yes" if sound else "NO", "yes" if met else "NO"], met)
    bench.report.end()


def writes(bench):
    group_gain(bench)
    after_kill(bench)
