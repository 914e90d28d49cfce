// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "storage/index_use.hpp"

#include <doctest/doctest.h>

#include <algorithm>

#include "test/storage/firm.hpp"

using namespace kimai;
using namespace kimai::storage;

namespace {

Findings findings_in(Connection& connection) {
    Findings findings;
    check_index_use(connection, findings);
    return findings;
}

}  // namespace

TEST_CASE("In a new database all indexes are used") {
    Connection connection = test::memory_database();
    CHECK(findings_in(connection).empty());
}

TEST_CASE("An index that is missing is missed") {
    std::vector<std::string> unused;
    std::vector<std::string> indexes;
    {
        Connection connection = test::memory_database();
        Rows rows = connection.query("SELECT name FROM sqlite_schema WHERE type = 'index' AND sql IS NOT NULL");
        while (rows.next()) indexes.emplace_back(rows.text(0));
    }
    REQUIRE(indexes.size() > 5);
    for (const std::string& index : indexes) {
        Connection connection = test::memory_database();
        connection.run_script(("DROP INDEX " + index).c_str());
        const Findings findings = findings_in(connection);
        if (findings.empty()) unused.push_back(index);
        for (const Finding& finding : findings) CHECK((finding.weight == Finding::Weight::fault));
    }
    for (const char* needed :
         {"entriesOfUser", "runningEntries", "expensesOfUser", "usersByName", "ratesByUser", "fixedRatesByActivity"}) {
        CAPTURE(needed);
        CHECK(std::ranges::find(unused, needed) == unused.end());
    }
    for (const std::string& index : unused) MESSAGE("no call misses ", index);
}

TEST_CASE("What statistics make of it is a note") {
    Connection connection = test::memory_database();
    for (std::int64_t i = 1; i <= 3; ++i) {
        test::add(connection, test::CustomerRow{.id = i, .name = "c"});
        test::add(connection, test::ProjectRow{.id = i, .customer = i, .name = "p"});
        test::add(connection, test::EntryRow{.id = i, .user = i, .start = i, .end = i + 1});
    }
    connection.run_script("ANALYZE");
    const Findings findings = findings_in(connection);
    REQUIRE(!findings.empty());
    for (const Finding& finding : findings) {
        CAPTURE(finding.what);
        CHECK((finding.weight == Finding::Weight::note));
        CHECK(finding.to_do.find("sqlite_stat1") != std::string::npos);
    }
}

TEST_CASE("The statements are those that the repositories make") {
    const std::vector<std::string> statements = statements_of_calls();
    for (const char* beginning : {"SELECT t.timeEntryID", "INSERT INTO timeSheet", "DELETE FROM expenses"}) {
        CAPTURE(beginning);
        CHECK(std::ranges::any_of(statements, [&](const std::string& sql) { return sql.starts_with(beginning); }));
    }
}
