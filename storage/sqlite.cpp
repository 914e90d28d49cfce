// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "storage/sqlite.hpp"

#include <sqlite3.h>

#include <utility>

namespace kimai::storage {

namespace {

/// What the system said when a read or write of the database or its log failed last. SQLite's own
/// sqlite3_system_errno() looks after it has done other things, and then finds something else.
int last_system_error(sqlite3* handle) {
    for (const int which : {SQLITE_FCNTL_JOURNAL_POINTER, SQLITE_FCNTL_FILE_POINTER}) {
        sqlite3_file* file = nullptr;
        int error = 0;
        if (sqlite3_file_control(handle, "main", which, static_cast<void*>(&file)) != SQLITE_OK) continue;
        // A journal in memory answers nothing.
        if (file == nullptr || file->pMethods == nullptr || file->pMethods->xFileControl == nullptr) continue;
        if (file->pMethods->xFileControl(file, SQLITE_FCNTL_LAST_ERRNO, &error) == SQLITE_OK && error != 0)
            return error;
    }
    return sqlite3_system_errno(handle);
}

}  // namespace

Rows::Rows(Rows&& other) noexcept
    : connection_(other.connection_), statement_(std::exchange(other.statement_, nullptr)) {}

Rows::~Rows() { release(); }

void Rows::release() {
    if (statement_ == nullptr) return;
    sqlite3_reset(statement_);
    sqlite3_clear_bindings(statement_);
    statement_ = nullptr;
}

bool Rows::next() {
    if (statement_ == nullptr) return false;
    const int code = sqlite3_step(statement_);
    if (code == SQLITE_ROW) return true;
    if (code != SQLITE_DONE) connection_->fail(code, sqlite3_sql(statement_));
    // At once: one more step would run it again, and a later user of the statement must not be disturbed.
    release();
    return false;
}

namespace {

// A value is fetched once and then asked for its type, its text and so on: each sqlite3_column_ function would fetch
// it again. Allowed on a connection without mutexes (sqlite.org/c3ref/value.html).

bool is_null(sqlite3_value* value) { return sqlite3_value_type(value) == SQLITE_NULL; }

std::string_view text_of(sqlite3_value* value) {
    const auto* start = reinterpret_cast<const char*>(sqlite3_value_text(value));
    if (start == nullptr) return {};
    return {start, static_cast<std::size_t>(sqlite3_value_bytes(value))};
}

}  // namespace

bool Rows::is_null(int column) const { return storage::is_null(sqlite3_column_value(statement_, column)); }

std::int64_t Rows::integer(int column) const { return sqlite3_column_int64(statement_, column); }

std::string_view Rows::text(int column) const { return text_of(sqlite3_column_value(statement_, column)); }

Bytes Rows::bytes(int column) const {
    const auto* start = static_cast<const std::byte*>(sqlite3_column_blob(statement_, column));
    return {start, static_cast<std::size_t>(sqlite3_column_bytes(statement_, column))};
}

std::optional<std::int64_t> Rows::optional_integer(int column) const {
    sqlite3_value* value = sqlite3_column_value(statement_, column);
    if (storage::is_null(value)) return std::nullopt;
    return sqlite3_value_int64(value);
}

std::optional<std::string_view> Rows::optional_text(int column) const {
    sqlite3_value* value = sqlite3_column_value(statement_, column);
    if (storage::is_null(value)) return std::nullopt;
    return text_of(value);
}

namespace {

/// SQLite counts each byte that it allocates, for which all threads share a lock. Nobody asks for that count. Has to be
/// said before the process uses SQLite for the first time.
void count_no_memory() { [[maybe_unused]] static const int said = sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0); }

}  // namespace

Connection Connection::open(const std::string& file, const OpenOptions& options) {
    count_no_memory();
    int flags = options.read_only ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE;
    if (options.create) flags |= SQLITE_OPEN_CREATE;
    sqlite3* handle = nullptr;
    const int code = sqlite3_open_v2(file.c_str(), &handle, flags | SQLITE_OPEN_NOMUTEX, nullptr);
    Connection connection(handle);
    if (code != SQLITE_OK) {
        throw DatabaseError(code, "cannot open the database " + file + ": " + sqlite3_errstr(code),
                            sqlite3_system_errno(handle));
    }
    sqlite3_extended_result_codes(handle, 1);
    sqlite3_busy_timeout(handle, static_cast<int>(options.busy_timeout.count()));
    if (!options.read_only && sqlite3_db_readonly(handle, "main") == 1) {
        // SQLite gives what it can get.
        throw DatabaseError(SQLITE_READONLY, "cannot open the database " + file + " for writing");
    }
    try {
        connection.run_script("PRAGMA foreign_keys = ON; PRAGMA trusted_schema = OFF");
        if (!options.read_only) connection.run_script("PRAGMA journal_mode = WAL");
        connection.run_script(options.synchronous == Synchronous::full ? "PRAGMA synchronous = FULL"
                                                                       : "PRAGMA synchronous = NORMAL");
    } catch (const DatabaseError& error) {
        throw DatabaseError(error.code(), "cannot use the database " + file + ": " + error.what(),
                            error.system_error());
    }
    return connection;
}

Connection::Connection(Connection&& other) noexcept
    : handle_(std::exchange(other.handle_, nullptr)),
      told_(std::move(other.told_)),
      statements_(std::move(other.statements_)) {
    other.statements_.clear();
}

Connection::~Connection() {
    for (const auto& [sql, statement] : statements_) sqlite3_finalize(statement);
    sqlite3_close(handle_);
}

sqlite3_stmt* Connection::prepared(std::string_view sql) {
    if (const auto found = statements_.find(sql); found != statements_.end()) {
        if (sqlite3_stmt_busy(found->second) != 0) {
            throw std::logic_error("a statement is used while its rows are still being read: " + std::string(sql));
        }
        return found->second;
    }
    sqlite3_stmt* statement = compile(sql);
    statements_.emplace(sql, statement);
    return statement;
}

sqlite3_stmt* Connection::compile(std::string_view sql) {
    sqlite3_stmt* statement = nullptr;
    const int code = sqlite3_prepare_v3(handle_, sql.data(), static_cast<int>(sql.size()), SQLITE_PREPARE_PERSISTENT,
                                        &statement, nullptr);
    if (code != SQLITE_OK) fail(code, sql);
    return statement;
}

void Connection::bind(sqlite3_stmt* statement, int index, std::nullptr_t) {
    if (const int code = sqlite3_bind_null(statement, index); code != SQLITE_OK) fail(code, sqlite3_sql(statement));
}

void Connection::bind(sqlite3_stmt* statement, int index, std::int64_t value) {
    if (const int code = sqlite3_bind_int64(statement, index, value); code != SQLITE_OK) {
        fail(code, sqlite3_sql(statement));
    }
}

void Connection::bind(sqlite3_stmt* statement, int index, std::string_view value) {
    // A null pointer would bind NULL, and an empty view may hold one.
    const char* start = value.empty() ? "" : value.data();
    const int code = sqlite3_bind_text64(statement, index, start, value.size(), SQLITE_TRANSIENT, SQLITE_UTF8);
    if (code != SQLITE_OK) fail(code, sqlite3_sql(statement));
}

void Connection::bind(sqlite3_stmt* statement, int index, Bytes value) {
    const void* start = value.empty() ? static_cast<const void*>("") : value.data();
    const int code = sqlite3_bind_blob64(statement, index, start, value.size(), SQLITE_TRANSIENT);
    if (code != SQLITE_OK) fail(code, sqlite3_sql(statement));
}

void Connection::run_script(const char* sql) {
    if (const int code = sqlite3_exec(handle_, sql, nullptr, nullptr, nullptr); code != SQLITE_OK) fail(code, sql);
}

void Connection::tell_changes(Told told) {
    told_ = std::make_unique<Told>(std::move(told));
    const auto tell = [](void* told_to, int /*operation*/, const char* /*database*/, const char* table,
                         sqlite3_int64 row) { (*static_cast<Told*>(told_to))(table, row); };
    sqlite3_update_hook(handle_, tell, told_.get());
}

std::int64_t Connection::version_by_others() {
    Rows rows = query("PRAGMA data_version");
    rows.next();
    return rows.integer(0);
}

std::int64_t Connection::last_insert_id() const { return sqlite3_last_insert_rowid(handle_); }

std::int64_t Connection::changes() const { return sqlite3_changes64(handle_); }

bool Connection::in_transaction() const { return sqlite3_get_autocommit(handle_) == 0; }

bool Connection::is_read_only() const { return sqlite3_db_readonly(handle_, "main") == 1; }

std::string Connection::file() const {
    const char* const name = sqlite3_db_filename(handle_, "main");
    return name == nullptr ? std::string() : name;
}

void Connection::fail(int code, std::string_view doing) const {
    constexpr std::size_t longest_quote = 200;
    throw DatabaseError(code,
                        std::string(sqlite3_errmsg(handle_)) + " (" + sqlite3_errstr(code) +
                            ") in: " + std::string(doing.substr(0, longest_quote)),
                        last_system_error(handle_));
}

Transaction::Transaction(Connection& connection) : connection_(connection) { connection_.execute("BEGIN IMMEDIATE"); }

Transaction::~Transaction() {
    if (!open_ || !connection_.in_transaction()) return;
    try {
        connection_.execute("ROLLBACK");
    } catch (const DatabaseError&) {  // SQLite rolls back by itself when the connection closes.
    }
}

void Transaction::commit() {
    connection_.execute("COMMIT");
    open_ = false;
}

Snapshot::Snapshot(Connection& connection) : connection_(connection) { connection_.execute("BEGIN"); }

Snapshot::~Snapshot() {
    if (!connection_.in_transaction()) return;
    try {
        connection_.execute("COMMIT");
    } catch (const DatabaseError&) {  // Nothing was written, so nothing is lost; the next BEGIN says what is wrong.
    }
}

Savepoint::Savepoint(Connection& connection) : connection_(connection) { connection_.execute("SAVEPOINT part"); }

Savepoint::~Savepoint() {
    if (!open_ || !connection_.in_transaction()) return;
    try {
        connection_.execute("ROLLBACK TO part");
        connection_.execute("RELEASE part");
    } catch (const DatabaseError&) {  // The transaction around it is lost with it, and its commit says so.
    }
}

void Savepoint::release() {
    connection_.execute("RELEASE part");
    open_ = false;
}

}  // namespace kimai::storage
