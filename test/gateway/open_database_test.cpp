// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "gateway/open_database.hpp"

#include <doctest/doctest.h>
#include <sys/stat.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>
#include <string>

#include "storage/schema.hpp"
#include "storage/store.hpp"
#include "test/storage/scratch_folder.hpp"

namespace {

using namespace kimai;
using gateway::open_database;

constexpr storage::OpenOptions create{.create = true};
constexpr storage::OpenOptions existing{};

unsigned mode_of(const std::filesystem::path& file) {
    struct stat status {};
    REQUIRE(::stat(file.c_str(), &status) == 0);
    return status.st_mode & 0777U;
}

std::set<std::string> names_in(const std::filesystem::path& folder) {
    std::set<std::string> result;
    for (const auto& entry : std::filesystem::directory_iterator(folder)) result.insert(entry.path().filename());
    return result;
}

std::string content_of(const std::filesystem::path& file) {
    std::ifstream stream(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(stream), {}};
}

/// The sentence that opening fails with; empty if it does not fail.
std::string complaint(const std::filesystem::path& file, const storage::OpenOptions& options) {
    try {
        open_database(file, options);
    } catch (const std::runtime_error& error) {
        return error.what();
    }
    return "";
}

bool contains(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

/// A database with one user who has a key.
void make_with_key(const std::filesystem::path& file) {
    gateway::OpenedDatabase opened = open_database(file, create);
    storage::Store store(std::move(opened.connection));
    const std::int64_t user = store.users.add(
        {.name = "someone", .alias = std::nullopt, .mail = std::nullopt, .password = "", .global_role = 1});
    store.users.set_key(user, opened.vault.lookup("key"), opened.vault.seal("key", api::purpose_of_key(user)), 1);
}

TEST_CASE("a missing database is made, migrated, and for its owner only") {
    const test::ScratchFolder scratch;
    const std::filesystem::path folder = scratch.file("");
    const mode_t old_mask = ::umask(0);
    {
        gateway::OpenedDatabase opened = open_database(folder / "k.db", create);
        storage::Store store(std::move(opened.connection));
        store.settings.set_configuration("version", "1");
        CHECK(names_in(folder) == std::set<std::string>{"k.db", "k.db-shm", "k.db-wal", "k.db.key"});
        for (const auto& name : names_in(folder)) CHECK_MESSAGE(mode_of(folder / name) == 0600, name);
        CHECK(opened.made.size() == 4);
    }
    ::umask(old_mask);
    CHECK(names_in(folder) == std::set<std::string>{"k.db", "k.db.key"});
}

TEST_CASE("a database opens again with the same secret") {
    const test::ScratchFolder scratch;
    const std::filesystem::path folder = scratch.file("");
    make_with_key(folder / "k.db");
    gateway::OpenedDatabase opened = open_database(folder / "k.db", existing);
    CHECK(opened.made.empty());
    storage::Store store(std::move(opened.connection));
    const auto user = store.users.by_key(opened.vault.lookup("key"));
    REQUIRE(user);
    CHECK(opened.vault.open_sealed(store.users.sealed_key(user->id).value(), api::purpose_of_key(user->id)) == "key");
}

TEST_CASE("a database whose key file is gone is refused if anything is sealed in it") {
    const test::ScratchFolder scratch;
    const std::filesystem::path folder = scratch.file("");
    const auto file = folder / "k.db";
    SUBCASE("an API key") { make_with_key(file); }
    SUBCASE("the salt") {
        gateway::OpenedDatabase opened = open_database(file, create);
        storage::Settings(opened.connection)
            .set_secret_setting(storage::password_salt_setting, opened.vault.seal("salt", api::purpose_of_salt));
    }
    std::filesystem::remove(gateway::key_file_of(file));
    CHECK(contains(complaint(file, create), "is missing"));
    CHECK(contains(complaint(file, existing), "k.db.key"));
    CHECK(names_in(folder) == std::set<std::string>{"k.db"});
}

TEST_CASE("a database in which nothing is sealed gets a new key file") {
    const test::ScratchFolder scratch;
    const std::filesystem::path folder = scratch.file("");
    { open_database(folder / "k.db", create); }
    std::filesystem::remove(folder / "k.db.key");
    CHECK(open_database(folder / "k.db", existing).made == std::vector{folder / "k.db.key"});
}

TEST_CASE("what cannot be opened is told in a sentence, and nothing is left behind or changed") {
    const test::ScratchFolder scratch;
    const std::filesystem::path folder = scratch.file("");
    struct Case {
        const char* name = "";
        const char* file = "";
        storage::OpenOptions options;
        const char* sentence = "";
    };
    std::ofstream(folder / "text") << "This is no database, only a text that somebody wrote long ago.\n";
    {
        storage::Connection::open((folder / "other").string(), create).run_script("CREATE TABLE places (url TEXT)");
        storage::Connection newer = storage::Connection::open((folder / "newer").string(), create);
        storage::migrate(newer);
        newer.run_script("PRAGMA user_version = 1000");
    }
    { open_database(folder / "broken-key", create); }
    std::ofstream(folder / "broken-key.key") << "123\n";
    std::ofstream(folder / "new.key") << "123\n";
    const auto names = names_in(folder);
    for (const Case& given : {
             Case{"missing", "missing", existing, "missing does not exist"},
             Case{"no folder", "nowhere/k.db", create, "k.db: No such file or directory"},
             Case{"a folder", "", create, "cannot open the database"},
             Case{"no database", "text", create, "file is not a database"},
             Case{"another program's", "other", create, "a database of another program"},
             Case{"a newer version's", "newer", create, "made by a newer version"},
             Case{"broken key file", "broken-key", existing, "does not hold 64 hex digits"},
             Case{"broken key file beside a new database", "new", create, "does not hold 64 hex digits"},
         }) {
        CAPTURE(given.name);
        const auto file = folder / given.file;
        const std::string before = std::filesystem::is_regular_file(file) ? content_of(file) : "";
        const std::string sentence = complaint(file, given.options);
        CHECK_MESSAGE(contains(sentence, given.sentence), sentence);
        CHECK(names_in(folder) == names);
        if (!before.empty()) CHECK(content_of(file) == before);
    }
    CHECK(contains(complaint("", create), "must be a file"));
    CHECK(contains(complaint(":memory:", create), "must be a file"));
}

TEST_CASE("new files go unless they are kept") {
    const test::ScratchFolder scratch;
    const std::filesystem::path folder = scratch.file("");
    for (const bool is_reached : {true, false}) {
        std::ofstream(folder / "file") << "text";
        {
            gateway::NewFiles files({folder / "file", folder / "never made"});
            if (is_reached) CHECK(files.keep().size() == 2);
        }
        CHECK(std::filesystem::exists(folder / "file") == is_reached);
    }
}

}  // namespace
