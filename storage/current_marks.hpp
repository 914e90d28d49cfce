// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <cstdint>
#include <unordered_map>

#include "storage/change_watch.hpp"

namespace kimai::storage {

/// The marks of users as they are now. The database is asked only where something was written since the last look.
/// For the thread of its connection.
class CurrentMarks {
  public:
    /// The connection must outlive this.
    explicit CurrentMarks(Connection& connection) : connection_(connection), watch_(connection) {}

    /// As change_marks(). Valid until the next call. Throws DatabaseError.
    const ChangeMarks& of(std::int64_t user);

  private:
    Connection& connection_;
    ChangeWatch watch_;
    std::unordered_map<std::int64_t, ChangeMarks> known_;
};

}  // namespace kimai::storage
