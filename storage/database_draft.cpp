// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "storage/database_draft.hpp"

#include <fcntl.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <utility>

#include "storage/bulk_insert.hpp"
#include "storage/new_file.hpp"
#include "storage/one_number.hpp"
#include "storage/schema.hpp"

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

void remove_companions(const std::string& file) {
    std::error_code ignored;
    for (const char* part : {"-wal", "-shm", "-journal"}) std::filesystem::remove(file + part, ignored);
}

}  // namespace

DatabaseDraft::DatabaseDraft(std::string database, bool replace, const DraftPurpose& purpose)
    : database_(std::move(database)), replace_(replace), purpose_(purpose) {
    exists_ = std::filesystem::exists(database_);
    if (exists_) check_existing();
    draft_.emplace(database_, purpose_.ending, std::string(purpose_.work) + " into " + database_);
    try {
        open();
    } catch (...) {
        connection_.reset();
        remove_companions(draft_->name());
        throw;
    }
}

void DatabaseDraft::check_existing() const {
    if (std::filesystem::file_size(database_) == 0) return;
    try {
        Connection connection = Connection::open(database_, {.read_only = true});
        const std::int64_t version = one_number(connection, "PRAGMA user_version");
        if (version > schema_version()) {
            throw DraftRefused(database_ + " was made by a newer version of this program");
        }
        if (version == 0) {
            if (one_number(connection, "SELECT count(*) FROM sqlite_master") == 0) return;
            throw DraftRefused(database_ + " is a database of another program");
        }
        for (const char* table : {"users", "customers", "projects", "activities", "timeSheet", "expenses"}) {
            const bool filled = one_number(connection, std::string("SELECT EXISTS (SELECT 1 FROM ") + table + ")") != 0;
            if (filled && !replace_) {
                throw DraftRefused(database_ + " holds data already; use --replace to put " +
                                   std::string(purpose_.result) + " in its place");
            }
        }
    } catch (const DatabaseError& error) {
        throw DraftRefused(database_ + " cannot be read as a database of this program: " + error.what());
    }
}

void DatabaseDraft::open() {
    remove_companions(draft_->name());
    connection_.emplace(Connection::open(draft_->name()));
    // The draft is worth nothing until it is whole, so it needs no journal and no flushing on the way. The memory is
    // for pages and for sorting the indexes.
    connection_->run_script(
        "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA locking_mode = EXCLUSIVE;"
        "PRAGMA foreign_keys = OFF; PRAGMA cache_size = -32768");
}

void DatabaseDraft::publish(const std::function<void()>& before) {
    if (exists_) {
        Connection existing = Connection::open(database_, {.busy_timeout = std::chrono::seconds(30)});
        overwrite_database(existing, *connection_, [&] {
            check_existing();  // A server may have filled it meanwhile.
            if (before) before();
        });
        try {
            existing.run_script("PRAGMA wal_checkpoint(PASSIVE)");
        } catch (const DatabaseError&) {
            // The new content is in the journal, whole. Whoever writes next tries again.
        }
    } else {
        connection_->run_script("PRAGMA locking_mode = NORMAL; PRAGMA journal_mode = WAL");
        connection_.reset();
        rename_into_place();
    }
}

void DatabaseDraft::rename_into_place() {
    if (!flush_to_disk(draft_->name())) fail("cannot write " + draft_->name());
    keep_readers_waiting(draft_->descriptor());
    if (!claim_name(draft_->name(), database_)) {
        if (errno != EEXIST) fail("cannot rename " + draft_->name() + " to " + database_);
        throw DraftRefused(database_ + " appeared meanwhile; nothing was changed");
    }
    // The name is ours, and nobody reads yet: what lies beside it is of a database that was deleted. SQLite would take
    // that journal for this one's.
    std::error_code ignored;
    std::filesystem::remove(database_ + "-wal", ignored);
    std::filesystem::remove(database_ + "-shm", ignored);
    let_readers_go(draft_->descriptor());
    // It has happened: that a power cut might undo it is no reason to report a failure.
    flush_to_disk(folder_of(database_));
}

DatabaseDraft::~DatabaseDraft() {
    connection_.reset();
    remove_companions(draft_->name());
}

}  // namespace kimai::storage
