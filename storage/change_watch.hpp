// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>

#include "storage/sqlite.hpp"

namespace kimai::storage {

/// Marks of what answers depend on: drawn anew with each change, so that what was kept is right while both are the
/// same. They stand in the database and triggers draw them (schema_totals.hpp), so that the writes of any process
/// count.
struct ChangeMarks {
    /// What all users share: catalog, users, groups, roles, preferences, configuration.
    std::int64_t shared = 0;
    /// One user's time entries and expenses.
    std::int64_t own = 0;
    friend bool operator==(const ChangeMarks&, const ChangeMarks&) = default;
};

/// The marks as they are now, in the transaction that is open or one of their own. User 0: `own` stays 0.
ChangeMarks change_marks(Connection& connection, std::int64_t user);

/// What was changed since a mark was drawn. The database remembers no more than the last change.
struct Change {
    enum class Extent { nothing, one_row, anything };
    Extent extent = Extent::anything;
    /// The row that was added, changed or removed, if it is one.
    std::string table = {};
    std::int64_t row = 0;
};
struct Changes {
    /// In what all users share, and in the user's own.
    Change shared;
    Change own;
    /// As they are now.
    ChangeMarks marks = {};
};

/// What was changed since the marks of a user were drawn, in the transaction that is open.
Changes changes_since(Connection& connection, std::int64_t user, const ChangeMarks& marks);

/// ChangeMarks::shared alone, which every call asks for.
std::int64_t shared_mark(Connection& connection);

/// Tells whether a database has changed. For the thread of its connection.
class ChangeWatch {
  public:
    /// The connection must outlive the watch.
    explicit ChangeWatch(Connection& connection);

    /// Whether anything may have been written, by any process, since the last call; true at the first one. Costs less
    /// than a hundredth of a query, since nothing but memory is compared: the header of SQLite's WAL index, which is
    /// different after each commit and is what SQLite itself compares when a transaction begins
    /// (https://www.sqlite.org/walformat.html, 2.1). Always true for a database without one, such as ":memory:".
    bool moved();

  private:
    /// Of two copies the first one. A commit writes the second one before it, and readers see the commit when both are
    /// equal: while this one is as it was, nothing new can be seen.
    using WalIndexHeader = std::array<std::uint64_t, 6>;

    std::optional<WalIndexHeader> header() const;

    Connection& connection_;
    std::optional<WalIndexHeader> seen_;
};

}  // namespace kimai::storage
