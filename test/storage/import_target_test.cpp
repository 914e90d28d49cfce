// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "storage/import_target.hpp"

#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>
#include <memory>
#include <set>
#include <string>

#include "imported.hpp"
#include "scratch_folder.hpp"
#include "storage/change_watch.hpp"
#include "storage/schema.hpp"
#include "storage/totals.hpp"
#include "test/storage/firm.hpp"

using namespace kimai::storage;
using namespace kimai::test;

namespace {

void add_group(Connection& connection, const char* name) {
    connection.execute("INSERT INTO groups (name) VALUES (?1)", name);
}

std::string groups_in(Connection& connection) {
    Rows rows = connection.query("SELECT group_concat(name) FROM groups");
    rows.next();
    return std::string(rows.text(0));
}

std::string refusal(const std::string& file, bool replace) {
    try {
        const ImportTarget target(file, replace);
        return "none";
    } catch (const ImportRefused& refused) {
        return refused.what();
    }
}

/// A database with one user.
Connection filled(const std::string& file) {
    Connection connection = Connection::open(file, {.create = true});
    migrate(connection);
    connection.execute("INSERT INTO users (name, nameKey, globalRoleID) VALUES ('a', x'41', 1)");
    add_group(connection, "old");
    return connection;
}

}  // namespace

TEST_CASE("a new database appears whole or not at all") {
    const ScratchFolder folder;
    const std::string file = folder.file("k.db");
    {
        ImportTarget target(file, false);
        add_group(target.connection(), "g");
        CHECK_FALSE(std::filesystem::exists(file));
    }
    CHECK(std::filesystem::is_empty(folder.file("")));
    // The journal of a database that was deleted must not be taken for the new one's.
    std::ofstream(file + "-wal") << "stale";
    {
        ImportTarget target(file, false);
        add_group(target.connection(), "g");
        target.publish();
    }
    Connection connection = Connection::open(file);
    CHECK(groups_in(connection) == "g");
    Rows rows = connection.query("PRAGMA journal_mode");
    rows.next();
    CHECK(rows.text(0) == "wal");
    CHECK_FALSE(std::filesystem::exists(file + ".importing"));
}

TEST_CASE("a database that is in use is replaced in one step") {
    const ScratchFolder folder;
    const std::string file = folder.file("k.db");
    Connection serving = filled(file);
    Connection reading = Connection::open(file);
    ImportTarget target(file, true);
    add_group(target.connection(), "new");
    CHECK(groups_in(serving) == "old");
    add_group(serving, "late");
    {
        const Transaction transaction(reading);
        CHECK(groups_in(reading) == "old,late");
    }
    target.publish();
    CHECK(groups_in(serving) == "new");
    CHECK(groups_in(reading) == "new");
    add_group(serving, "later");
    CHECK(groups_in(reading) == "new,later");
    Rows rows = serving.query("PRAGMA integrity_check");
    rows.next();
    CHECK(rows.text(0) == "ok");
}

TEST_CASE("a server that has it open sees by the marks that all has changed") {
    const ScratchFolder folder;
    const std::string file = folder.file("k.db");
    Connection serving = filled(file);
    add(serving, EntryRow{.id = 1, .user = 1, .start = 1, .end = 2});
    std::set<std::int64_t> marks;
    const auto note = [&] {
        const ChangeMarks now = change_marks(serving, 1);
        CHECK(marks.insert(now.shared).second);
        CHECK(marks.insert(now.own).second);
    };
    note();
    for (int imports = 0; imports < 3; ++imports) {
        CAPTURE(imports);
        ImportTarget target(file, true);
        target.connection().execute("INSERT INTO users (name, nameKey, globalRoleID) VALUES ('a', x'41', 1)");
        add_status(target.connection(), 9, "open");
        add(target.connection(), EntryRow{.id = 1, .user = 1, .start = 1, .end = 2});
        target.publish();
        note();
        CHECK(check_totals(serving).empty());
        add_group(serving, "later");
        add(serving, EntryRow{.id = 2, .user = 1, .start = 1, .end = 2});
        note();
        CHECK(check_totals(serving).empty());
    }
}

TEST_CASE("one import at a time") {
    const ScratchFolder folder;
    const std::string file = folder.file("k.db");
    const ImportTarget target(file, false);
    CHECK(refusal(file, false) == "another import into " + file + " is running");
}

TEST_CASE("a draft that a killed import left is written over") {
    const ScratchFolder folder;
    const std::string file = folder.file("k.db");
    std::ofstream(file + ".importing") << "half a database";
    ImportTarget target(file, false);
    target.publish();
    CHECK(std::filesystem::exists(file));
}

TEST_CASE("databases that are not replaced") {
    const ScratchFolder folder;
    const std::string file = folder.file("k.db");
    SUBCASE("a filled one, unless asked") {
        filled(file);
        CHECK(refusal(file, false) == file + " holds data already; use --replace to put the import in its place");
        CHECK(refusal(file, true) == "none");
    }
    SUBCASE("one without rows may be") {
        {
            Connection connection = Connection::open(file, {.create = true});
            migrate(connection);
        }
        CHECK(refusal(file, false) == "none");
    }
    SUBCASE("an empty file may be") {
        std::ofstream(file).close();
        ImportTarget target(file, false);
        target.publish();
        Connection connection = Connection::open(file);
        CHECK(groups_in(connection).empty());
    }
    SUBCASE("another program's") {
        Connection::open(file, {.create = true}).run_script("CREATE TABLE recipes (name TEXT)");
        CHECK(refusal(file, true) == file + " is a database of another program");
    }
    SUBCASE("a newer version's") {
        filled(file).run_script("PRAGMA user_version = 999");
        CHECK(refusal(file, true) == file + " was made by a newer version of this program");
    }
    SUBCASE("no database") {
        std::ofstream(file) << "Dear diary, today there was no database here, but a text of some length.";
        CHECK(refusal(file, true).starts_with(file + " cannot be read as a database of this program"));
    }
    SUBCASE("no folder") { CHECK(refusal(folder.file("none/k.db"), false).starts_with("cannot write beside ")); }
}

TEST_CASE("one that appeared meanwhile stays") {
    const ScratchFolder folder;
    const std::string file = folder.file("k.db");
    ImportTarget target(file, false);
    Connection appeared = filled(file);
    REQUIRE(std::filesystem::exists(file + "-wal"));
    CHECK_THROWS_AS(target.publish(), ImportRefused);
    CHECK(std::filesystem::exists(file + "-wal"));
    CHECK(std::filesystem::exists(file + "-shm"));
    CHECK(groups_in(appeared) == "old");
    CHECK(groups_in(*std::make_unique<Connection>(Connection::open(file))) == "old");
}

TEST_CASE("an empty database that was filled meanwhile stays, unless it may be replaced") {
    const ScratchFolder folder;
    const std::string file = folder.file("k.db");
    std::ofstream(file).close();
    for (const bool replace : {false, true}) {
        CAPTURE(replace);
        std::filesystem::remove(file);
        std::ofstream(file).close();
        ImportTarget target(file, replace);
        add_group(target.connection(), "new");
        Connection serving = filled(file);
        if (replace) {
            target.publish();
        } else {
            CHECK_THROWS_AS(target.publish(), ImportRefused);
        }
        CHECK(groups_in(serving) == (replace ? "new" : "old"));
        add_group(serving, "later");
    }
}

TEST_CASE("the draft is private and no link is followed to it") {
    const ScratchFolder folder;
    const std::string file = folder.file("k.db");
    const std::string draft = file + ".importing";
    SUBCASE("one with another mode") {
        std::ofstream(draft).close();
        std::filesystem::permissions(draft, std::filesystem::perms::all);
        const ImportTarget target(file, false);
        const auto owner_only = std::filesystem::perms::owner_read | std::filesystem::perms::owner_write;
        CHECK(std::filesystem::status(draft).permissions() == owner_only);
    }
    SUBCASE("a link") {
        std::ofstream(folder.file("precious")) << "precious";
        std::filesystem::create_symlink(folder.file("precious"), draft);
        CHECK(refusal(file, false).starts_with("cannot write beside "));
        CHECK(std::filesystem::file_size(folder.file("precious")) == 8);
    }
}

TEST_CASE("a failed import leaves the database as it was") {
    const ScratchFolder folder;
    const std::string file = folder.file("k.db");
    Connection serving = filled(file);
    std::ofstream(folder.file("dump.sql")) << recorded_dump().substr(0, 40000);
    ImportOptions options = import_options(file, folder.file("dump.sql"));
    options.replace = true;
    const auto result = import_dump(options);
    CHECK(std::get<ImportFailure>(result).text().find("it is cut off") != std::string::npos);
    CHECK(groups_in(serving) == "old");
    CHECK_FALSE(std::filesystem::exists(file + ".importing"));
}
