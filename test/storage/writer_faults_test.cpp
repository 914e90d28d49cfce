// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include <doctest/doctest.h>
#include <sqlite3.h>

#include <algorithm>
#include <atomic>
#include <cstring>
#include <filesystem>
#include <future>
#include <memory>
#include <string>
#include <vector>

#include "storage/schema.hpp"
#include "storage/trouble.hpp"
#include "storage/writer.hpp"
#include "test/storage/scratch_folder.hpp"

using namespace kimai::storage;
using kimai::test::ScratchFolder;

namespace {

/// A file system of SQLite's own kind, in whose place it steps while it lives, and which fails when told.
class FailingDisk {
  public:
    FailingDisk() : below_(sqlite3_vfs_find(nullptr)), vfs_(*below_) {
        // SQLite's files have a table of functions; ours is one more file around each.
        vfs_.zName = "failing";
        vfs_.szOsFile = static_cast<int>(sizeof(File)) + below_->szOsFile;
        vfs_.pAppData = this;
        vfs_.xOpen = open;
        sqlite3_vfs_register(&vfs_, 1);
    }
    ~FailingDisk() {
        sqlite3_vfs_register(below_, 1);
        sqlite3_vfs_unregister(&vfs_);
    }
    FailingDisk(const FailingDisk&) = delete;
    FailingDisk& operator=(const FailingDisk&) = delete;
    FailingDisk(FailingDisk&&) = delete;
    FailingDisk& operator=(FailingDisk&&) = delete;

    /// The write or sync after `good` more ones fails with that code, and all after it until heal().
    void fail_after(int good, int code) {
        code_ = code;
        left_ = good;
    }
    void heal() { left_ = endless; }
    /// Whether it came to a failure.
    bool failed() const { return left_ < 0; }

  private:
    static constexpr int endless = 1 << 30;

    struct File {
        sqlite3_file base;
        FailingDisk* disk;
        sqlite3_file* below() { return reinterpret_cast<sqlite3_file*>(this + 1); }
    };

    static File* mine(sqlite3_file* file) { return reinterpret_cast<File*>(file); }

    int result(int otherwise) { return left_-- > 0 ? otherwise : code_.load(); }

    static int open(sqlite3_vfs* vfs, const char* name, sqlite3_file* file, int flags, int* out) {
        auto* const disk = static_cast<FailingDisk*>(vfs->pAppData);
        mine(file)->base.pMethods = nullptr;
        mine(file)->disk = disk;
        const int code = disk->below_->xOpen(disk->below_, name, mine(file)->below(), flags, out);
        if (mine(file)->below()->pMethods != nullptr) mine(file)->base.pMethods = &methods;
        return code;
    }

    static int write(sqlite3_file* file, const void* bytes, int count, sqlite3_int64 at) {
        const int code = mine(file)->disk->result(SQLITE_OK);
        if (code != SQLITE_OK) return code;
        sqlite3_file* const below = mine(file)->below();
        return below->pMethods->xWrite(below, bytes, count, at);
    }
    /// Waits for no real disk: the power stays on here, and hundreds of databases would wait a minute or more.
    static int sync(sqlite3_file* file, int) { return mine(file)->disk->result(SQLITE_OK); }

    /// Hands a call on as it is.
    template <auto Member, typename... Arguments>
    static auto pass(sqlite3_file* file, Arguments... arguments) {
        sqlite3_file* const below = mine(file)->below();
        return (below->pMethods->*Member)(below, arguments...);
    }

    static const sqlite3_io_methods methods;

    sqlite3_vfs* below_;
    sqlite3_vfs vfs_;
    std::atomic<int> left_ = endless;
    std::atomic<int> code_ = SQLITE_OK;
};

using M = sqlite3_io_methods;
const sqlite3_io_methods FailingDisk::methods{
    .iVersion = 2,
    .xClose = pass<&M::xClose>,
    .xRead = pass<&M::xRead, void*, int, sqlite3_int64>,
    .xWrite = write,
    .xTruncate = pass<&M::xTruncate, sqlite3_int64>,
    .xSync = sync,
    .xFileSize = pass<&M::xFileSize, sqlite3_int64*>,
    .xLock = pass<&M::xLock, int>,
    .xUnlock = pass<&M::xUnlock, int>,
    .xCheckReservedLock = pass<&M::xCheckReservedLock, int*>,
    .xFileControl = pass<&M::xFileControl, int, void*>,
    .xSectorSize = pass<&M::xSectorSize>,
    .xDeviceCharacteristics = pass<&M::xDeviceCharacteristics>,
    .xShmMap = pass<&M::xShmMap, int, int, int, void volatile**>,
    .xShmLock = pass<&M::xShmLock, int, int, int>,
    .xShmBarrier = pass<&M::xShmBarrier>,
    .xShmUnmap = pass<&M::xShmUnmap, int>,
    .xFetch = nullptr,
    .xUnfetch = nullptr,
};

std::string value(int number) { return std::to_string(number) + std::string(3000, 'x'); }

/// Has one value written. -> what kind of trouble, or nothing if it was answered
std::optional<Trouble> write(Writer& writer, int number) {
    try {
        writer.write_and_wait([number](Store& store) {
            store.settings.set_configuration("a" + std::to_string(number), value(number));
            store.settings.set_configuration("b" + std::to_string(number), value(number));
        });
    } catch (const DatabaseError& error) {
        return trouble_of(error);
    }
    return std::nullopt;
}

/// Both or none, and both if it was answered.
void check_content(const std::string& file, int count, const std::vector<bool>& answered) {
    Connection connection = Connection::open(file, {.read_only = true});
    for (int number = 0; number < count; ++number) {
        CAPTURE(number);
        Rows rows = connection.query("SELECT count(*) FROM configuration WHERE option IN (?1, ?2)",
                                     "a" + std::to_string(number), "b" + std::to_string(number));
        rows.next();
        const std::int64_t found = rows.integer(0);
        CHECK((found == 0 || found == 2));
        if (answered.at(static_cast<std::size_t>(number))) CHECK(found == 2);
    }
    Rows rows = connection.query("PRAGMA integrity_check");
    rows.next();
    CHECK(rows.text(0) == "ok");
}

}  // namespace

TEST_CASE(
    "Wherever the disk fails, what was answered is there, nothing is half there, and writing goes on afterwards") {
    struct Row {
        int code;
        Trouble expected;
    };
    for (const Row& row : {Row{SQLITE_FULL, Trouble::full}, Row{SQLITE_IOERR_WRITE, Trouble::failing},
                           Row{SQLITE_IOERR_FSYNC, Trouble::failing}}) {
        bool came_to_a_failure = true;
        for (int good = 0; came_to_a_failure; ++good) {
            CAPTURE(row.code);
            CAPTURE(good);
            FailingDisk disk;
            const ScratchFolder folder;
            const std::string file = folder.file("k.db");
            constexpr int count = 8;
            std::vector<bool> answered;
            {
                Connection connection = Connection::open(file, {.create = true});
                migrate(connection);
                connection.run_script("PRAGMA wal_autocheckpoint = 4");
                Writer writer(std::move(connection));
                disk.fail_after(good, row.code);
                for (int number = 0; number < count - 2; ++number) {
                    const auto trouble = write(writer, number);
                    answered.push_back(!trouble);
                    if (trouble) CHECK((*trouble == row.expected));
                }
                came_to_a_failure = disk.failed();
                disk.heal();
                for (int number = count - 2; number < count; ++number) {
                    answered.push_back(!write(writer, number));
                    CHECK(answered.back());
                }
            }
            check_content(file, count, answered);
            REQUIRE(good < 500);
        }
    }
}

TEST_CASE("Without its files the writer saves what was answered and refuses the rest, until they are back") {
    for (const char* const ending : {"-wal", "-shm"}) {
        CAPTURE(ending);
        const ScratchFolder folder;
        const std::string file = folder.file("k.db");
        Connection connection = Connection::open(file, {.create = true});
        migrate(connection);
        Writer writer(std::move(connection));
        REQUIRE_FALSE(write(writer, 0));
        std::filesystem::rename(file + ending, folder.file("aside"));
        const bool answered = !write(writer, 1);
        CHECK((write(writer, 2) == Trouble::replaced));
        {
            // What another program sees, and the next start.
            std::filesystem::copy_file(file, folder.file("copy.db"));
            check_content(folder.file("copy.db"), 3, {true, answered, false});
        }
        std::filesystem::rename(folder.file("aside"), file + ending);
        CHECK_FALSE(write(writer, 3));
    }
}

TEST_CASE("The writer writes no more to a database that was cut") {
    const ScratchFolder folder;
    const std::string file = folder.file("k.db");
    Connection connection = Connection::open(file, {.create = true});
    migrate(connection);
    connection.run_script("PRAGMA wal_checkpoint(TRUNCATE)");
    Writer writer(std::move(connection));
    std::filesystem::resize_file(file, 8192);
    write(writer, 0);
    CHECK((write(writer, 1) == Trouble::damaged));
}
