// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "storage/bulk_insert.hpp"

#include <sqlite3.h>

#include <memory>

namespace kimai::storage {

BulkInsert::BulkInsert(Connection& connection, std::string_view sql)
    : connection_(connection), statement_(connection.compile(sql)) {}

BulkInsert::~BulkInsert() { sqlite3_finalize(statement_); }

void BulkInsert::fail(int code) const { connection_.fail(code, sqlite3_sql(statement_)); }

void BulkInsert::bind_null(int parameter) {
    if (const int code = sqlite3_bind_null(statement_, parameter); code != SQLITE_OK) fail(code);
}

void BulkInsert::bind_integer(int parameter, std::int64_t value) {
    if (const int code = sqlite3_bind_int64(statement_, parameter, value); code != SQLITE_OK) fail(code);
}

void BulkInsert::bind_text(int parameter, std::string_view value) {
    const char* start = value.empty() ? "" : value.data();
    const int code = sqlite3_bind_text64(statement_, parameter, start, value.size(), SQLITE_STATIC, SQLITE_UTF8);
    if (code != SQLITE_OK) fail(code);
}

void BulkInsert::bind_bytes(int parameter, Bytes value) {
    const void* start = value.empty() ? static_cast<const void*>("") : value.data();
    const int code = sqlite3_bind_blob64(statement_, parameter, start, value.size(), SQLITE_STATIC);
    if (code != SQLITE_OK) fail(code);
}

BulkInsert::Outcome BulkInsert::run() {
    const int code = sqlite3_step(statement_);
    sqlite3_reset(statement_);
    switch (code) {
        case SQLITE_DONE:
            return connection_.changes() > 0 ? Outcome::inserted : Outcome::ignored;
        case SQLITE_CONSTRAINT_PRIMARYKEY:
        case SQLITE_CONSTRAINT_ROWID:
        case SQLITE_CONSTRAINT_UNIQUE:
            return Outcome::duplicate;
        default:
            fail(code);
    }
}

void overwrite_database(Connection& target, Connection& source, const std::function<void()>& check) {
    std::unique_ptr<sqlite3_backup, int (*)(sqlite3_backup*)> backup(
        sqlite3_backup_init(target.handle_, "main", source.handle_, "main"), sqlite3_backup_finish);
    if (!backup) target.fail(sqlite3_errcode(target.handle_), "overwriting the database");
    // No page is copied yet, but the target's write lock is taken.
    const int locked = sqlite3_backup_step(backup.get(), 0);
    if (locked != SQLITE_OK) target.fail(locked, "overwriting the database");
    check();
    // sqlite3_backup_finish() does not report a lock that was not got.
    const int copied = sqlite3_backup_step(backup.get(), -1);
    const int finished = sqlite3_backup_finish(backup.release());
    if (copied != SQLITE_DONE) target.fail(copied, "overwriting the database");
    if (finished != SQLITE_OK) target.fail(finished, "overwriting the database");
}

}  // namespace kimai::storage
