// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "storage/trouble.hpp"

#include <doctest/doctest.h>
#include <sqlite3.h>

#include <cerrno>
#include <vector>

using namespace kimai::storage;

TEST_CASE("codes of SQLite and what they mean") {
    struct Row {
        const char* name;
        int code;
        int system;
        Trouble expected;
    };
    const std::vector<Row> rows{
        {"full", SQLITE_FULL, 0, Trouble::full},
        {"a write, no space", SQLITE_IOERR_WRITE, ENOSPC, Trouble::full},
        {"a write, the quota", SQLITE_IOERR_WRITE, EDQUOT, Trouble::full},
        {"a write, the limit on the size of files", SQLITE_IOERR_WRITE, EFBIG, Trouble::full},
        {"the index of the log, no space", SQLITE_IOERR_SHMSIZE, ENOSPC, Trouble::full},
        {"a write, a file system that is read-only", SQLITE_IOERR_WRITE, EROFS, Trouble::read_only},
        {"a write, not permitted", SQLITE_IOERR_WRITE, EPERM, Trouble::read_only},
        {"read-only", SQLITE_READONLY, 0, Trouble::read_only},
        {"read-only, its folder", SQLITE_READONLY_DIRECTORY, 0, Trouble::read_only},
        {"moved", SQLITE_READONLY_DBMOVED, 0, Trouble::replaced},
        {"busy", SQLITE_BUSY, 0, Trouble::locked},
        {"busy, an old snapshot", SQLITE_BUSY_SNAPSHOT, 0, Trouble::locked},
        {"corrupt", SQLITE_CORRUPT, 0, Trouble::damaged},
        {"corrupt, an index", SQLITE_CORRUPT_INDEX, 0, Trouble::damaged},
        {"no database", SQLITE_NOTADB, 0, Trouble::damaged},
        {"a read that fails", SQLITE_IOERR_READ, EIO, Trouble::failing},
        {"a sync that fails", SQLITE_IOERR_FSYNC, EIO, Trouble::failing},
        {"out of memory in the middle of a file", SQLITE_IOERR_NOMEM, EIO, Trouble::no_memory},
        {"out of memory", SQLITE_NOMEM, 0, Trouble::no_memory},
        {"cannot be opened", SQLITE_CANTOPEN, EACCES, Trouble::unreachable},
        {"a missing table", SQLITE_ERROR, 0, Trouble::other},
        {"a bug", SQLITE_MISUSE, 0, Trouble::other},
        {"a constraint", SQLITE_CONSTRAINT_UNIQUE, ENOSPC, Trouble::other},
        {"ours", 0, ENOSPC, Trouble::other},
    };
    for (const Row& row : rows) {
        CAPTURE(row.name);
        CHECK(trouble_of(DatabaseError(row.code, "text", row.system)) == row.expected);
    }
}

TEST_CASE("Each trouble has an advice that names the file, but one that is none of the database's") {
    for (int number = 0; number < static_cast<int>(Trouble::other); ++number) {
        const auto trouble = static_cast<Trouble>(number);
        CAPTURE(number);
        const std::string advice = advice_on(trouble, "/var/lib/kimai.db");
        CHECK(!advice.empty());
        CHECK(advice.find(": ") != std::string::npos);
        if (trouble != Trouble::no_memory) CHECK(advice.find("/var/lib/kimai.db") != std::string::npos);
    }
    CHECK(advice_on(Trouble::other, "/var/lib/kimai.db").empty());
}
