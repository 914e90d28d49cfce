// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "storage/backup.hpp"

#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>
#include <stdexcept>
#include <string>

#include "storage/schema.hpp"
#include "storage/vacuum.hpp"
#include "test/storage/firm.hpp"
#include "test/storage/scratch_folder.hpp"

using namespace kimai;
using namespace kimai::storage;
using kimai::test::ScratchFolder;

namespace {

Connection new_database(const std::string& file) {
    Connection connection = Connection::open(file, {.create = true});
    migrate(connection);
    test::add(connection, test::UserRow{.id = 1, .name = "anna"});
    return connection;
}

std::int64_t users_in(const std::string& file) {
    Connection connection = Connection::open(file, {.read_only = true});
    Rows rows = connection.query("SELECT count(*) FROM users");
    rows.next();
    return rows.integer(0);
}

std::size_t files_in(const ScratchFolder& folder) {
    return static_cast<std::size_t>(
        std::distance(std::filesystem::directory_iterator(folder.file("")), std::filesystem::directory_iterator()));
}

}  // namespace

TEST_CASE("A backup is refused by what happens before it has its name, and leaves nothing") {
    const ScratchFolder folder;
    const ScratchFolder backups;
    Connection connection = new_database(folder.file("k.db"));
    BackupOptions options{.database = folder.file("k.db"), .backup = backups.file("b.db")};
    options.before_publishing = [&](Connection&) {
        CHECK_FALSE(std::filesystem::exists(options.backup));
        throw std::runtime_error("no");
    };
    CHECK_THROWS_AS(make_backup(options), std::runtime_error);
    CHECK(files_in(backups) == 0);
}

TEST_CASE("A backup has what was there when it began") {
    const ScratchFolder folder;
    Connection connection = new_database(folder.file("k.db"));
    BackupOptions options{.database = folder.file("k.db"), .backup = folder.file("b.db")};
    std::vector<std::string> steps;
    options.show = [&](std::string_view step) {
        // Written when the copy is made, and before it is looked over.
        if (steps.size() == 1) test::add(connection, test::UserRow{.id = 2, .name = "bert"});
        steps.emplace_back(step);
    };
    const BackupReport report = make_backup(options);
    CHECK(users_in(options.backup) == 1);
    CHECK(report.faults.empty());
    CHECK(report.bytes == static_cast<std::int64_t>(std::filesystem::file_size(options.backup)));
    CHECK(steps.front() == "copying");
    CHECK(steps.size() > 5);
}

TEST_CASE("Two backups to one name do not get in each other's way") {
    const ScratchFolder folder;
    Connection connection = new_database(folder.file("k.db"));
    BackupOptions options{.database = folder.file("k.db"), .backup = folder.file("b.db")};
    options.before_publishing = [&](Connection&) {
        BackupOptions second{.database = folder.file("k.db"), .backup = folder.file("b.db")};
        CHECK_THROWS_WITH_AS(make_backup(second), ("another backup to " + folder.file("b.db") + " is running").c_str(),
                             DraftRefused);
    };
    make_backup(options);
    CHECK(users_in(options.backup) == 1);
}

TEST_CASE("A restore that fails at the end changes nothing and keeps nothing") {
    const ScratchFolder folder;
    const ScratchFolder backups;
    const std::string file = folder.file("k.db");
    Connection connection = new_database(file);
    make_backup({.database = file, .backup = backups.file("b.db")});
    test::add(connection, test::UserRow{.id = 2, .name = "bert"});
    RestoreOptions options{.backup = backups.file("b.db"), .database = file};
    options.replace = true;
    const std::size_t files = files_in(folder);
    SUBCASE("the new content is refused") {
        options.keep = folder.file("old.db");
        options.before_publishing = [](Connection&) { throw std::runtime_error("no"); };
        CHECK_THROWS_AS(restore_backup(options), std::runtime_error);
    }
    SUBCASE("the old content cannot be kept") {
        options.keep = folder.file("no folder/old.db");
        CHECK_THROWS_AS(restore_backup(options), DraftRefused);
    }
    CHECK(users_in(file) == 2);
    CHECK(files_in(folder) == files);
}

TEST_CASE("A restore keeps the old content, and the open connection sees the new") {
    const ScratchFolder folder;
    const std::string file = folder.file("k.db");
    Connection connection = new_database(file);
    make_backup({.database = file, .backup = folder.file("b.db")});
    test::add(connection, test::UserRow{.id = 2, .name = "bert"});
    RestoreOptions options{.backup = folder.file("b.db"), .database = file, .replace = true};
    options.keep = folder.file("old.db");
    CHECK(restore_backup(options).kept == options.keep);
    CHECK(users_in(options.keep) == 2);
    Rows rows = connection.query("SELECT count(*) FROM users");
    REQUIRE(rows.next());
    CHECK(rows.integer(0) == 1);
}

TEST_CASE("Where nothing was, nothing is kept") {
    const ScratchFolder folder;
    new_database(folder.file("k.db"));
    make_backup({.database = folder.file("k.db"), .backup = folder.file("b.db")});
    RestoreOptions options{.backup = folder.file("b.db"), .database = folder.file("new.db")};
    options.keep = folder.file("old.db");
    CHECK(restore_backup(options).kept.empty());
    CHECK(users_in(options.database) == 1);
    CHECK_FALSE(std::filesystem::exists(options.keep));
}

TEST_CASE("A vacuum that a reader holds up says so") {
    const ScratchFolder folder;
    Connection connection = new_database(folder.file("k.db"));
    connection.run_script(
        "CREATE TABLE big (x); WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 200)"
        " INSERT INTO big SELECT zeroblob(4000) FROM n; DROP TABLE big");
    Connection reader = Connection::open(folder.file("k.db"), {.read_only = true});
    {
        const Snapshot snapshot(reader);
        reader.query("SELECT count(*) FROM users").next();
        const VacuumReport report = vacuum(folder.file("k.db"), std::chrono::milliseconds(50));
        CHECK_FALSE(report.given_back);
        CHECK(report.after < report.before / 2);
    }
    CHECK(vacuum(folder.file("k.db")).given_back);
    CHECK(std::filesystem::file_size(folder.file("k.db")) < 400'000);
}
