-- SPDX-FileCopyrightText: Kimai Gateway authors
-- SPDX-License-Identifier: GPL-3.0-or-later

-- What wrk sends, as the plan that is named behind "--" says; see load.py, which writes plans.
-- With a change, each request is preceded by a commit of this process, straight into the database file, so that every
-- call sees a database that was changed since the one before.

local function to_requests(plan)
    local requests = {}
    for i, body in ipairs(plan.bodies) do
        local head = {["Content-Type"] = plan.content_type}
        local before, after = body:match("^(.*)########(.*)$")
        local text = wrk.format("POST", plan.path, head, body)
        if before then
            local place = #text - #body + #before
            requests[i] = {text:sub(1, place), text:sub(place + 9)}
        else
            requests[i] = {text}
        end
    end
    return requests
end

local function to_change(change)
    local ffi = require("ffi")
    ffi.cdef [[
        int sqlite3_open(const char *, void **);
        int sqlite3_exec(void *, const char *, void *, void *, char **);
        int sqlite3_prepare_v2(void *, const char *, int, void **, const char **);
        int sqlite3_bind_int64(void *, int, int64_t);
        int sqlite3_step(void *);
        int sqlite3_reset(void *);
        int sqlite3_changes(void *);
        const char *sqlite3_errmsg(void *);
    ]]
    local sqlite = ffi.load("libsqlite3.so.0")
    local place = ffi.new("void *[1]")
    local function check(code, wanted)
        if code ~= wanted then
            io.stderr:write("change: ", ffi.string(sqlite.sqlite3_errmsg(place[0])), "\n")
            os.exit(1)
        end
    end
    check(sqlite.sqlite3_open(change.database, place), 0)
    local database = place[0]
    check(sqlite.sqlite3_exec(database, "PRAGMA busy_timeout = 10000; PRAGMA synchronous = OFF", nil, nil, nil), 0)
    local statement_place = ffi.new("void *[1]")
    check(sqlite.sqlite3_prepare_v2(database, change.sql, -1, statement_place, nil), 0)
    local statement = statement_place[0]
    local rows = change.rows
    return function(number)
        sqlite.sqlite3_bind_int64(statement, 1, number)
        sqlite.sqlite3_bind_int64(statement, 2, rows[number % #rows + 1])
        check(sqlite.sqlite3_step(statement), 101)
        if sqlite.sqlite3_changes(database) ~= 1 then
            io.stderr:write("change: no row was changed\n")
            os.exit(1)
        end
        check(sqlite.sqlite3_reset(statement), 0)
    end
end

function init(arguments)
    local plan = dofile(arguments[1])
    if plan.pause > 0 then
        -- Random, so that the connections do not fall into step.
        function delay() return math.random(0, 2 * plan.pause) end
    end
    local requests = to_requests(plan)
    if #requests == 1 and not requests[1][2] and not plan.change then
        wrk.method, wrk.path, wrk.body = "POST", plan.path, plan.bodies[1]
        wrk.headers["Content-Type"] = plan.content_type
        return
    end
    local change = plan.change and to_change(plan.change)
    local number = plan.first
    function request()
        number = number + 1
        if change then change(number) end
        local parts = requests[number % #requests + 1]
        if not parts[2] then return parts[1] end
        return parts[1] .. string.format("%08d", number) .. parts[2]
    end
end

function done(summary, latency)
    local errors = summary.errors
    io.write(string.format("RESULT %d %d %d %d %.0f %.0f\n", summary.requests, summary.duration, summary.bytes,
        errors.connect + errors.read + errors.write + errors.timeout + errors.status, latency:percentile(50),
        latency:percentile(99)))
end
