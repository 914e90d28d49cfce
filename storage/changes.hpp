// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <cstdint>

#include "storage/sqlite.hpp"

namespace kimai::storage {

/// Tells whether something changed since one looked last, whoever changed it. Two equal marks: nothing did. (A mark is
/// a random number, drawn anew with each change; see schema_totals.hpp.)
///
/// An answer depends on the mark of everyone, and beside it on the mark of each user whose time entries or expenses it
/// shows. What goes without notice: rates, failed logins, passwords, the last use of a key, and what startRecord
/// takes when it is given nothing (users.lastProject, lastActivity).
class Changes {
  public:
    /// In place of a user's number: customers, projects, activities, users, groups, permissions, settings ...
    static constexpr std::int64_t everyone = 0;

    explicit Changes(Connection& connection) : connection_(connection) {}

    /// The mark of a user's time entries and expenses, or of everyone. 0 for a user who never had any.
    std::int64_t mark_of(std::int64_t user) {
        Rows rows = connection_.query("SELECT mark FROM changes WHERE userID = ?1", user);
        return rows.next() ? rows.integer(0) : 0;
    }

    /// Gives everyone and every user a new mark: all may have changed.
    void all_changed();

  private:
    Connection& connection_;
};

}  // namespace kimai::storage
