// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "storage/totals.hpp"

#include <doctest/doctest.h>

#include <functional>
#include <limits>
#include <random>
#include <string>
#include <vector>

#include "storage/schema.hpp"
#include "test/storage/firm.hpp"
#include "test/storage/version_one.hpp"

using namespace kimai::storage;
using namespace kimai::test;

namespace {

constexpr auto largest = std::numeric_limits<std::int64_t>::max();
constexpr auto smallest = std::numeric_limits<std::int64_t>::min();

std::int64_t number(Connection& database, const std::string& sql) {
    Rows rows = database.query(sql);
    REQUIRE(rows.next());
    return rows.integer(0);
}

std::string lines(const std::vector<std::string>& sentences) {
    std::string text;
    for (const std::string& sentence : sentences) text += sentence + "\n";
    return text;
}

/// The totals by the joins of a list: user, cleared, entries.
std::string counted(Connection& database) {
    Rows rows = database.query(
        "SELECT group_concat(total, ' ') FROM (SELECT userID || '/' || cleared || ':' || count(*) AS total"
        " FROM timeSheet JOIN projects USING (projectID) JOIN customers USING (customerID)"
        " JOIN activities USING (activityID) JOIN statuses USING (statusID)"
        " GROUP BY userID, cleared ORDER BY userID, cleared)");
    rows.next();
    return std::string(rows.text(0));
}

std::string kept(Connection& database) {
    Rows rows = database.query(
        "SELECT group_concat(total, ' ') FROM (SELECT userID || '/' || cleared || ':' || entries AS total"
        " FROM timesheetTotals WHERE entries <> 0 ORDER BY userID, cleared)");
    rows.next();
    return std::string(rows.text(0));
}

/// Writes whatever can be written, at random. Numbers are few, so that they meet.
class Life {
  public:
    Life(Connection& database, std::uint32_t seed) : database_(database), random_(seed) {}

    void step() {
        static const std::vector<std::function<void(Life&)>> deeds{
            &Life::add_entry,      &Life::add_entry,      &Life::add_entry,    &Life::add_entry,
            &Life::remove_entry,   &Life::change_entry,   &Life::change_entry, &Life::change_entries,
            &Life::add_catalog,    &Life::add_catalog,    &Life::add_catalog,  &Life::add_catalog,
            &Life::remove_catalog, &Life::change_catalog, &Life::move_project, &Life::remove_many};
        deeds[below(deeds.size())](*this);
    }

  private:
    std::size_t below(std::size_t bound) { return random_() % bound; }
    std::int64_t id() { return static_cast<std::int64_t>(below(4)) + 1; }
    std::int64_t entry() { return static_cast<std::int64_t>(below(60)) + 1; }
    const char* one_of(const std::vector<const char*>& words) { return words[below(words.size())]; }

    void add_entry() {
        database_.execute(
            "INSERT OR IGNORE INTO timeSheet (timeEntryID, userID, projectID, activityID, statusID, cleared, start,"
            " \"end\") VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
            entry(), id(), id(), id(), id(), static_cast<std::int64_t>(below(2)), time(), time());
    }
    std::int64_t time() {
        constexpr std::int64_t usual = 1000;
        const std::size_t which = below(40);
        if (which == 0) return smallest;
        if (which == 1) return largest;
        return static_cast<std::int64_t>(below(usual));
    }
    void remove_entry() { database_.execute("DELETE FROM timeSheet WHERE timeEntryID = ?1", entry()); }
    void change_entry() {
        const std::string column =
            one_of({"userID", "projectID", "activityID", "statusID", "cleared", "start", "\"end\"", "timeEntryID"});
        const std::int64_t value = column == "timeEntryID" ? entry() : id();
        database_.execute("UPDATE OR IGNORE timeSheet SET " + column + " = ?2 WHERE timeEntryID = ?1", entry(), value);
    }
    void change_entries() {
        database_.execute(
            "UPDATE timeSheet SET userID = ?1, projectID = ?2, cleared = 1 - cleared WHERE activityID = ?3", id(), id(),
            id());
    }
    void remove_many() {
        if (below(10) == 0) database_.execute("DELETE FROM timeSheet WHERE userID = ?1", id());
    }

    void add_catalog() {
        switch (below(4)) {
            case 0:
                database_.execute("INSERT OR IGNORE INTO customers (customerID, name, nameKey) VALUES (?1, 'c', x'')",
                                  id());
                break;
            case 1:
                database_.execute(
                    "INSERT OR IGNORE INTO projects (projectID, customerID, name, nameKey) VALUES (?1, ?2, 'p', x'')",
                    id(), id());
                break;
            case 2:
                database_.execute("INSERT OR IGNORE INTO activities (activityID, name, nameKey) VALUES (?1, 'a', x'')",
                                  id());
                break;
            default:
                database_.execute("INSERT OR IGNORE INTO statuses (statusID, status) VALUES (?1, 's')", id());
        }
    }
    struct Table {
        const char* name;
        const char* key;
    };
    Table catalog() {
        static const std::vector<Table> tables{{"customers", "customerID"},
                                               {"projects", "projectID"},
                                               {"activities", "activityID"},
                                               {"statuses", "statusID"}};
        return tables[below(tables.size())];
    }
    void remove_catalog() {
        const Table table = catalog();
        database_.execute(std::string("DELETE FROM ") + table.name + " WHERE " + table.key + " = ?1", id());
    }
    void change_catalog() {
        const Table table = catalog();
        database_.execute(
            std::string("UPDATE OR IGNORE ") + table.name + " SET " + table.key + " = ?2 WHERE " + table.key + " = ?1",
            id(), id());
    }
    void move_project() { database_.execute("UPDATE projects SET customerID = ?2 WHERE projectID = ?1", id(), id()); }

    Connection& database_;
    std::mt19937 random_;
};

/// One entry that lists show and one without a status.
Connection small_firm() {
    auto database = memory_database();
    add(database, kimai::test::CustomerRow{.id = 1, .name = "Acme"});
    add(database, kimai::test::ProjectRow{.id = 1, .customer = 1, .name = "Apollo"});
    add(database, kimai::test::ActivityRow{.id = 1, .name = "Work"});
    add_status(database, 1, "open");
    add(database, EntryRow{.id = 1, .user = 1, .start = 100, .end = 400});
    add(database, EntryRow{.id = 2, .user = 1, .start = 100, .end = 200, .status = 9});
    return database;
}

}  // namespace

TEST_CASE("whatever is written, the totals are what counting gives") {
    auto database = memory_database();
    Life life(database, 20261122);
    std::int64_t most_unlisted = 0;
    std::int64_t most_listed = 0;
    for (int step = 0; step < 4000; ++step) {
        CAPTURE(step);
        life.step();
        REQUIRE(kept(database) == counted(database));
        if (step % 20 == 0) REQUIRE(lines(check_totals(database)).empty());
        most_unlisted = std::max(most_unlisted, number(database, "SELECT count(*) FROM unlistedEntries"));
        most_listed = std::max(most_listed, number(database, "SELECT coalesce(sum(entries), 0) FROM timesheetTotals"));
    }
    CHECK(most_unlisted > 20);
    CHECK(most_listed > 20);
}

TEST_CASE("what is taken back leaves no trace in the totals") {
    auto database = small_firm();
    const std::string before = kept(database);
    {
        const Transaction transaction(database);
        add(database, EntryRow{.id = 3, .user = 1, .start = 1, .end = 2});
        {
            const Savepoint savepoint(database);
            database.execute("DELETE FROM statuses");
            CHECK(kept(database).empty());
        }
        CHECK(kept(database) == "1/0:2");
    }
    CHECK(kept(database) == before);
    CHECK(lines(check_totals(database)).empty());
}

TEST_CASE("the longest entry is known, and that a row was changed in another way does not disturb it") {
    auto database = small_firm();
    const auto longest = [&database] {
        return number(database, "SELECT longest FROM timesheetTotals WHERE userID = 1");
    };
    CHECK(longest() == 300);
    database.execute("UPDATE timeSheet SET \"end\" = 1100 WHERE timeEntryID = 1");
    CHECK(longest() == 1000);
    database.execute("UPDATE timeSheet SET start = 1000, description = 'd' WHERE timeEntryID = 1");
    CHECK(longest() == 1000);
    add(database, EntryRow{.id = 3, .user = 1, .start = 100, .end = 0});
    CHECK(longest() == 1000);
    database.execute("UPDATE timeSheet SET start = ?1, \"end\" = ?2 WHERE timeEntryID = 1", smallest, largest);
    CHECK(longest() == largest);
    rebuild_totals(database);
    CHECK(longest() == largest);
    database.execute("DELETE FROM timeSheet WHERE timeEntryID = 1");
    rebuild_totals(database);
    CHECK(longest() == 100);
}

TEST_CASE("a database of the first version gets its totals") {
    auto database = small_firm();
    database.execute("DELETE FROM customers");
    add(database, kimai::test::CustomerRow{.id = 2, .name = "Bolt"});
    add(database, kimai::test::ProjectRow{.id = 2, .customer = 2, .name = "Borealis"});
    add(database, EntryRow{.id = 5, .user = 2, .start = 1, .end = 9, .project = 2});
    add(database, EntryRow{.id = 6, .user = 2, .start = 1, .end = 9, .project = 77});
    add(database, EntryRow{.id = 7, .user = 2, .start = 1, .end = 9, .project = 2, .activity = 77});
    add(database, EntryRow{.id = 8, .user = 2, .start = 1, .end = 0, .project = 2, .cleared = 1});
    make_version_one(database);
    migrate(database);
    CHECK(number(database, "PRAGMA user_version") == schema_version());
    CHECK(kept(database) == "2/0:1 2/1:1");
    CHECK(lines(check_totals(database)).empty());
    CHECK(number(database, "SELECT sum(timeEntryID) FROM unlistedEntries") == 1 + 2 + 6 + 7);
    add(database, EntryRow{.id = 9, .user = 2, .start = 1, .end = 9, .project = 2});
    add(database, kimai::test::CustomerRow{.id = 1, .name = "Acme"});
    CHECK(kept(database) == "1/0:1 2/0:2 2/1:1");
}

TEST_CASE("a database of the second version gets marks that say which row was changed") {
    auto database = small_firm();
    const auto schema = [](Connection& connection) {
        std::string all;
        Rows rows = connection.query("SELECT ifnull(sql, name) FROM sqlite_schema ORDER BY type, name");
        while (rows.next()) all.append(rows.text(0)).append("\n");
        return all;
    };
    const std::string now = schema(database);
    database.run_script(
        "DROP TABLE changes; CREATE TABLE changes (userID INTEGER PRIMARY KEY, mark INTEGER NOT NULL) STRICT;"
        "DROP TRIGGER marks_insert_users; CREATE TRIGGER marks_insert_users AFTER INSERT ON users BEGIN"
        " INSERT INTO changes (userID, mark) VALUES (0, random()) ON CONFLICT (userID) DO UPDATE SET mark = "
        "excluded.mark; END; PRAGMA user_version = 2");
    migrate(database);
    CHECK(number(database, "PRAGMA user_version") == schema_version());
    CHECK(schema(database) == now);
    CHECK(kept(database) == "1/0:1");
    CHECK(lines(check_totals(database)).empty());
}

TEST_CASE("what is not right is found and put right") {
    auto database = small_firm();
    struct Case {
        std::string damage;
        std::string finding;
    };
    const Case cases[] = {
        {"UPDATE timesheetTotals SET entries = 7",
         "the total of user 1 with cleared = 0 is 1 entries, but 7 are noted\n"},
        {"UPDATE timesheetTotals SET longest = 299", "an entry of user 1 is longer than the longest that is noted\n"},
        {"UPDATE timesheetTotals SET longest = 301", ""},
        {"DELETE FROM timesheetTotals", "there is no total of user 1 with cleared = 0\n"},
        {"INSERT INTO timesheetTotals VALUES (5, 1, 2, 0)",
         "the total of user 5 with cleared = 1 is 0 entries, but 2 are noted\n"},
        {"INSERT INTO timesheetTotals VALUES (5, 1, 0, 0)", ""},
        {"DELETE FROM unlistedEntries; UPDATE timesheetTotals SET entries = 1",
         "time entry 2 is not noted as one that lists do not show\n"},
        {"UPDATE unlistedEntries SET userID = 3", "time entry 2 is not noted as one that lists do not show\n"},
        {"INSERT INTO unlistedEntries VALUES (1, 1, 0); UPDATE timesheetTotals SET entries = 1",
         "time entry 1 is noted as one that lists do not show\n"},
        {"INSERT INTO unlistedEntries VALUES (55, 9, 0)", "time entry 55 is noted as one that lists do not show\n"},
        {"INSERT OR REPLACE INTO timeSheet (timeEntryID, userID, projectID, activityID, statusID)"
         " VALUES (1, 1, 1, 1, 1)",
         "the total of user 1 with cleared = 0 is 1 entries, but 2 are noted\n"},
    };
    for (const Case& c : cases) {
        CAPTURE(c.damage);
        database.run_script(c.damage.c_str());
        CHECK(lines(check_totals(database)) == c.finding);
        rebuild_totals(database);
        CHECK(lines(check_totals(database)).empty());
        CHECK(kept(database) == "1/0:1");
        CHECK(number(database, "SELECT timeEntryID FROM unlistedEntries") == 2);
    }
}

TEST_CASE("many findings are cut short") {
    auto database = small_firm();
    for (std::int64_t id = 11; id <= 160; ++id)
        add(database, EntryRow{.id = id, .user = 1, .start = 1, .end = 2, .status = 9});
    database.execute("DELETE FROM unlistedEntries");
    const auto findings = check_totals(database);
    REQUIRE(findings.size() == 101);
    CHECK(findings.back() == "and 52 more");
}
