// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include <doctest/doctest.h>

#include <set>
#include <string>

#include "storage/change_watch.hpp"
#include "storage/store.hpp"
#include "storage/totals.hpp"
#include "test/storage/firm.hpp"

using namespace kimai::storage;
using namespace kimai::test;

namespace {

/// A row of everything: user 1 with an entry, an expense and a key, user 2 with nothing.
Connection firm() {
    auto database = memory_database();
    add(database, UserRow{.id = 1, .name = "anna"});
    add(database, UserRow{.id = 2, .name = "bert"});
    add(database, kimai::test::CustomerRow{.id = 1, .name = "Acme"});
    add(database, kimai::test::ProjectRow{.id = 1, .customer = 1, .name = "Apollo"});
    add(database, kimai::test::ActivityRow{.id = 1, .name = "Work"});
    add_status(database, 1, "open");
    add(database, EntryRow{.id = 1, .user = 1, .start = 100, .end = 400});
    add(database, kimai::test::ExpenseRow{.id = 1, .user = 1, .timestamp = 100});
    add_group(database, 1);
    join(database, 1, 1, 1);
    set_global_permission(database, 1, "p", 1);
    set_membership_permission(database, 1, "p", 1);
    database.run_script(
        "INSERT INTO apiKeys (userID, lookup, sealed) VALUES (1, x'01', x'02');"
        "INSERT INTO preferences VALUES (1, 'o', 'v'); INSERT INTO configuration VALUES ('o', 'v');"
        "INSERT INTO settings VALUES ('o', 'v'); INSERT INTO projects_activities VALUES (1, 1, 0, 0, 0);"
        "INSERT INTO groups_customers VALUES (1, 1); INSERT INTO groups_projects VALUES (1, 1);"
        "INSERT INTO groups_activities VALUES (1, 1);"
        "INSERT INTO rates VALUES (1, 1, 1, 1); INSERT INTO fixedRates VALUES (1, 1, 1)");
    return database;
}

constexpr std::int64_t everyone = 0;

std::int64_t mark_of(Connection& database, std::int64_t user) {
    const ChangeMarks marks = change_marks(database, user);
    CHECK(shared_mark(database) == marks.shared);
    return user == everyone ? marks.shared : marks.own;
}

/// Whose marks a piece of SQL changes: "everyone", "1", "2".
std::string changed_by(Connection& database, const std::string& sql) {
    const std::int64_t before[] = {mark_of(database, everyone), mark_of(database, 1), mark_of(database, 2)};
    const std::string names[] = {"everyone", "1", "2"};
    database.run_script(sql.c_str());
    std::string changed;
    for (std::int64_t user = 0; user <= 2; ++user) {
        if (mark_of(database, user) == before[user]) continue;
        changed += (changed.empty() ? "" : " ") + names[user];
    }
    return changed;
}

}  // namespace

TEST_CASE("Marks change with what they stand for, and with nothing else") {
    auto database = firm();
    struct Case {
        std::string sql;
        std::string changed;
    };
    const Case cases[] = {
        {"SELECT 1", ""},
        {"UPDATE timeSheet SET description = 'd'", "1"},
        {"UPDATE timeSheet SET billable = 1", "1"},
        {"UPDATE timeSheet SET description = 'd' WHERE userID = 2", ""},
        {"INSERT INTO timeSheet (userID, projectID, activityID, statusID) VALUES (2, 1, 1, 1)", "2"},
        {"UPDATE timeSheet SET userID = 3 WHERE userID = 2", "2"},
        {"UPDATE timeSheet SET userID = 2 WHERE userID = 1", "1 2"},
        {"UPDATE timeSheet SET userID = 2", "2"},
        {"DELETE FROM timeSheet", "2"},
        {"UPDATE expenses SET comment = 'd'", "1"},
        {"INSERT INTO expenses (userID, projectID, designation) VALUES (2, 1, 'd')", "2"},
        {"UPDATE expenses SET userID = 3 - userID", "1 2"},
        {"DELETE FROM expenses WHERE userID = 1", "1"},
        {"UPDATE users SET ban = 2, banTime = 3 WHERE userID = 1", ""},
        {"UPDATE users SET password = 'h', passwordResetHash = 'h'", ""},
        {"UPDATE users SET lastProject = 1, lastActivity = 1, lastRecord = 1", ""},
        {"UPDATE users SET timeframeBegin = '1', timeframeEnd = '2'", ""},
        {"UPDATE users SET name = 'ann', nameKey = x'41' WHERE userID = 1", "everyone"},
        {"UPDATE users SET alias = 'A'", "everyone"},
        {"UPDATE users SET trash = 1 WHERE userID = 2", "everyone"},
        {"UPDATE users SET active = 0 WHERE userID = 2", "everyone"},
        {"UPDATE users SET globalRoleID = 2", "everyone"},
        {"INSERT INTO users (name, nameKey, globalRoleID) VALUES ('c', x'42', 1)", "everyone"},
        {"DELETE FROM users WHERE userID = 3", "everyone"},
        {"UPDATE apiKeys SET lastUsed = 5", ""},
        {"UPDATE apiKeys SET sealed = x'03', created = 5", ""},
        {"UPDATE apiKeys SET lookup = x'03'", "everyone"},
        {"UPDATE apiKeys SET userID = 2", "everyone"},
        {"DELETE FROM apiKeys", "everyone"},
        {"INSERT INTO apiKeys (userID, lookup, sealed) VALUES (1, x'01', x'02')", "everyone"},
        {"INSERT OR REPLACE INTO configuration VALUES ('o', 'w')", "everyone"},
        {"INSERT OR REPLACE INTO preferences VALUES (1, 'o', 'w')", "everyone"},
        {"INSERT OR REPLACE INTO settings VALUES ('o', 'w')", "everyone"},
        {"UPDATE customers SET street = 's'", "everyone"},
        {"UPDATE projects SET budget = 1", "everyone"},
        {"UPDATE activities SET trash = 1", "everyone"},
        {"UPDATE statuses SET status = 's'", "everyone"},
        {"UPDATE projects_activities SET effort = 1", "everyone"},
        {"UPDATE groups SET name = 'g'", "everyone"},
        {"UPDATE groups_users SET membershipRoleID = 2", "everyone"},
        {"UPDATE globalRolePermissions SET value = 0", "everyone"},
        {"UPDATE membershipRolePermissions SET value = 0", "everyone"},
        {"UPDATE rates SET rate = 2", ""},
        {"DELETE FROM rates", ""},
        {"UPDATE fixedRates SET rate = 2", ""},
    };
    for (const Case& c : cases) {
        CAPTURE(c.sql);
        CHECK(changed_by(database, c.sql) == c.changed);
    }
}

TEST_CASE("Of every other table, rows that come, go or change are seen by everyone") {
    auto database = firm();
    std::set<std::string> tables;
    {
        Rows rows = database.query(
            "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' AND name NOT IN"
            " ('timeSheet', 'expenses', 'rates', 'fixedRates', 'changes', 'timesheetTotals', 'unlistedEntries')");
        while (rows.next()) tables.emplace(rows.text(0));
    }
    CHECK(tables.size() == 19);
    database.run_script("PRAGMA foreign_keys = OFF");
    for (const std::string& table : tables) {
        CAPTURE(table);
        std::string column;
        {
            Rows rows = database.query("SELECT name FROM pragma_table_info(?1) LIMIT 1", table);
            rows.next();
            column = rows.text(0);
        }
        std::string same = "UPDATE ";
        same.append(table).append(" SET ").append(column).append(" = ").append(column);
        CHECK(changed_by(database, same) == "everyone");
        database.run_script(("CREATE TEMP TABLE kept AS SELECT * FROM " + table + " LIMIT 1").c_str());
        CHECK(changed_by(database, "DELETE FROM " + table) == "everyone");
        CHECK(changed_by(database, "INSERT INTO " + table + " SELECT * FROM kept") == "everyone");
        database.run_script("DROP TABLE kept");
    }
}

TEST_CASE("What the program does at a login or with a key is no change") {
    Store store(firm());
    const std::int64_t before = mark_of(store.connection, everyone);
    store.users.set_password(1, "hash");
    store.users.count_failed_login(1, 5);
    store.users.forget_failed_logins(1);
    store.users.note_key_use(1, 5);
    CHECK(mark_of(store.connection, everyone) == before);
}

TEST_CASE("The row of the last change is known, if it is one") {
    struct Case {
        std::string sql;
        std::string shared;
        std::string own;
    };
    const Case cases[] = {
        {"SELECT 1", "nothing", "nothing"},
        {"UPDATE timeSheet SET comment = 'c' WHERE timeEntryID = 1", "nothing", "timeSheet 1"},
        {"INSERT INTO timeSheet (timeEntryID, userID, projectID, activityID, statusID) VALUES (7, 1, 1, 1, 1)",
         "nothing", "timeSheet 7"},
        {"DELETE FROM timeSheet WHERE timeEntryID = 1", "nothing", "timeSheet 1"},
        {"UPDATE timeSheet SET timeEntryID = 8 WHERE timeEntryID = 1", "nothing", "timeSheet 8"},
        {"UPDATE timeSheet SET userID = 2 WHERE timeEntryID = 1", "nothing", "timeSheet 1"},
        {"UPDATE timeSheet SET userID = 1 WHERE timeEntryID = 2", "nothing", "timeSheet 2"},
        {"UPDATE timeSheet SET comment = 'c' WHERE timeEntryID = 2", "nothing", "nothing"},
        {"UPDATE timeSheet SET comment = 'c'", "nothing", "timeSheet 1"},
        {"UPDATE timeSheet SET userID = 1", "nothing", "anything"},
        {"UPDATE expenses SET comment = 'c'", "nothing", "expenses 1"},
        {"UPDATE expenses SET comment = 'c'; UPDATE expenses SET comment = 'd'", "nothing", "anything"},
        {"UPDATE projects SET comment = 'c'", "projects 1", "nothing"},
        {"INSERT INTO projects (projectID, customerID, name, nameKey) VALUES (5, 1, 'n', x'01')", "projects 5",
         "nothing"},
        {"DELETE FROM projects", "anything", "nothing"},  // Its groups go as well.
        {"UPDATE customers SET comment = 'c'", "anything", "nothing"},
        {"UPDATE projects SET comment = 'c'; UPDATE users SET alias = 'a'", "anything", "nothing"},
        {"DELETE FROM changes", "anything", "anything"},
    };
    const auto text = [](const Change& change) {
        switch (change.extent) {
            case Change::Extent::nothing:
                return std::string("nothing");
            case Change::Extent::one_row:
                return change.table + " " + std::to_string(change.row);
            case Change::Extent::anything:
                break;
        }
        return std::string("anything");
    };
    for (const Case& c : cases) {
        CAPTURE(c.sql);
        auto database = firm();
        add(database, EntryRow{.id = 2, .user = 2, .start = 100, .end = 400});
        const ChangeMarks before = change_marks(database, 1);
        database.run_script(c.sql.c_str());
        const Changes since = changes_since(database, 1, before);
        CHECK(text(since.shared) == c.shared);
        CHECK(text(since.own) == c.own);
        CHECK(since.marks == change_marks(database, 1));
        const Changes none = changes_since(database, 1, change_marks(database, 1));
        CHECK(text(none.shared) == "nothing");
        CHECK(text(none.own) == "nothing");
    }
}

TEST_CASE("After a rebuild all may have changed") {
    auto database = firm();
    add(database, EntryRow{.id = 8, .user = 8, .start = 100, .end = 400});
    const std::int64_t users[] = {everyone, 1, 2, 8};
    std::set<std::int64_t> marks;
    for (const std::int64_t user : users) marks.insert(mark_of(database, user));
    CHECK(marks.size() == 4);
    CHECK(mark_of(database, 2) == 0);
    rebuild_totals(database);
    for (const std::int64_t user : users) marks.insert(mark_of(database, user));
    CHECK(marks.size() == 8);
    CHECK(mark_of(database, 9) == 0);
}
