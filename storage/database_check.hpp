// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "storage/sqlite.hpp"

/// Looks a database over for what is wrong with it, without changing anything.
namespace kimai::storage {

/// What a check came upon.
struct Finding {
    enum class Weight {
        note,  // good to know; nothing has to be done
        fault  // something is wrong
    };
    Weight weight = Weight::fault;
    std::string what;
    /// What to do about it, a sentence; may be empty in a note.
    std::string to_do = {};
};

using Findings = std::vector<Finding>;

/// One check: what it looks at, for the operator to read, and how. Throws DatabaseError when it cannot look.
struct Check {
    std::string_view name;
    std::function<void(Connection&, Findings&)> look;
};

/// The checks in their order: those of the file before those of what stands in it. Any connection will do, also one
/// that only reads while a server writes; what they read is not changed under them by Snapshot only. To add one is to
/// add a function and its row.
const std::vector<Check>& database_checks();

/// The finding that a database is when SQLite refuses to read it at all.
Finding damage(std::string what);

}  // namespace kimai::storage
