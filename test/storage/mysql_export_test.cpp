// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "storage/export/mysql_export.hpp"

#include <doctest/doctest.h>

#include <algorithm>

#include "imported.hpp"
#include "storage/export/kimai_definitions.hpp"
#include "storage/kimai_dump.hpp"
#include "storage/schema.hpp"

using namespace kimai;
using namespace kimai::storage;

namespace {

/// The stand-in for the vault in imported.hpp keeps the key in its lookup.
struct Exported {
    std::string dump;
    std::vector<std::string> notes;
    std::string refusal;
};

Exported exported(Connection& connection, const std::string& prefix = "kimai_") {
    Exported result;
    MysqlExportOptions options;
    options.prefix = prefix;
    options.open_key = [&connection](std::int64_t user, Bytes) -> std::optional<std::string> {
        Rows rows = connection.query("SELECT substr(CAST(lookup AS TEXT), 11) FROM apiKeys WHERE userID = ?1", user);
        if (!rows.next() || rows.text(0) == "broken") return std::nullopt;
        return std::string(rows.text(0));
    };
    try {
        result.notes = export_mysql(connection, options, [&](std::string_view text) { result.dump.append(text); });
    } catch (const ExportRefused& refused) {
        result.refusal = refused.what();
    }
    return result;
}

Exported exported(const test::Imported& imported) {
    Connection connection = Connection::open(imported.file());
    return exported(connection);
}

bool contains(const std::string& text, std::string_view part) { return text.find(part) != std::string::npos; }

/// A new database with these statements run in it.
Connection filled(const char* sql) {
    Connection connection = Connection::open(":memory:");
    migrate(connection);
    connection.run_script(sql);
    return connection;
}

std::string refusal_of(const char* sql) {
    Connection connection = filled(sql);
    return exported(connection).refusal;
}

bool has_note(const Exported& result, std::string_view begin) {
    return std::ranges::any_of(result.notes, [&](const std::string& note) { return note.starts_with(begin); });
}

}  // namespace

TEST_CASE("what was imported, exported and imported is what it was") {
    const test::Imported first(test::recorded_dump());
    const Exported dump = exported(first);
    REQUIRE(dump.refusal.empty());
    CHECK(dump.notes.empty());
    const test::Imported second(dump.dump);
    CHECK(second.content() == first.content());
    CHECK(second.report().notes.empty());
    CHECK(exported(second).dump == dump.dump);
}

TEST_CASE("the definitions are in the order of the tables that an import knows") {
    Connection connection = filled("");
    const std::vector<KimaiDefinition> definitions = kimai_definitions(connection);
    CHECK(std::ranges::equal(definitions, kimai_tables(), {}, &KimaiDefinition::name, &KimaiTable::name));
}

TEST_CASE("permissions that a role lacks are lacking afterwards, and those of extensions are there") {
    const test::Imported first(test::recorded_dump());
    {
        Connection connection = Connection::open(first.file());
        connection.run_script(
            "DELETE FROM globalRolePermissions WHERE globalRoleID = 2 AND permission = 'ki_budget-access';"
            "INSERT INTO globalRolePermissions VALUES (1, 'my `ext`-access', 300), (2, 'my `ext`-access', NULL)");
    }
    const Exported dump = exported(first);
    CHECK(has_note(dump, "globalRoles.my `ext`-access is smallint(6) instead of tinyint(4): 1 row needs it"));
    CHECK(test::Imported(dump.dump).content() == first.content());
}

TEST_CASE("texts are written by MySQL's rules") {
    Connection connection = filled("");
    const std::string text("it's a \"b\" \\ \n\r\t\x1A\0% _ ä", 24);
    connection.execute("INSERT INTO statuses (status) VALUES (?1)", text);
    CHECK(contains(exported(connection).dump, "(1,'it\\'s a \"b\" \\\\ \\n\\r\t\\Z\\0% _ ä');\n"));
}

TEST_CASE("a table of many rows has several statements") {
    Connection connection = filled(
        "INSERT INTO activities (name, nameKey, comment) WITH RECURSIVE n(i) AS"
        " (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 60) SELECT 'a', x'41', printf('%.*c', 50000, 'x') FROM n");
    const Exported dump = exported(connection);
    std::size_t statements = 0;
    for (std::size_t at = 0; (at = dump.dump.find("INSERT INTO `kimai_activities`", at)) != std::string::npos; ++at) {
        ++statements;
    }
    CHECK(statements == 3);
}

TEST_CASE("numbers that were given once are not given again") {
    const test::Imported first(test::recorded_dump());
    {
        Connection connection = Connection::open(first.file());
        connection.run_script("DELETE FROM expenses; DELETE FROM timeSheet WHERE timeEntryID > 200");
    }
    const test::Imported second(exported(first).dump);
    CHECK(second.one("SELECT count(*) FROM timeSheet") == "200");
    CHECK(second.one("SELECT seq FROM sqlite_sequence WHERE name = 'expenses'") == "40");
    CHECK(second.one("SELECT seq FROM sqlite_sequence WHERE name = 'timeSheet'") == "247");
}

TEST_CASE("the dump has the version that its tables are of") {
    Connection connection = filled("INSERT INTO configuration VALUES ('version', '1.0.1'), ('revision', '1388')");
    const Exported dump = exported(connection);
    CHECK(contains(dump.dump, "('revision','1400'),\n('version','1.3.5');\n"));
    CHECK(has_note(dump,
                   "the dump's tables are those of Kimai 1.3.5, revision 1400, and its configuration says so; in "
                   "the database stands version 1.0.1, revision 1388"));
}

TEST_CASE("what Kimai 1 cannot use is told") {
    Connection connection = filled(
        "INSERT INTO configuration VALUES ('version', '1.3.5'), ('revision', '1400');"
        "INSERT INTO users (userID, name, nameKey, globalRoleID, password) VALUES (1, 'a', x'41', 1, '$argon2id$v=19'),"
        " (2, 'b', x'42', 1, '32968aa9dbcf8b25e8ece692060337ef');"
        "INSERT INTO apiKeys (userID, lookup, sealed, created) VALUES"
        " (1, CAST('lookup of k1' AS BLOB), x'00', 5), (2, CAST('lookup of k2' AS BLOB), x'00', NULL)");
    const Exported dump = exported(connection);
    CHECK(dump.notes.size() == 2);
    CHECK(has_note(dump, "Kimai 1 cannot check 1 of the password hashes (Argon2id"));
    CHECK(has_note(dump, "when 1 API key was made and last used is left out"));
    CHECK(contains(dump.dump, "'$argon2id$v=19'"));
    CHECK(contains(dump.dump, "'k1',1)"));
}

TEST_CASE("what no column of MySQL's holds is refused by name") {
    struct Row {
        const char* sql;
        const char* wanted;
    };
    const Row rows[] = {
        {"INSERT INTO configuration VALUES (printf('%.*c', 701, 'o'), '')", "configuration.option of option ooo"},
        {"INSERT INTO preferences VALUES (7, 'a', ''), (7, 'a ', '')",
         "MySQL takes preferences.option of userID 7, option a and of userID 7, option a  for equal"},
        {"INSERT INTO users (userID, name, nameKey, globalRoleID) VALUES (3, 'x', x'58', 1), (4, 'x', x'58', 1)",
         "MySQL takes users.name of userID 3 and of userID 4 for equal"},
        {"INSERT INTO statuses (statusID, status) VALUES (9, CAST(x'61FF' AS TEXT))",
         "statuses.status of statusID 9 is not valid UTF-8"},
        {"INSERT INTO users (userID, name, nameKey, globalRoleID) VALUES (3, 'x', x'58', 1);"
         "INSERT INTO apiKeys (userID, lookup, sealed) VALUES (3, CAST('lookup of broken' AS BLOB), x'00')",
         "the API key of userID 3 cannot be opened with the key file"},
        {"INSERT INTO globalRoles (name) VALUES ('r'); INSERT INTO globalRolePermissions VALUES (1, printf('%.*c', 65, "
         "'p'), 1)",
         "the permission 'ppp"},
        {"INSERT INTO globalRoles (name) VALUES ('r'); INSERT INTO globalRolePermissions VALUES (1, "
         "'KI_budget-access', 1)",
         "the permission 'KI_budget-access'"},
    };
    for (const Row& row : rows) {
        CAPTURE(row.sql);
        const std::string refusal = refusal_of(row.sql);
        CAPTURE(refusal);
        CHECK(refusal.starts_with(row.wanted));
    }
    CHECK(refusal_of("INSERT INTO configuration VALUES (printf('%.*c', 700, 'o'), '')").empty());
    CHECK(refusal_of("INSERT INTO preferences VALUES (7, 'a', ''), (8, 'a ', '')").empty());
    CHECK(refusal_of("INSERT INTO globalRoles (name) VALUES ('r');"
                     "INSERT INTO globalRolePermissions VALUES (1, printf('%.*c', 64, 'p'), 1)")
              .empty());
}

TEST_CASE("prefixes are such as MySQL and an import take") {
    for (const std::string good : {"kimai_", "", "k", "Zeit_2_", "1234567890123456789012345678901234567890"}) {
        CAPTURE(good);
        CHECK_FALSE(prefix_problem(good));
        const test::Imported first(test::recorded_dump());
        Connection connection = Connection::open(first.file());
        CHECK(test::Imported(exported(connection, good).dump).content() == first.content());
    }
    for (const std::string bad :
         {"12345678901234567890123456789012345678901", "a b", "`", "ä_", "kimai_bak_1_", "my_groups_"}) {
        CAPTURE(bad);
        CHECK(prefix_problem(bad));
        Connection connection = filled("");
        CHECK(exported(connection, bad).refusal.starts_with("the prefix '" + bad + "' "));
    }
}
