// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "storage/import.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <fstream>
#include <string>
#include <vector>

#include "imported.hpp"

using namespace kimai::storage;
using namespace kimai::test;

namespace {

/// A whole Kimai in few lines; what a test needs comes behind it.
constexpr std::string_view users_and_times =
    "CREATE TABLE `kimai_users` (`userID` int NOT NULL AUTO_INCREMENT, `name` varchar(160) NOT NULL, `apikey` "
    "varchar(30), `globalRoleID` int NOT NULL);\n"
    "CREATE TABLE `kimai_timeSheet` (`timeEntryID` int, `start` int, `end` int, `userID` int, `projectID` int, "
    "`activityID` int, `rate` decimal(10,2), `statusID` int, `description` text);\n";

std::int64_t left_out(const ImportReport& report, std::string_view table, std::string_view reason) {
    for (const CountedReason& counted : table_of(report, table).left_out) {
        if (counted.reason == reason) return counted.rows;
    }
    return 0;
}

bool has_note(const ImportReport& report, std::string_view part) {
    return std::any_of(report.notes.begin(), report.notes.end(),
                       [&](const std::string& note) { return note.find(part) != std::string::npos; });
}

}  // namespace

TEST_CASE("a whole database of Kimai 1.3.5") {
    Imported imported(recorded_dump());
    const ImportReport& report = imported.report();
    CHECK(report.version == "1.3.5");
    CHECK(report.revision == "1400");
    CHECK(report.prefix == "kimai_");
    CHECK(report.notes.empty());
    std::int64_t rows = 0;
    for (const TableReport& table : report.tables) {
        CAPTURE(table.name);
        CHECK(table.read > 0);
        CHECK(table.imported == table.read);
        CHECK(table.left_out.empty());
        rows += table.read;
    }
    CHECK(report.tables.size() == 19);
    CHECK(rows == 475);
    CHECK(imported.one("SELECT name FROM customers WHERE customerID = 7") == "<b>Tag</b> & \"Quote\" 'Single' \\ Back");
    CHECK(imported.one("SELECT comment FROM expenses WHERE expenseID = 4") == "zwei\nZeilen");
    CHECK(imported.one("SELECT value FROM expenses WHERE expenseID = 4") == "9999999999");
    CHECK(imported.one("SELECT value FROM globalRolePermissions WHERE globalRoleID = 1 AND permission = "
                       "'core-user-otherGroup-view'") == "1");
    CHECK(imported.one("SELECT count(*) FROM globalRolePermissions") == "162");
    CHECK(imported.one("SELECT group_concat(name) FROM (SELECT name FROM activities WHERE activityID < 4 ORDER BY "
                       "nameKey)") == "Development,Meeting,\u00dcberpr\u00fcfung");
    CHECK(imported.one("PRAGMA foreign_key_check") == "nothing");
    CHECK(imported.one("PRAGMA integrity_check") == "ok");
    CHECK(imported.one("SELECT count(*) FROM sqlite_master WHERE name = 'entriesOfUser'") == "1");
}

TEST_CASE("API keys are sealed by the caller and never stored themselves") {
    Imported imported(recorded_dump());
    CHECK(imported.one("SELECT lookup FROM apiKeys WHERE userID = 102") == "lookup of aaaa1111bbbb2222cccc3333d");
    CHECK(imported.one("SELECT sealed FROM apiKeys WHERE userID = 102") == "102");
    CHECK(imported.one("SELECT count(*) FROM apiKeys") == "9");
    std::ifstream file(imported.file(), std::ios::binary);
    const std::string bytes((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
    CHECK(bytes.find("32968aa9dbcf8b25e8ece692060337ef") != std::string::npos);
    // The stand-in for a hash has the key in it, once.
    const std::size_t first = bytes.find("bbbb1111cccc2222dddd3333e");
    REQUIRE(first != std::string::npos);
    CHECK(bytes.substr(first - 10, 10) == "lookup of ");
}

TEST_CASE("numbers go on where MySQL's would") {
    Imported imported(recorded_dump());
    CHECK(imported.one("SELECT seq FROM sqlite_sequence WHERE name = 'timeSheet'") == "247");
    CHECK(imported.one("SELECT seq FROM sqlite_sequence WHERE name = 'expenses'") == "40");
    Imported higher(std::string(users_and_times) + "INSERT INTO kimai_users VALUES (7,'a',NULL,1);" +
                    "ALTER TABLE `kimai_users` MODIFY `userID` int NOT NULL AUTO_INCREMENT, AUTO_INCREMENT=112;"
                    "CREATE TABLE kimai_expenses (`expenseID` int) AUTO_INCREMENT=33;");
    CHECK(higher.one("SELECT seq FROM sqlite_sequence WHERE name = 'users'") == "111");
    CHECK(higher.one("SELECT seq FROM sqlite_sequence WHERE name = 'expenses'") == "32");
}

TEST_CASE("dumps of every style give the same database") {
    const std::string expected = Imported(recorded_dump()).content();
    // Written by mariadb-dump 10.11 from the database above, beside other tables, a view, a trigger, a procedure and a
    // copy that Kimai's own backup made.
    for (const char* style :
         {"complete-single", "replace", "ignore", "order", "databases", "windows", "skip-opt", "binary"}) {
        CAPTURE(style);
        const Imported imported(DumpFile{std::string(style) + ".sql.gz"});
        CHECK(imported.content() == expected);
    }
    const std::string text = recorded_dump();
    struct Change {
        const char* from;
        const char* to;
    };
    for (const Change& change :
         {Change{"\n", "\r\n"}, {"kimai_", "K2_"}, {"kimai_", ""}, {"SET NAMES utf8mb4", "SET TIME_ZONE=0"}}) {
        CAPTURE(change.to);
        CHECK(Imported(replaced(text, change.from, change.to)).content() == expected);
    }
    SUBCASE("one after the other") { CHECK(Imported(text + text).content() == expected); }
}

TEST_CASE("latin1") {
    const auto names = [](const Imported& imported) {
        return imported.one(
            "SELECT group_concat(name, '|') FROM (SELECT name FROM customers WHERE customerID IN (2, 5))");
    };
    // Tables and file in latin1, which in MySQL has the euro of Windows-1252.
    CHECK(names(Imported(DumpFile{"l1-latin1.sql.gz"})) == "B\u00e4ckerei M\u00fcller & S\u00f6hne|Nihon \u20ac");
    // mysqldump --compatible=ansi writes latin1 without saying so; what latin1 lacks was lost there.
    const Imported undeclared(DumpFile{"compat-ansi.sql.gz"});
    CHECK(names(undeclared) == "B\u00e4ckerei M\u00fcller & S\u00f6hne|?? ??");
    CHECK(has_note(undeclared.report(), "texts of customers were taken for latin1"));
    SUBCASE("a declared character set is believed") {
        CHECK(
            failure_of(std::string(users_and_times) +
                       "SET NAMES utf8;\nINSERT INTO kimai_users VALUES (1,'M\xFCller',NULL,1);") ==
            "line 4, INSERT INTO kimai_users: userID 1: column name: 'M?ller' is not valid in its character set (utf8, "
            "utf8mb4 and latin1 are read)");
        Imported twice(std::string(users_and_times) +
                       "SET NAMES latin1;INSERT INTO kimai_users VALUES (1,'M\u00fcller',NULL,1);");
        CHECK(twice.one("SELECT name FROM users") == "M\u00c3\u00bcller");
    }
    SUBCASE("binary literals are in the character set of the column") {
        Imported imported(
            "SET NAMES utf8;" +
            replaced(std::string(users_and_times), "varchar(160)", "varchar(160) CHARACTER SET latin1") +
            "INSERT INTO kimai_users VALUES (1,0x4DFC,NULL,1),(2,_binary '\xFC',NULL,1),(3,_utf8'\u00fc3',NULL,1);");
        CHECK(imported.one("SELECT group_concat(name) FROM users") == "M\u00fc,\u00fc,\u00fc3");
    }
}

TEST_CASE("a default that is not UTF-8 fills every row whose INSERT leaves the column out") {
    const std::string table =
        "CREATE TABLE `kimai_users` (`userID` int, `name` varchar(160), `globalRoleID` int, `alias` varchar(90) "
        "DEFAULT "
        "'";
    const std::string times = "CREATE TABLE `kimai_timeSheet` (`timeEntryID` int);";
    const std::string fallback = "caf\xE9 caf\xE9 caf\xE9 caf\xE9 caf\xE9 caf\xE9";
    std::string rows = "INSERT INTO kimai_users (userID, name, globalRoleID) VALUES (1,'a1',1)";
    for (int i = 2; i <= 40; ++i) rows += ",(" + std::to_string(i) + ",'a" + std::to_string(i) + "',1)";
    const std::string expected = replaced(fallback, "\xE9", "\u00e9") + "|40";
    const char* count = "SELECT alias || '|' || count(*) FROM users GROUP BY alias";
    CHECK(Imported("SET NAMES latin1;" + table + fallback + "');" + times + rows + ";").one(count) == expected);
    CHECK(Imported(table + fallback + "') DEFAULT CHARSET=latin1;" + times + rows + ";").one(count) == expected);
}

TEST_CASE("what mariadb-dump does not write but others do") {
    Imported imported(std::string(users_and_times) +
                      "INSERT INTO `kimai_users` SET name='anna', userID='4', apikey='';\n"
                      "INSERT INTO kimai_timeSheet (`timeEntryID`,`userID`,projectID,activityID,rate,start) VALUES\n"
                      "(1, 4, '5', 0x06, '12.5', b'101'), (2, 4, 5, 6, -0.005, TRUE);");
    CHECK(imported.one("SELECT name || globalRoleID FROM users") == "anna2");
    CHECK(imported.one("SELECT count(*) FROM apiKeys") == "0");
    CHECK(imported.one("SELECT group_concat(rate) FROM timeSheet") == "1250,-1");
    CHECK(imported.one("SELECT group_concat(projectID || activityID || start) FROM timeSheet") == "565,561");
    CHECK(imported.one("SELECT group_concat(statusID) FROM timeSheet") == "1,1");
}

TEST_CASE("older revisions") {
    Imported imported(
        "CREATE TABLE x_users (userID int, name text, status int, apikey text, oldColumn text);"
        "INSERT INTO x_users VALUES (1,'admin',0,NULL,'a'),(2,'bob',2,NULL,''),(3,'carl',1,NULL,'b');"
        "CREATE TABLE x_timeSheet (timeEntryID int, userID int, projectID int, activityID int);"
        "CREATE TABLE x_groups_users (groupID int, userID int); CREATE TABLE x_groups (groupID int, name text);"
        "INSERT INTO x_groups VALUES (1,'a'); INSERT INTO x_groups_users VALUES (1,1);"
        "CREATE TABLE x_configuration (`var` text, value text);INSERT INTO x_configuration VALUES ('version','0.9.3');"
        "CREATE TABLE x_customers (customerID int, name text);INSERT INTO x_customers VALUES (1,'c');"
        "CREATE TABLE x_projects (projectID int, customerID int, name text, budget decimal(10,2) DEFAULT '7.50',"
        " effort decimal(10,2)); INSERT INTO x_projects (projectID, customerID, name) VALUES (1,1,'p');");
    CHECK(imported.one("SELECT group_concat(globalRoleID) FROM users") == "1,2,2");
    CHECK(imported.one("SELECT membershipRoleID FROM groups_users") == "2");
    CHECK(imported.one("SELECT visible || secure || ifnull(country, 'none') FROM customers") == "10none");
    CHECK(imported.one("SELECT budget || ifnull(effort, 'none') || visible FROM projects") == "750none1");
    CHECK(imported.report().version == "0.9.3");
    CHECK(has_note(imported.report(), "users.oldColumn has no place here: 2 values were left out"));
    CHECK(has_note(imported.report(), "users.globalRoleID is missing in the dump"));
    CHECK(has_note(imported.report(), "groups_users.membershipRoleID is missing in the dump: 2 (User) was taken"));
    CHECK(has_note(imported.report(), "the dump has no table expenses"));
}

TEST_CASE("rows that point nowhere") {
    Imported imported(
        std::string(users_and_times) +
        "CREATE TABLE kimai_groups (groupID int, name text);INSERT INTO kimai_groups VALUES (1,'g');"
        "CREATE TABLE kimai_groups_users (groupID int, userID int, membershipRoleID int);"
        "INSERT INTO kimai_groups_users VALUES (1,1,1),(2,1,1),(1,9,1),(2,9,1);"
        "CREATE TABLE kimai_projects (projectID int, customerID int, name text);INSERT INTO kimai_projects VALUES "
        "(5,8,'p');"
        "INSERT INTO kimai_users VALUES (1,'a',NULL,1);"
        "INSERT INTO kimai_timeSheet VALUES (1,1,2,1,5,1,0,1,NULL),(2,1,2,1,6,1,0,1,NULL),(3,1,2,7,6,1,0,1,NULL);");
    const ImportReport& report = imported.report();
    CHECK(left_out(report, "groups_users", "the group is gone") == 1);
    CHECK(left_out(report, "groups_users", "the user is gone") == 2);
    CHECK(table_of(report, "groups_users").imported == 1);
    CHECK(table_of(report, "timeSheet").imported == 3);
    std::string kept;
    for (const char* table : {"users", "projects", "timeSheet"}) {
        for (const CountedReason& reason : table_of(report, table).dangling) {
            kept.append(table)
                .append(" ")
                .append(std::to_string(reason.rows))
                .append(" ")
                .append(reason.reason)
                .append("\n");
        }
    }
    CHECK(kept ==
          "users 1 the global role is gone\nprojects 1 the customer is gone\ntimeSheet 1 the user is gone\n"
          "timeSheet 2 the project is gone\ntimeSheet 3 the activity is gone\ntimeSheet 3 the status is gone\n");
}

TEST_CASE("rows with the same key") {
    const std::string begin =
        std::string(users_and_times) + "INSERT INTO kimai_users VALUES (1,'a','k1',1),(2,'b',NULL,1);\n";
    SUBCASE("are an error, with the line of the row") {
        std::string times = "INSERT INTO kimai_timeSheet VALUES\n(900,1,2,1,1,1,0,1,NULL)";
        for (int i = 1; i < 40; ++i) times += ",\n(" + std::to_string(i) + ",1,2,1,1,1,0,1,NULL)";
        CHECK(failure_of(begin + times + ",\n(5,1,2,1,1,1,0,1,NULL),\n(50,1,2,1,1,1,0,1,NULL);") ==
              "line 45, INSERT INTO kimai_timeSheet: timeEntryID 5: a row with the same key is there already");
        CHECK(failure_of(begin + "INSERT INTO kimai_users VALUES (2,'c',NULL,1);") ==
              "line 4, INSERT INTO kimai_users: userID 2: a row with the same key is there already");
        CHECK(failure_of(begin + "INSERT INTO kimai_users VALUES (3,'c','k1',1);") ==
              "line 4, INSERT INTO kimai_users: userID 3: another user has the same API key");
    }
    SUBCASE("are left out by INSERT IGNORE") {
        Imported imported(begin + "INSERT IGNORE INTO kimai_users VALUES (1,'x','k9',1),(3,'c','k3',1);");
        CHECK(imported.one("SELECT group_concat(name) FROM users") == "a,b,c");
        CHECK(imported.one("SELECT group_concat(userID) FROM apiKeys") == "1,3");
        CHECK(left_out(imported.report(), "users", "the same key was there already (INSERT IGNORE)") == 1);
    }
    SUBCASE("replace the old ones by REPLACE") {
        Imported imported(begin +
                          "REPLACE INTO kimai_users VALUES (1,'x','k9',1),(3,'c','k3',1);"
                          "CREATE TABLE kimai_rates (userID int, projectID int, activityID int, rate decimal(10,2));"
                          "REPLACE INTO kimai_rates VALUES (1,2,3,'1'),(1,2,3,'2'),(1,2,NULL,'3'),(1,2,NULL,'4');");
        CHECK(imported.one("SELECT group_concat(name) FROM (SELECT name FROM users ORDER BY userID)") == "x,b,c");
        CHECK(imported.one("SELECT lookup FROM apiKeys WHERE userID = 1") == "lookup of k9");
        CHECK(imported.one("SELECT group_concat(rate) FROM rates") == "200,300,400");
        CHECK(left_out(imported.report(), "users", "replaced by a later row") == 1);
        CHECK(table_of(imported.report(), "users").imported == 3);
    }
    SUBCASE("are not users whose names another collation tells apart") {
        Imported both(begin + "INSERT INTO kimai_users VALUES (3,'A',NULL,1);");
        CHECK(both.one("SELECT group_concat(name) FROM (SELECT name FROM users ORDER BY userID)") == "a,b,A");
    }
    SUBCASE("REPLACE takes another user of the same name away, with the API key") {
        Imported same_key(begin + "REPLACE INTO kimai_users VALUES (3,'A','k1',1);");
        CHECK(same_key.one("SELECT group_concat(userID) FROM apiKeys") == "3");
        Imported no_key(begin + "REPLACE INTO kimai_users VALUES (3,'A',NULL,1);");
        CHECK(no_key.one("SELECT count(*) FROM apiKeys") == "0");
        CHECK(no_key.one("PRAGMA foreign_key_check") == "nothing");
    }
}

TEST_CASE("dumps that are refused") {
    const std::string begin(users_and_times);
    const std::string other = replaced(begin, "kimai_", "old_");
    struct Case {
        const char* name;
        std::string dump;
        const char* expected;
    };
    const Case cases[] = {
        {"nothing", "", "the dump holds no tables of Kimai 1"},
        {"Kimai 2", "CREATE TABLE kimai2_users (id int, username text);CREATE TABLE kimai2_timesheet (id int);",
         "the dump holds no tables of Kimai 1"},
        {"half a Kimai", "CREATE TABLE k_users (userID int, name text);",
         "the dump holds no whole Kimai 1 database: users or timeSheet is missing (prefixes: k_)"},
        {"two of them", begin + other,
         "line 4, CREATE TABLE old_timeSheet: the dump holds several Kimai databases (kimai_, old_): choose one with "
         "--prefix"},
        {"two databases", "USE a;" + begin + "USE b;" + begin,
         "line 4, CREATE TABLE kimai_timeSheet: the dump holds several Kimai databases (a.kimai_, b.kimai_): choose "
         "one with --prefix"},
        {"neither structure nor names", "INSERT INTO kimai_users VALUES (1,'a',NULL,1);",
         "line 1, INSERT INTO kimai_users: the dump neither has the table's CREATE TABLE before this nor names the "
         "columns: make "
         "it with the structure or with --complete-insert"},
        {"too few values", begin + "INSERT INTO kimai_users VALUES (1,'a');",
         "line 3, INSERT INTO kimai_users: a row has 2 values for 4 columns"},
        {"no number", begin + "INSERT INTO kimai_users VALUES ('one','a',NULL,1);",
         "line 3, INSERT INTO kimai_users: column userID: 'one' is no whole number"},
        {"too large", begin + "INSERT INTO kimai_users VALUES (99999999999999999999,'a',NULL,1);",
         "line 3, INSERT INTO kimai_users: column userID: '99999999999999999999' is no whole number"},
        {"no money", begin + "\nINSERT INTO kimai_timeSheet VALUES (7,1,2,1,1,1,'1,50',1,NULL);",
         "line 4, INSERT INTO kimai_timeSheet: timeEntryID 7: column rate: '1,50' is no decimal number"},
        {"no name", begin + "INSERT INTO kimai_users VALUES (1,NULL,NULL,1);",
         "line 3, INSERT INTO kimai_users: userID 1: column name: NULL is not allowed"},
        {"missing column", begin + "INSERT INTO kimai_users (userID) VALUES (1);",
         "line 3, INSERT INTO kimai_users: the column name is missing"},
        {"UPDATE", begin + "UPDATE kimai_users SET name='x';",
         "line 3, UPDATE kimai_users: UPDATE changes a table of Kimai in a way that is not read"},
    };
    for (const Case& test : cases) {
        CAPTURE(test.name);
        CHECK(failure_of(test.dump) == test.expected);
    }
}

TEST_CASE("the set that is asked for, or the only whole one") {
    const std::string one =
        replaced(std::string(users_and_times), "kimai_", "one_") + "INSERT INTO one_users VALUES (1,'one',NULL,1);";
    const std::string two =
        replaced(std::string(users_and_times), "kimai_", "two_") + "INSERT INTO two_users VALUES (1,'two',NULL,1);";
    CHECK(Imported(one + two, "two_").one("SELECT name FROM users") == "two");
    CHECK(Imported("USE a;" + one + "USE b;" + replaced(one, "'one'", "'b'"), "b.one_").one("SELECT name FROM users") ==
          "b");
    CHECK(failure_of(one, "three_") == "the dump holds no tables with this prefix; it has: one_");
    SUBCASE("tables of another program that look like Kimai's come first") {
        const std::string stray =
            "CREATE TABLE stray_groups (groupID int, name text);INSERT INTO stray_groups VALUES (1,'g');";
        Imported imported(stray + two);
        CHECK(imported.one("SELECT name FROM users") == "two");
        CHECK(imported.one("SELECT count(*) FROM groups") == "0");
    }
}
