// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "storage/index_use.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <set>
#include <string>
#include <vector>

#include "test/api/fixture.hpp"

using namespace kimai;

namespace {

std::set<std::string> statements_of(storage::Connection& connection) {
    std::set<std::string> statements;
    storage::Rows rows = connection.query("SELECT sql FROM sqlite_stmt WHERE sql NOT LIKE '%sqlite_stmt%'");
    while (rows.next()) {
        const std::string sql(rows.text(0));
        // The others begin and end transactions.
        for (const char* verb : {"SELECT ", "INSERT ", "UPDATE ", "DELETE "}) {
            if (sql.starts_with(verb)) statements.insert(sql);
        }
    }
    return statements;
}

}  // namespace

TEST_CASE("The check of indexes knows all statements by which calls read and write") {
    test::Fixture fixture;
    const std::set<std::string> of_the_fixture = statements_of(fixture.store.connection);
    fixture.call_as("anna", "startRecord", 1, 1);
    fixture.call_as("anna", "getActiveRecording");
    fixture.call_as("anna", "updateActiveRecording", test::record("description", "x"));
    fixture.call_as("anna", "stopRecord", 0);
    fixture.call_as("anna", "getTimesheet");
    fixture.call_as("anna", "getTimesheet", "2018-04-01", "2018-06-01", 0);
    fixture.call_as("anna", "getTimesheetRecord", 1);
    fixture.call_as("anna", "setTimesheetRecord",
                    test::record("id", 1, "projectId", 1, "taskId", 1, "statusId", 1, "start", "2018-05-01 08:00",
                                 "end", "2018-05-01 09:00"),
                    true);
    fixture.call_as("anna", "removeTimesheetRecord", 1);
    fixture.call_as("anna", "setExpenseRecord",
                    test::record("projectId", 1, "date", "2018-05-01", "designation", "x", "multiplier", 1, "value", 1),
                    false);
    fixture.call_as("anna", "getExpenses");
    fixture.call_as("anna", "getExpenseRecord", 1);
    fixture.call_as("anna", "removeExpenseRecord", 1);
    for (const char* method : {"getUsers", "getCustomers", "getProjects", "getTasks"}) fixture.call_as("boss", method);
    fixture.call_as("anna", "getTasks", 1);

    const std::vector<std::string> known = storage::statements_of_calls();
    std::size_t used = 0;
    for (const std::string& sql : statements_of(fixture.store.connection)) {
        if (of_the_fixture.contains(sql)) continue;
        CAPTURE(sql);
        CHECK(std::ranges::find(known, sql) != known.end());
        ++used;
    }
    CHECK(used > 20);
}
