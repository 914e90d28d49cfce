// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "storage/sqlite.hpp"

/// Queries that only administration asks. They read all there is, in the transaction that is open, and are not for
/// what serves calls.
namespace kimai::storage::admin {

/// What the operator names.
enum class Noun { user, group, customer, project, activity, status, global_role, membership_role };

/// A row that has a number and a name.
struct NamedRow {
    std::int64_t id = 0;
    std::string name;
    /// In Kimai's trash.
    bool removed = false;
    /// What tells it from another one of the same name: a project's customer. Empty where there is no such thing.
    std::string belongs_to;
};

/// All of a kind, by name as Kimai sorts it, then by number.
std::vector<NamedRow> named_rows(Connection& connection, Noun noun);

}  // namespace kimai::storage::admin
