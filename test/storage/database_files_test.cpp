// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "storage/database_files.hpp"

#include <doctest/doctest.h>
#include <fcntl.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "storage/schema.hpp"
#include "storage/sqlite.hpp"
#include "test/storage/scratch_folder.hpp"

using namespace kimai::storage;
using kimai::test::ScratchFolder;
using State = DatabaseFiles::State;
namespace fs = std::filesystem;

namespace {

/// A database that is open, with some pages in the file itself.
struct Opened {
    ScratchFolder folder;
    std::string file = folder.file("k.db");
    Connection connection = Connection::open(file, {.create = true});
    Opened() {
        migrate(connection);
        connection.run_script("PRAGMA wal_checkpoint(TRUNCATE)");
    }
};

}  // namespace

TEST_CASE("A database in use is in its place, whatever is done to it as it should be") {
    Opened opened;
    DatabaseFiles files(opened.file);
    CHECK(files.look() == State::in_place);
    opened.connection.run_script(
        "CREATE TABLE big (x); WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 200)"
        " INSERT INTO big SELECT zeroblob(4000) FROM n; PRAGMA wal_checkpoint(TRUNCATE)");
    const auto large = fs::file_size(opened.file);
    CHECK(files.look() == State::in_place);
    opened.connection.run_script("DROP TABLE big; VACUUM; PRAGMA wal_checkpoint(TRUNCATE)");
    REQUIRE(fs::file_size(opened.file) < large);
    CHECK(files.look() == State::in_place);
    CHECK(files.look() == State::in_place);
}

TEST_CASE("Files that were removed or exchanged are noticed, and also when they are back") {
    for (const char* const ending : {"", "-wal", "-shm"}) {
        CAPTURE(ending);
        Opened opened;
        DatabaseFiles files(opened.file);
        REQUIRE(files.look() == State::in_place);
        const std::string name = opened.file + ending;
        fs::rename(name, opened.folder.file("aside"));
        CHECK(files.look() == State::replaced);
        fs::copy_file(opened.folder.file("aside"), name);
        CHECK(files.look() == State::replaced);
        fs::rename(opened.folder.file("aside"), name);
        CHECK(files.look() == State::in_place);
    }
}

TEST_CASE("A log that is made after the first look is watched from then on") {
    Opened opened;
    const std::string other = opened.folder.file("other.db");
    std::ofstream(other).close();
    DatabaseFiles files(other);
    CHECK(files.look() == State::in_place);
    Connection connection = Connection::open(other);
    migrate(connection);
    CHECK(files.look() == State::in_place);
    fs::remove(other + "-wal");
    CHECK(files.look() == State::replaced);
}

TEST_CASE("A database that is cut is noticed") {
    for (const std::uintmax_t size : {0U, 50U, 100U, 4096U, 8192U, 8193U}) {
        CAPTURE(size);
        Opened opened;
        DatabaseFiles files(opened.file);
        REQUIRE(fs::file_size(opened.file) > size);
        fs::resize_file(opened.file, size);
        CHECK(files.look() == State::cut);
        CHECK(files.look() == State::cut);
    }
}

TEST_CASE("A database in memory has no files to lose") {
    DatabaseFiles files("");
    CHECK(files.look() == State::in_place);
}

TEST_CASE("To look takes no lock from the connections of this process") {
    Opened opened;
    opened.connection.run_script(
        "CREATE TABLE big (x); WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 200)"
        " INSERT INTO big SELECT zeroblob(4000) FROM n; PRAGMA wal_checkpoint(TRUNCATE)");
    DatabaseFiles files(opened.file);
    const int other = ::open(opened.file.c_str(), O_RDWR | O_CLOEXEC);
    REQUIRE(other >= 0);
    // Locks of the process and of an open file are in each other's way, so this is what another process would see.
    const auto is_locked = [other] {
        struct flock all {};
        all.l_type = F_WRLCK;
        all.l_whence = SEEK_SET;
        REQUIRE(::fcntl(other, F_OFD_GETLK, &all) == 0);
        return all.l_type != F_UNLCK;
    };
    REQUIRE(is_locked());
    const auto large = fs::file_size(opened.file);
    opened.connection.run_script("DROP TABLE big; VACUUM; PRAGMA wal_checkpoint(TRUNCATE)");
    REQUIRE(fs::file_size(opened.file) < large);
    CHECK(files.look() == State::in_place);
    CHECK(is_locked());
    ::close(other);
}
