// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <cstdint>
#include <string_view>

#include "storage/store.hpp"

/// Who may see and change what, by the roles that Kimai's database holds. The old server asked none of this for records
/// by number; see docs/compatibility.md.
namespace kimai::api {

/// What is done to a record of another user.
enum class Deed { edit, remove };
enum class Records { time_entries, expenses };

/// Whether the caller's global role lets him see users beyond his own groups.
bool sees_beyond_own_groups(storage::Store& store, const storage::User& caller);

/// Whether the caller may read the records of that user: his own, and those of every user whom he may see.
bool may_read(storage::Store& store, const storage::User& caller, std::int64_t owner);

/// Whether the caller may change or remove records of that user. His own need no permission; with common groups his
/// membership role must permit it in all of them; without any his global role must.
bool may(storage::Store& store, const storage::User& caller, Deed deed, Records records, std::int64_t owner);

/// What the caller sees of customers, projects or activities ("customer", "project", "activity"): what his groups see.
/// One who is in no group sees all of them if his global role says so, else none.
storage::Viewer viewer_of(storage::Store& store, const storage::User& caller, std::string_view kind);

}  // namespace kimai::api
