// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "storage/admin/named_rows.hpp"
#include "storage/money.hpp"
#include "storage/sqlite.hpp"

/// Customers, projects and activities as an operator sees and changes them. The noun is one of these three everywhere;
/// numbers are those of rows that are there.
namespace kimai::storage::admin {

/// A column to write. `column` is a name from the schema and never comes from outside; money is its hundredths.
struct ColumnChange {
    std::string_view column;
    std::variant<std::nullptr_t, std::int64_t, std::string> value;
};

/// Adds a row with a name; no group sees it yet. A project also needs its customerID among the changes.
std::int64_t add_entry(Connection& connection, Noun noun, std::string_view name,
                       const std::vector<ColumnChange>& changes);

/// Writes columns; with `name` its sort key too.
void change_entry(Connection& connection, Noun noun, std::int64_t id, const std::vector<ColumnChange>& changes);

/// Puts it into Kimai's trash, or takes it out again. Nothing else changes.
void set_entry_removed(Connection& connection, Noun noun, std::int64_t id, bool removed);

/// How many time entries were recorded for it.
std::int64_t time_entries_of(Connection& connection, Noun noun, std::int64_t id);

/// The groups that see it, the ones in the trash too, by number.
std::vector<std::int64_t> groups_that_see(Connection& connection, Noun noun, std::int64_t id);

/// Whether that changed anything.
bool show_to_group(Connection& connection, Noun noun, std::int64_t id, std::int64_t group);
bool hide_from_group(Connection& connection, Noun noun, std::int64_t id, std::int64_t group);

}  // namespace kimai::storage::admin
