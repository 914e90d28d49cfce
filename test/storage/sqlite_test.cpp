// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "storage/sqlite.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>
#include <limits>
#include <string>
#include <vector>

#include "test/storage/scratch_folder.hpp"

using namespace kimai::storage;
using kimai::test::ScratchFolder;

namespace {

/// A database with one table: n integer, t text.
Connection with_table(const std::string& file = ":memory:") {
    auto connection = Connection::open(file, {.create = true});
    connection.run_script("CREATE TABLE t (n INTEGER PRIMARY KEY, t TEXT) STRICT");
    return connection;
}

std::int64_t count(Connection& connection) {
    Rows rows = connection.query("SELECT count(*) FROM t");
    rows.next();
    return rows.integer(0);
}

std::string error_of(const std::string& file, const OpenOptions& options) {
    try {
        Connection::open(file, options).run_script("SELECT * FROM sqlite_schema");
    } catch (const DatabaseError& error) {
        return error.what();
    }
    return "";
}

template <typename Value>
std::string type_of(Connection& connection, const Value& value) {
    Rows rows = connection.query("SELECT typeof(?1)", value);
    rows.next();
    return std::string(rows.text(0));
}

}  // namespace

TEST_CASE("Each kind of parameter is bound as its own type") {
    auto connection = Connection::open(":memory:");
    const std::vector<std::byte> bytes{std::byte{0}, std::byte{255}};
    CHECK(type_of(connection, nullptr) == "null");
    CHECK(type_of(connection, 1) == "integer");
    CHECK(type_of(connection, std::int64_t{1}) == "integer");
    CHECK(type_of(connection, true) == "integer");
    CHECK(type_of(connection, "text") == "text");
    CHECK(type_of(connection, std::string("text")) == "text");
    CHECK(type_of(connection, std::string_view("text")) == "text");
    CHECK(type_of(connection, Bytes(bytes)) == "blob");
    CHECK(type_of(connection, std::optional<std::int64_t>()) == "null");
    CHECK(type_of(connection, std::optional<std::int64_t>(1)) == "integer");
    CHECK(type_of(connection, std::optional<bool>(false)) == "integer");
    CHECK(type_of(connection, std::optional<std::string>("text")) == "text");
    CHECK(type_of(connection, std::optional<std::string_view>()) == "null");
}

TEST_CASE("Values read back as they were bound") {
    auto connection = Connection::open(":memory:");
    const std::array whole{std::numeric_limits<std::int64_t>::min(), std::int64_t{-1}, std::int64_t{0},
                           std::numeric_limits<std::int64_t>::max()};
    for (const std::int64_t number : whole) {
        Rows rows = connection.query("SELECT ?1", number);
        REQUIRE(rows.next());
        CHECK(rows.integer(0) == number);
    }
    const std::array<std::string, 5> texts{"", " ", "it's \"quoted\" -- ; DROP TABLE t",
                                           "\xC3\xBC\xE2\x82\xAC\xF0\x9F\x98\x80", std::string("a\0b", 3)};
    for (const std::string& text : texts) {
        Rows rows = connection.query("SELECT ?1", text);
        REQUIRE(rows.next());
        CHECK_FALSE(rows.is_null(0));
        CHECK(rows.text(0) == text);
        CHECK(rows.optional_text(0) == text);
    }
    const std::vector<std::byte> bytes{std::byte{0}, std::byte{'a'}, std::byte{255}};
    Rows rows = connection.query("SELECT ?1", Bytes(bytes));
    REQUIRE(rows.next());
    CHECK(std::ranges::equal(rows.bytes(0), bytes));
}

TEST_CASE("Empty text and empty bytes are not null, even without a pointer") {
    auto connection = Connection::open(":memory:");
    Rows rows = connection.query("SELECT ?1, ?2, ?3", std::string_view(), Bytes(), "");
    REQUIRE(rows.next());
    for (int column = 0; column < 3; ++column) CHECK_FALSE(rows.is_null(column));
    CHECK(rows.optional_text(0) == "");
    CHECK(rows.bytes(1).empty());
}

TEST_CASE("Null reads as nothing, or as zero and empty") {
    auto connection = Connection::open(":memory:");
    Rows rows = connection.query("SELECT NULL");
    REQUIRE(rows.next());
    CHECK(rows.is_null(0));
    CHECK_FALSE(rows.optional_integer(0));
    CHECK_FALSE(rows.optional_text(0));
    CHECK(rows.integer(0) == 0);
    CHECK(rows.text(0).empty());
    CHECK(rows.bytes(0).empty());
}

TEST_CASE("Parameters are copied: they may go before the rows are read") {
    auto connection = Connection::open(":memory:");
    std::string text(100, 'x');
    Rows rows = connection.query("SELECT ?1", text);
    text.assign(100, 'y');
    REQUIRE(rows.next());
    CHECK(rows.text(0) == std::string(100, 'x'));
}

TEST_CASE("A parameter that a later call leaves out is null, not the earlier one's") {
    auto connection = Connection::open(":memory:");
    { CHECK(connection.query("SELECT ?1, ?2", "a", "b").next()); }
    Rows rows = connection.query("SELECT ?1, ?2", "a");
    REQUIRE(rows.next());
    CHECK(rows.is_null(1));
}

TEST_CASE("A statement serves again when its rows are gone or read to the end") {
    auto connection = Connection::open(":memory:");
    const char* sql = "SELECT value FROM (SELECT 1 AS value UNION SELECT 2) ORDER BY value";
    { CHECK(connection.query(sql).next()); }
    Rows finished = connection.query(sql);
    while (finished.next()) {
    }
    Rows second = connection.query(sql);
    REQUIRE(second.next());
    { const Rows gone = std::move(finished); }
    REQUIRE(second.next());
    CHECK(second.integer(0) == 2);
}

TEST_CASE("A statement used while its rows are still being read is a mistake of the program") {
    auto connection = Connection::open(":memory:");
    Rows rows = connection.query("SELECT 1");
    REQUIRE(rows.next());
    CHECK_THROWS_AS(connection.query("SELECT 1"), std::logic_error);
    CHECK(connection.query("SELECT 2").next());
    CHECK(rows.integer(0) == 1);
}

TEST_CASE("Behind the last row there is nothing, however often one asks") {
    auto connection = with_table();
    Rows rows = connection.query("INSERT INTO t (t) VALUES ('once')");
    CHECK_FALSE(rows.next());
    CHECK_FALSE(rows.next());
    CHECK(count(connection) == 1);
}

TEST_CASE("Moved rows are read on, and moved connections are used on") {
    auto first = with_table();
    first.execute("INSERT INTO t VALUES (1, 'a'), (2, 'b')");
    Connection connection = std::move(first);
    Rows rows = connection.query("SELECT t FROM t ORDER BY n");
    REQUIRE(rows.next());
    Rows moved = std::move(rows);
    REQUIRE(moved.next());
    CHECK(moved.text(0) == "b");
}

TEST_CASE("execute tells how many rows it changed and which number is new") {
    auto connection = with_table();
    CHECK(connection.execute("INSERT INTO t (t) VALUES (?1), (?2)", "a", "b") == 2);
    CHECK(connection.last_insert_id() == 2);
    CHECK(connection.execute("UPDATE t SET t = 'c' WHERE n = ?1", 7) == 0);
    CHECK(connection.execute("DELETE FROM t") == 2);
}

TEST_CASE("What the database refuses is told with the statement, but never with the values") {
    auto connection = with_table();
    connection.execute("INSERT INTO t VALUES (1, 'secret')");
    CHECK_THROWS_WITH_AS(connection.query("SELECT nonsense FROM t"), doctest::Contains("SELECT nonsense FROM t"),
                         DatabaseError);
    try {
        connection.execute("INSERT INTO t VALUES (?1, ?2)", 1, "secret");
        FAIL("a number was given twice");
    } catch (const DatabaseError& error) {
        const std::string text = error.what();
        CHECK(text.find("t.n") != std::string::npos);
        CHECK(text.find("INSERT INTO t") != std::string::npos);
        CHECK(text.find("secret") == std::string::npos);
        constexpr int constraint_primary_key = 1555;
        CHECK(error.code() == constraint_primary_key);
    }
    CHECK(connection.execute("INSERT INTO t VALUES (?1, ?2)", 2, "works again") == 1);
}

TEST_CASE("A database that cannot be used is named in the error") {
    const ScratchFolder folder;
    std::ofstream(folder.file("text.db")) << std::string(4096, 'x');
    struct Case {
        std::string name;
        std::string file;
        bool read_only;
        std::string reason;
    };
    const Case cases[] = {
        {"not there", folder.file("missing.db"), false, "unable to open database file"},
        {"not there, to read", folder.file("missing.db"), true, "unable to open database file"},
        {"a folder", folder.file(""), false, "unable to open database file"},
        {"not a database", folder.file("text.db"), false, "file is not a database"},
        {"not a database, to read", folder.file("text.db"), true, "file is not a database"},
    };
    for (const Case& c : cases) {
        CAPTURE(c.name);
        const std::string text = error_of(c.file, {.read_only = c.read_only});
        CHECK(text.find(c.file) != std::string::npos);
        CHECK(text.find(c.reason) != std::string::npos);
    }
    CHECK_FALSE(std::filesystem::exists(folder.file("missing.db")));
}

TEST_CASE("A file database is in WAL mode, checks references and waits for the disk") {
    const ScratchFolder folder;
    auto connection = with_table(folder.file("k.db"));
    const auto pragma = [&connection](const char* sql) {
        Rows rows = connection.query(sql);
        rows.next();
        return std::string(rows.text(0));
    };
    CHECK(pragma("PRAGMA journal_mode") == "wal");
    CHECK(pragma("PRAGMA foreign_keys") == "1");
    CHECK(pragma("PRAGMA synchronous") == "2");
    const auto quick = Connection::open(folder.file("k.db"), {.synchronous = Synchronous::normal});
}

TEST_CASE("A reading connection sees what is committed and cannot write") {
    const ScratchFolder folder;
    auto writing = with_table(folder.file("k.db"));
    auto reading = Connection::open(folder.file("k.db"), {.read_only = true});
    writing.execute("INSERT INTO t VALUES (1, 'a')");
    CHECK(count(reading) == 1);
    CHECK_THROWS_AS(reading.execute("DELETE FROM t"), DatabaseError);
    CHECK(count(writing) == 1);
}

TEST_CASE("In a snapshot nothing changes, and behind it what was written meanwhile is seen") {
    const ScratchFolder folder;
    auto writing = Connection::open(folder.file("k.db"), {.create = true});
    writing.run_script("CREATE TABLE t (x); INSERT INTO t VALUES (1)");
    auto reading = Connection::open(folder.file("k.db"), {.read_only = true});
    const auto count = [&reading] {
        Rows rows = reading.query("SELECT count(*) FROM t");
        rows.next();
        return rows.integer(0);
    };
    {
        const Snapshot snapshot(reading);
        CHECK(reading.in_transaction());
        CHECK(count() == 1);
        writing.run_script("INSERT INTO t VALUES (2)");
        CHECK(count() == 1);
    }
    CHECK_FALSE(reading.in_transaction());
    CHECK(count() == 2);
}

TEST_CASE("A database that another connection writes to is refused after the time to wait, and read meanwhile") {
    const ScratchFolder folder;
    auto first = with_table(folder.file("k.db"));
    auto second = Connection::open(folder.file("k.db"), {.busy_timeout = std::chrono::milliseconds(1)});
    {
        const Transaction transaction(first);
        CHECK(count(second) == 0);
        CHECK_THROWS_WITH_AS(Transaction{second}, doctest::Contains("locked"), DatabaseError);
        CHECK_FALSE(second.in_transaction());
    }
    Transaction transaction(second);
    transaction.commit();
}

TEST_CASE("A transaction that is not committed leaves nothing") {
    auto connection = with_table();
    {
        const Transaction transaction(connection);
        connection.execute("INSERT INTO t VALUES (1, 'a')");
        CHECK(connection.in_transaction());
    }
    CHECK_FALSE(connection.in_transaction());
    CHECK(count(connection) == 0);
    {
        Transaction transaction(connection);
        connection.execute("INSERT INTO t VALUES (1, 'a')");
        transaction.commit();
        CHECK_FALSE(connection.in_transaction());
    }
    CHECK(count(connection) == 1);
}

TEST_CASE("A commit that fails leaves nothing and the connection free") {
    auto connection = with_table();
    connection.run_script("CREATE TABLE child (n INTEGER REFERENCES t DEFERRABLE INITIALLY DEFERRED) STRICT");
    {
        Transaction transaction(connection);
        connection.execute("INSERT INTO t VALUES (1, 'a')");
        connection.execute("INSERT INTO child VALUES (7)");
        CHECK_THROWS_AS(transaction.commit(), DatabaseError);
    }
    CHECK_FALSE(connection.in_transaction());
    CHECK(count(connection) == 0);
}

TEST_CASE("A savepoint takes back its part alone") {
    auto connection = with_table();
    Transaction transaction(connection);
    connection.execute("INSERT INTO t VALUES (1, 'before')");
    {
        const Savepoint savepoint(connection);
        connection.execute("INSERT INTO t VALUES (2, 'taken back')");
    }
    {
        Savepoint savepoint(connection);
        connection.execute("INSERT INTO t VALUES (3, 'kept')");
        savepoint.release();
    }
    transaction.commit();
    Rows rows = connection.query("SELECT group_concat(n) FROM t");
    REQUIRE(rows.next());
    CHECK(rows.text(0) == "1,3");
}
