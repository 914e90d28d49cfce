// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "storage/database_check.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <vector>

#include "storage/schema.hpp"
#include "test/storage/firm.hpp"

using namespace kimai;
using namespace kimai::storage;

namespace {

struct Found {
    std::string check;
    Finding finding;
};

std::vector<Found> look_over(Connection& connection) {
    std::vector<Found> found;
    for (const Check& check : database_checks()) {
        Findings findings;
        check.look(connection, findings);
        for (Finding& finding : findings) found.push_back({std::string(check.name), std::move(finding)});
    }
    return found;
}

}  // namespace

TEST_CASE("In a new database nothing is found") {
    Connection connection = test::memory_database();
    CHECK(look_over(connection).empty());
}

TEST_CASE("What is wrong is found by the check that it belongs to, with what to do") {
    using enum Finding::Weight;
    struct Row {
        std::string name;
        const char* sql;
        std::string check;
        Finding::Weight weight;
        std::string what;
    };
    const std::vector<Row> rows{
        {"an entry without a project",
         "INSERT INTO timeSheet (userID, projectID, activityID, statusID) VALUES (1, 7, 1, 1)",
         "rows that point nowhere", note, "1 rows of timeSheet: the project is gone"},
        {"an expense without a user", "INSERT INTO expenses (userID, projectID, designation) VALUES (9, 1, 'x')",
         "rows that point nowhere", note, "1 rows of expenses: the user is gone"},
        {"a membership of nobody", "PRAGMA foreign_keys = OFF; INSERT INTO groups_users VALUES (1, 9, 1)", "references",
         fault, "1 rows of groups_users refer to what is not in users"},
        {"an index that is gone", "DROP INDEX runningEntries", "tables and indexes are all there", fault,
         "the index runningEntries is missing"},
        {"an index that is another", "DROP INDEX runningEntries; CREATE INDEX runningEntries ON timeSheet (userID)",
         "tables and indexes are all there", fault, "the index runningEntries is not as this program makes it"},
        {"a table that is gone", "DROP TABLE expenses", "tables and indexes are all there", fault,
         "the table expenses is missing"},
        {"totals that are another number",
         "INSERT INTO timesheetTotals (userID, cleared, entries, longest) VALUES (1, 0, 5, 0)", "totals", fault, "5"},
        {"a newer version", "PRAGMA user_version = 999", "version of the schema", fault, "has version 999"},
        {"an older version", "PRAGMA user_version = 0", "version of the schema", note, "has version 0"},
        {"a row that is in the table and not in its index",
         "PRAGMA writable_schema = ON; CREATE INDEX x ON statuses (status);"
         " UPDATE sqlite_schema SET sql = 'CREATE INDEX x ON statuses (statusID)' WHERE name = 'x';"
         " PRAGMA writable_schema = RESET; INSERT INTO statuses (status) VALUES ('odd')",
         "pages and indexes", fault, "the file is damaged: "},
    };
    for (const Row& row : rows) {
        CAPTURE(row.name);
        Connection connection = test::memory_database();
        connection.run_script(
            "INSERT INTO users (name, nameKey, globalRoleID) VALUES ('anna', x'00', 1);"
            "INSERT INTO globalRoles (name) VALUES ('r'); INSERT INTO membershipRoles (name) VALUES ('m');"
            "INSERT INTO groups (name) VALUES ('g'); INSERT INTO statuses (status) VALUES ('open');"
            "INSERT INTO customers (name, nameKey) VALUES ('c', x'00');"
            "INSERT INTO projects (customerID, name, nameKey) VALUES (1, 'p', x'00');"
            "INSERT INTO activities (name, nameKey) VALUES ('a', x'00')");
        REQUIRE(look_over(connection).empty());
        connection.run_script(row.sql);
        const std::vector<Found> all = look_over(connection);
        // With a table its indexes and triggers are gone, too.
        const auto found = std::find_if(all.begin(), all.end(), [&row](const Found& one) {
            return one.finding.what.find(row.what) != std::string::npos;
        });
        REQUIRE(found != all.end());
        CHECK(found->check == row.check);
        CHECK((found->finding.weight == row.weight));
        if (row.weight == fault) CHECK(!found->finding.to_do.empty());
    }
}

TEST_CASE("What an operator adds himself is nobody's business") {
    Connection connection = test::memory_database();
    connection.run_script("CREATE INDEX mine ON expenses (projectID); CREATE TABLE notes (text TEXT)");
    CHECK(look_over(connection).empty());
}
