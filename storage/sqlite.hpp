// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <unordered_map>

struct sqlite3;
struct sqlite3_stmt;

/// The engine, wrapped so that nothing of it leaks out: connections, statements and transactions that clean up after
/// themselves. Only the repositories and the import call this. A Connection and all that comes from it belong to one
/// thread at a time.
namespace kimai::storage {

/// The database refused or broke. The text says what and where; it is for the log, never for a client.
class DatabaseError : public std::runtime_error {
  public:
    DatabaseError(int code, const std::string& what, int system_error = 0)
        : std::runtime_error(what), code_(code), system_error_(system_error) {}
    /// SQLite's extended result code.
    int code() const { return code_; }
    /// What the system said (errno) where SQLite failed at a file, else 0 or something of no meaning.
    int system_error() const { return system_error_; }

  private:
    int code_;
    int system_error_;
};

using Bytes = std::span<const std::byte>;

enum class Synchronous { full, normal };

struct OpenOptions {
    /// full: an answered write survives a power cut. normal: it survives a crash of the process only.
    Synchronous synchronous = Synchronous::full;
    /// How long to wait for another process's lock before giving up.
    std::chrono::milliseconds busy_timeout{5000};
    bool create = false;
    /// The connection refuses to write.
    bool read_only = false;
};

class Connection;

/// A statement that was bound and is being read. At most one of a given SQL text is open at a time on a connection.
/// Text and bytes that it hands out live until the next call of next() or its end.
class Rows {
  public:
    Rows(Rows&& other) noexcept;
    Rows(const Rows&) = delete;
    Rows& operator=(const Rows&) = delete;
    Rows& operator=(Rows&&) = delete;
    ~Rows();

    /// Moves to the next row; false behind the last one, where the statement is free again. Throws DatabaseError.
    bool next();

    // Columns of the row that next() moved to, from 0 on.
    bool is_null(int column) const;
    std::int64_t integer(int column) const;
    std::string_view text(int column) const;
    Bytes bytes(int column) const;
    std::optional<std::int64_t> optional_integer(int column) const;
    std::optional<std::string_view> optional_text(int column) const;

  private:
    friend class Connection;
    Rows(Connection& connection, sqlite3_stmt* statement) : connection_(&connection), statement_(statement) {}
    void release();
    Connection* connection_;
    sqlite3_stmt* statement_;
};

class Connection {
  public:
    /// Opens a database file, or ":memory:". Sets WAL, foreign keys and the options. Throws DatabaseError with the
    /// file's name in its text. Does not look at the schema: see migrate().
    static Connection open(const std::string& file, const OpenOptions& options = {});

    Connection(Connection&&) noexcept;
    Connection(const Connection&) = delete;
    Connection& operator=(const Connection&) = delete;
    Connection& operator=(Connection&&) = delete;
    ~Connection();

    /// Runs a statement with its parameters bound (?1, ?2, ...) and gives its rows. The statement is compiled once a
    /// connection and kept. Parameters: integers, bool, text, Bytes, nullptr and optionals of these; they are copied.
    template <typename... Parameters>
    Rows query(std::string_view sql, const Parameters&... parameters) {
        Rows rows(*this, prepared(sql));
        int index = 0;
        (bind(rows.statement_, ++index, parameters), ...);
        return rows;
    }

    /// Runs a statement that gives no rows. Returns how many rows it changed.
    template <typename... Parameters>
    std::int64_t execute(std::string_view sql, const Parameters&... parameters) {
        Rows rows = query(sql, parameters...);
        while (rows.next()) {
        }
        return changes();
    }

    /// Runs statements that are needed once (schema, pragmas), several in one text. Not kept, no parameters.
    void run_script(const char* sql);

    /// Has each row told that a statement of this connection adds, changes or removes, also by a trigger, before it is
    /// committed or taken back. Not of tables without row numbers, and not when one without triggers is emptied as a
    /// whole (https://www.sqlite.org/c3ref/update_hook.html). `told` must neither throw nor use the connection.
    using Told = std::function<void(std::string_view table, std::int64_t row)>;
    void tell_changes(Told told);

    /// Another number than the last time if another connection, of any process, has committed since. Within a
    /// transaction it stays the same.
    std::int64_t version_by_others();

    std::int64_t last_insert_id() const;
    std::int64_t changes() const;
    bool in_transaction() const;
    bool is_read_only() const;
    /// The whole name of the database file; empty for one in memory.
    std::string file() const;

  private:
    friend class Rows;
    friend class BulkInsert;
    friend class ChangeWatch;
    friend void overwrite_database(Connection& target, Connection& source, const std::function<void()>& check);
    explicit Connection(sqlite3* handle) : handle_(handle) {}
    sqlite3_stmt* prepared(std::string_view sql);
    sqlite3_stmt* compile(std::string_view sql);
    [[noreturn]] void fail(int code, std::string_view doing) const;

    void bind(sqlite3_stmt* statement, int index, std::nullptr_t);
    void bind(sqlite3_stmt* statement, int index, std::int64_t value);
    void bind(sqlite3_stmt* statement, int index, int value) { bind(statement, index, std::int64_t{value}); }
    void bind(sqlite3_stmt* statement, int index, bool value) { bind(statement, index, std::int64_t{value}); }
    void bind(sqlite3_stmt* statement, int index, std::string_view value);
    void bind(sqlite3_stmt* statement, int index, const std::string& value) {
        bind(statement, index, std::string_view(value));
    }
    void bind(sqlite3_stmt* statement, int index, const char* value) {
        bind(statement, index, std::string_view(value));
    }
    void bind(sqlite3_stmt* statement, int index, Bytes value);
    template <typename T>
    void bind(sqlite3_stmt* statement, int index, const std::optional<T>& value) {
        if (value) {
            bind(statement, index, *value);
        } else {
            bind(statement, index, nullptr);
        }
    }

    struct TextHash {
        using is_transparent = void;
        std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>{}(text); }
    };

    sqlite3* handle_;
    std::unique_ptr<Told> told_;  // SQLite knows where it is.
    std::unordered_map<std::string, sqlite3_stmt*, TextHash, std::equal_to<>> statements_;
};

/// A transaction, rolled back unless commit() was called. Takes the write lock at once, so that it can't fail half-way.
class Transaction {
  public:
    explicit Transaction(Connection& connection);
    Transaction(const Transaction&) = delete;
    Transaction& operator=(const Transaction&) = delete;
    ~Transaction();
    /// Throws DatabaseError; then nothing of the transaction is in the database.
    void commit();

  private:
    Connection& connection_;
    bool open_ = true;
};

/// Lets all reads until its end see the database at one moment, whatever is written meanwhile.
class Snapshot {
  public:
    explicit Snapshot(Connection& connection);
    Snapshot(const Snapshot&) = delete;
    Snapshot& operator=(const Snapshot&) = delete;
    ~Snapshot();

  private:
    Connection& connection_;
};

/// A part of a transaction that can be taken back alone; rolled back unless release() was called. Does not nest.
class Savepoint {
  public:
    explicit Savepoint(Connection& connection);
    Savepoint(const Savepoint&) = delete;
    Savepoint& operator=(const Savepoint&) = delete;
    ~Savepoint();
    void release();

  private:
    Connection& connection_;
    bool open_ = true;
};

}  // namespace kimai::storage
