// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

#include "storage/sqlite.hpp"

namespace kimai::storage {

/// An INSERT that is run for very many rows. Unlike Connection::execute it looks nothing up and copies nothing: text
/// and bytes must live until run(). Parameters keep their values from row to row. Must not outlive the connection,
/// and belongs to its thread. Everything throws DatabaseError.
class BulkInsert {
  public:
    BulkInsert(Connection& connection, std::string_view sql);
    BulkInsert(const BulkInsert&) = delete;
    BulkInsert& operator=(const BulkInsert&) = delete;
    BulkInsert(BulkInsert&&) = delete;
    BulkInsert& operator=(BulkInsert&&) = delete;
    ~BulkInsert();

    /// Parameters are counted from 1, as in SQL.
    void bind_null(int parameter);
    void bind_integer(int parameter, std::int64_t value);
    void bind_text(int parameter, std::string_view value);
    void bind_bytes(int parameter, Bytes value);

    enum class Outcome {
        inserted,
        ignored,    ///< By INSERT OR IGNORE.
        duplicate,  ///< A key is there already; nothing was changed.
    };
    Outcome run();

  private:
    [[noreturn]] void fail(int code) const;
    Connection& connection_;
    sqlite3_stmt* statement_;
};

/// Makes the whole content of `target` that of `source`, in one transaction of the target: who reads it meanwhile,
/// in this process or another, sees all of the old or all of the new. `check` is called when nobody else can write to
/// the target any more, and may throw. Throws DatabaseError. If anything is thrown, the target is as it was.
void overwrite_database(Connection& target, Connection& source, const std::function<void()>& check);

}  // namespace kimai::storage
