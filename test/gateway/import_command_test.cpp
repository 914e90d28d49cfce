// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "gateway/import_command.hpp"

#include <doctest/doctest.h>
#include <stdlib.h>
#include <sys/stat.h>

#include <array>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <stdexcept>
#include <string>
#include <thread>

#include "api/vault.hpp"
#include "gateway/import_report.hpp"
#include "storage/settings.hpp"
#include "storage/sqlite.hpp"

using namespace kimai;
using namespace kimai::gateway;

namespace {

class Folder {
  public:
    Folder() {
        std::string pattern = (std::filesystem::temp_directory_path() / "kimai-test-XXXXXX").string();
        if (::mkdtemp(pattern.data()) == nullptr) throw std::runtime_error("cannot make " + pattern);
        path_ = pattern;
    }
    Folder(const Folder&) = delete;
    Folder& operator=(const Folder&) = delete;
    ~Folder() {
        std::error_code ignored;
        std::filesystem::remove_all(path_, ignored);
    }
    std::string file(const std::string& name) const { return (path_ / name).string(); }
    std::string written(const std::string& name, const std::string& text) const {
        std::ofstream(file(name), std::ios::binary) << text;
        return file(name);
    }

  private:
    std::filesystem::path path_;
};

constexpr const char* small_dump =
    "CREATE TABLE k_users (userID int, name text, apikey text, globalRoleID int);"
    "INSERT INTO k_users VALUES (7,'anna','key of anna',1);"
    "CREATE TABLE k_timeSheet (timeEntryID int, userID int, projectID int, activityID int, statusID int);"
    "CREATE TABLE k_configuration (`option` text, value text);"
    "INSERT INTO k_configuration VALUES ('version','1.2.0'),('revision','1393');";

std::string failure_of(const ImportArguments& arguments) {
    std::ostringstream out;
    try {
        run_import(arguments, out, false);
        return "no failure: " + out.str();
    } catch (const std::runtime_error& error) {
        return error.what();
    }
}

bool contains(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

}  // namespace

TEST_CASE("an import seals keys and salt with the secret beside the database") {
    const Folder folder;
    ImportArguments arguments;
    arguments.database = folder.file("k.db");
    arguments.dump = folder.written("dump.sql", small_dump);
    arguments.salt = "pepper";
    arguments.time_zone = "europe/berlin";
    std::ostringstream out;
    run_import(arguments, out, false);
    CHECK(contains(out.str(), "users                        1         1         0\n"));
    CHECK(contains(out.str(), "all                          3         3         0\n"));
    CHECK(contains(out.str(), ": Kimai 1.2.0, revision 1393, table prefix k_\n"));
    CHECK_FALSE(contains(out.str(), "warning"));
    CHECK_FALSE(contains(out.str(), "\x1B"));

    const api::Vault vault = api::Vault::open(arguments.database + ".key", false);
    storage::Connection connection = storage::Connection::open(arguments.database);
    storage::Settings settings(connection);
    CHECK(vault.open_sealed(settings.secret_setting(storage::password_salt_setting).value(), api::purpose_of_salt) ==
          "pepper");
    CHECK(settings.setting(storage::time_zone_setting) == "Europe/Berlin");
    const api::Vault::Lookup lookup = vault.lookup("key of anna");
    storage::Rows rows =
        connection.query("SELECT userID, sealed FROM apiKeys WHERE lookup = ?1", storage::Bytes(lookup));
    REQUIRE(rows.next());
    CHECK(vault.open_sealed(rows.bytes(1), api::purpose_of_key(rows.integer(0))) == "key of anna");
}

TEST_CASE("without salt or time zone it warns") {
    const Folder folder;
    ImportArguments arguments;
    arguments.database = folder.file("k.db");
    arguments.dump = folder.written("dump.sql", small_dump);
    std::ostringstream out;
    run_import(arguments, out, false);
    CHECK(contains(out.str(), "warning: no password salt"));
    CHECK(contains(out.str(), "warning: no time zone"));
}

TEST_CASE("Kimai's own configuration") {
    const Folder folder;
    ImportArguments arguments;
    arguments.database = folder.file("k.db");
    arguments.dump = folder.written("dump.sql", small_dump);
    const auto configured = [&](const std::string& php) {
        arguments.kimai_config = folder.written("autoconf.php", php);
    };
    SUBCASE("gives salt, time zone and prefix") {
        configured("<?php $server_prefix = 'k_'; $password_salt = \"sa\\$lt\"; $defaultTimezone = \"Asia/Kolkata\";");
        std::ostringstream out;
        run_import(arguments, out, false);
        CHECK_FALSE(contains(out.str(), "warning"));
        storage::Connection connection = storage::Connection::open(arguments.database);
        storage::Settings settings(connection);
        CHECK(settings.setting(storage::time_zone_setting) == "Asia/Kolkata");
        CHECK(api::Vault::open(arguments.database + ".key", false)
                  .open_sealed(settings.secret_setting(storage::password_salt_setting).value(), api::purpose_of_salt) ==
              "sa$lt");
    }
    SUBCASE("is refused where it is no plain text, unless the command line says it") {
        configured("<?php $password_salt = 'salt';\n$defaultTimezone = date_default_timezone_get();");
        CHECK(failure_of(arguments) ==
              *arguments.kimai_config +
                  ", line 2: $defaultTimezone can't be used, it is not a plain text in quotes; "
                  "say --timezone instead");
        arguments.time_zone = "UTC";
        CHECK(failure_of(arguments).starts_with("no failure"));
    }
    SUBCASE("of another prefix") {
        configured("<?php $password_salt = 'salt'; $server_prefix = 'x_';");
        CHECK(failure_of(arguments) == "nothing was imported: the dump holds no tables with this prefix; it has: k_");
    }
    SUBCASE("of something else") {
        configured("<?php $a = 'b';");
        CHECK(contains(failure_of(arguments), "has no $password_salt"));
        configured("<?php $a = 'b");
        CHECK(failure_of(arguments) == *arguments.kimai_config + ", line 1: a text does not end");
        arguments.kimai_config = folder.file("missing.php");
        CHECK(contains(failure_of(arguments), "cannot read"));
    }
}

TEST_CASE("a failed import leaves nothing") {
    const Folder folder;
    ImportArguments arguments;
    arguments.database = folder.file("k.db");
    arguments.dump = folder.written("dump.sql", std::string(small_dump) + "\nINSERT INTO k_users VALUES (8,");
    CHECK(failure_of(arguments) ==
          "nothing was imported: line 2, INSERT INTO k_users: the file ends inside of a statement: it is cut off");
    arguments.time_zone = "Mars/Olympus";
    CHECK(failure_of(arguments) == "there is no time zone Mars/Olympus");
    CHECK_FALSE(std::filesystem::exists(arguments.database));
    CHECK_FALSE(std::filesystem::exists(arguments.database + ".key"));
}

TEST_CASE("a failed import leaves the key to a database that appeared meanwhile") {
    const Folder folder;
    ImportArguments arguments;
    arguments.database = folder.file("k.db");
    arguments.dump = folder.file("dump.sql");
    REQUIRE(::mkfifo(arguments.dump.c_str(), 0600) == 0);
    std::thread other([&] {
        std::ofstream dump(arguments.dump, std::ios::binary);
        dump << small_dump << "\n";
        // The draft is made after the first look whether there is a database, and that when the reader's buffer is
        // full.
        const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(30);
        while (!std::filesystem::exists(arguments.database + ".importing") && std::chrono::steady_clock::now() < end) {
            dump << "-- " << std::string(1000, '.') << "\n";
        }
        storage::Connection::open(arguments.database, {.create = true}).run_script("CREATE TABLE made (here TEXT)");
        dump << "\nINSERT INTO k_users VALUES (8,";
    });
    CHECK(contains(failure_of(arguments), "it is cut off"));
    other.join();
    CHECK(std::filesystem::exists(arguments.database));
    CHECK(std::filesystem::exists(arguments.database + ".key"));
}

TEST_CASE("progress") {
    std::ostringstream out;
    SUBCASE("soon after the beginning there is none") {
        ImportProgressDisplay display(out, true);
        display.show({1, 2, 3});
        display.end();
        CHECK(out.str().empty());
    }
    const auto later = ImportProgressDisplay::Clock::now() - std::chrono::minutes(1);
    SUBCASE("on a terminal") {
        ImportProgressDisplay display(out, true, later);
        display.show({50, 100, 12345});
        CHECK(out.str() == "\r[###############               ] 50 %, 12345 rows\x1B[K");
        display.end();
        CHECK(out.str().ends_with("\r\x1B[K"));
    }
    SUBCASE("elsewhere") {
        ImportProgressDisplay display(out, false, later);
        display.show({5000000, std::nullopt, 7});
        display.show({6000000, std::nullopt, 8});
        CHECK(out.str() == "5 MB, 7 rows\n");
    }
}

TEST_CASE("the closing table") {
    storage::ImportReport report;
    report.tables.push_back({"timeSheet", 10, 8, {{"the reason", 2}}, {{"the user is gone", 1}}});
    report.notes.emplace_back("something");
    std::ostringstream out;
    print_import_report(report, out);
    CHECK(out.str() ==
          "table                     read  imported  left out\n"
          "timeSheet                   10         8         2\n"
          "    left out: 2 rows, the reason\n"
          "    kept: 1 row although the user is gone\n"
          "all                         10         8         2\n"
          "note: something\n");
}
