// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "storage/import_target.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <utility>

#include "storage/bulk_insert.hpp"
#include "storage/new_file.hpp"
#include "storage/schema.hpp"
#include "storage/totals.hpp"

namespace kimai::storage {

namespace {

[[noreturn]] void fail(const std::string& doing) { throw DatabaseError(0, doing + ": " + std::strerror(errno)); }

/// Keeps every SQLite connection waiting that opens this file, under whatever name, until the descriptor is closed:
/// these are the bytes that it locks before it reads anything (sqlite.org/fileformat2.html, "The Lock-Byte Page").
void keep_readers_waiting(int file) {
    struct flock bytes {};
    bytes.l_type = F_WRLCK;
    bytes.l_whence = SEEK_SET;
    bytes.l_start = 0x40000000;
    bytes.l_len = 512;
    if (::fcntl(file, F_OFD_SETLK, &bytes) != 0) fail("cannot lock the new database");
}

void let_readers_go(int file) {
    struct flock bytes {};
    bytes.l_type = F_UNLCK;
    bytes.l_whence = SEEK_SET;
    ::fcntl(file, F_OFD_SETLK, &bytes);
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
    : database_(std::move(database)), draft_(database_ + ".importing"), replace_(replace) {
    exists_ = std::filesystem::exists(database_);
    if (exists_) check_existing();
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

void ImportTarget::check_existing() const {
    if (std::filesystem::file_size(database_) == 0) return;
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
            if (filled && !replace_) {
                throw ImportRefused(database_ + " holds data already; use --replace to put the import in its place");
            }
        }
    } catch (const DatabaseError& error) {
        throw ImportRefused(database_ + " cannot be read as a database of this program: " + error.what());
    }
}

void ImportTarget::lock() {
    lock_ = ::open(draft_.c_str(), O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0600);
    if (lock_ < 0) throw ImportRefused("cannot write beside " + database_ + ": " + std::strerror(errno));
    if (::flock(lock_, LOCK_EX | LOCK_NB) != 0) {
        ::close(lock_);
        throw ImportRefused("another import into " + database_ + " is running");
    }
    // One that a killed process left, or somebody else made, may have another mode.
    if (::fchmod(lock_, S_IRUSR | S_IWUSR) != 0 || ::ftruncate(lock_, 0) != 0) {
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
        Rows rows = connection_->query(
            "SELECT type, name, sql FROM sqlite_master WHERE type IN ('index', 'trigger') AND sql IS NOT NULL");
        while (rows.next()) {
            drops.append("DROP ").append(rows.text(0)).append(" ").append(rows.text(1)).append(";");
            (rows.text(0) == "index" ? indexes_ : triggers_).append(rows.text(2)).append(";");
        }
    }
    connection_->run_script(drops.c_str());
    connection_->run_script("BEGIN");
}

void ImportTarget::publish() {
    connection_->run_script(indexes_.c_str());
    rebuild_totals(*connection_);
    connection_->run_script(triggers_.c_str());
    connection_->run_script("COMMIT");
    if (exists_) {
        Connection existing = Connection::open(database_, {.busy_timeout = std::chrono::seconds(30)});
        // A server may have filled it while the dump was read.
        overwrite_database(existing, *connection_, [this] { check_existing(); });
        try {
            existing.run_script("PRAGMA wal_checkpoint(PASSIVE)");
        } catch (const DatabaseError&) {
            // The import is in the journal, whole. Whoever writes next tries again.
        }
    } else {
        connection_->run_script("PRAGMA locking_mode = NORMAL; PRAGMA journal_mode = WAL");
        connection_.reset();
        rename_into_place();
    }
}

void ImportTarget::rename_into_place() {
    if (!flush_to_disk(draft_)) fail("cannot write " + draft_);
    keep_readers_waiting(lock_);
    if (!claim_name(draft_, database_)) {
        if (errno != EEXIST) fail("cannot rename " + draft_ + " to " + database_);
        throw ImportRefused(database_ + " appeared while the dump was read; nothing was changed");
    }
    // The name is ours, and nobody reads yet: what lies beside it is of a database that was deleted. SQLite would take
    // that journal for this one's.
    std::error_code ignored;
    std::filesystem::remove(database_ + "-wal", ignored);
    std::filesystem::remove(database_ + "-shm", ignored);
    let_readers_go(lock_);
    // The import has happened: that a power cut might undo it is no reason to report a failure.
    flush_to_disk(folder_of(database_));
}

ImportTarget::~ImportTarget() {
    connection_.reset();
    remove_database(draft_);
    ::close(lock_);
}

}  // namespace kimai::storage
