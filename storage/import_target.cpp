// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "storage/import_target.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <utility>

#include "storage/bulk_insert.hpp"
#include "storage/schema.hpp"

namespace kimai::storage {

namespace {

[[noreturn]] void fail(const std::string& doing) { throw DatabaseError(0, doing + ": " + std::strerror(errno)); }

/// Makes what was written to a file or a folder's list of names survive a power cut.
void flush_to_disk(const std::string& path) {
    const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    if (file < 0) fail("cannot open " + path);
    const int flushed = ::fsync(file);
    ::close(file);
    if (flushed != 0) fail("cannot write " + path);
}

void remove_database(const std::string& file) {
    std::error_code ignored;
    for (const char* part : {"", "-wal", "-shm", "-journal"}) std::filesystem::remove(file + part, ignored);
}

std::int64_t number(Connection& connection, std::string_view sql) {
    Rows rows = connection.query(sql);
    rows.next();
    return rows.integer(0);
}

}  // namespace

ImportTarget::ImportTarget(std::string database, bool replace)
    : database_(std::move(database)), draft_(database_ + ".importing") {
    check_existing(replace);
    lock();
    try {
        open();
    } catch (...) {
        connection_.reset();
        remove_database(draft_);
        ::close(lock_);
        throw;
    }
}

void ImportTarget::check_existing(bool replace) {
    exists_ = std::filesystem::exists(database_);
    if (!exists_ || std::filesystem::file_size(database_) == 0) return;
    try {
        Connection connection = Connection::open(database_, {.read_only = true});
        const std::int64_t version = number(connection, "PRAGMA user_version");
        if (version > schema_version()) {
            throw ImportRefused(database_ + " was made by a newer version of this program");
        }
        if (version == 0) {
            if (number(connection, "SELECT count(*) FROM sqlite_master") == 0) return;
            throw ImportRefused(database_ + " is a database of another program");
        }
        for (const char* table : {"users", "customers", "projects", "activities", "timeSheet", "expenses"}) {
            const bool filled = number(connection, std::string("SELECT EXISTS (SELECT 1 FROM ") + table + ")") != 0;
            if (filled && !replace) {
                throw ImportRefused(database_ + " holds data already; use --replace to put the import in its place");
            }
        }
    } catch (const DatabaseError& error) {
        throw ImportRefused(database_ + " cannot be read as a database of this program: " + error.what());
    }
}

void ImportTarget::lock() {
    lock_ = ::open(draft_.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (lock_ < 0) throw ImportRefused("cannot write beside " + database_ + ": " + std::strerror(errno));
    if (::flock(lock_, LOCK_EX | LOCK_NB) != 0) {
        ::close(lock_);
        throw ImportRefused("another import into " + database_ + " is running");
    }
    if (::ftruncate(lock_, 0) != 0) {
        ::close(lock_);
        fail("cannot write " + draft_);
    }
}

void ImportTarget::open() {
    connection_.emplace(Connection::open(draft_));
    // The draft is worth nothing until it is whole, so it needs no journal and no flushing on the way. The memory is
    // for pages and for sorting the indexes.
    connection_->run_script(
        "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA locking_mode = EXCLUSIVE;"
        "PRAGMA foreign_keys = OFF; PRAGMA cache_size = -32768");
    migrate(*connection_);
    std::string drops;
    {
        Rows rows = connection_->query("SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL");
        while (rows.next()) {
            drops.append("DROP INDEX ").append(rows.text(0)).append(";");
            indexes_.append(rows.text(1)).append(";");
        }
    }
    connection_->run_script(drops.c_str());
    connection_->run_script("BEGIN");
}

void ImportTarget::publish() {
    connection_->run_script(indexes_.c_str());
    connection_->run_script("COMMIT");
    if (exists_) {
        Connection existing = Connection::open(database_, {.busy_timeout = std::chrono::seconds(30)});
        overwrite_database(existing, *connection_);
        existing.run_script("PRAGMA wal_checkpoint(PASSIVE)");
    } else {
        connection_->run_script("PRAGMA locking_mode = NORMAL; PRAGMA journal_mode = WAL");
        connection_.reset();
        rename_into_place();
    }
}

void ImportTarget::rename_into_place() {
    flush_to_disk(draft_);
    // A journal of a database that was deleted would be taken for the new one's.
    std::error_code ignored;
    std::filesystem::remove(database_ + "-wal", ignored);
    std::filesystem::remove(database_ + "-shm", ignored);
    int renamed = ::renameat2(AT_FDCWD, draft_.c_str(), AT_FDCWD, database_.c_str(), RENAME_NOREPLACE);
    if (renamed != 0 && errno == EINVAL) renamed = ::rename(draft_.c_str(), database_.c_str());
    if (renamed != 0 && errno == EEXIST) {
        throw ImportRefused(database_ + " appeared while the dump was read; nothing was changed");
    }
    if (renamed != 0) fail("cannot rename " + draft_ + " to " + database_);
    const auto folder = std::filesystem::absolute(database_).parent_path();
    flush_to_disk(folder.string());
}

ImportTarget::~ImportTarget() {
    connection_.reset();
    remove_database(draft_);
    ::close(lock_);
}

}  // namespace kimai::storage
