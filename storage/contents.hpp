// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <cstdint>
#include <vector>

#include "storage/sqlite.hpp"

/// What a database file holds, asked before the program settles in it.
namespace kimai::storage {

/// Whether there are tables, but none of Kimai's: the file belongs to another program. False for an empty database.
/// Needs no schema. Throws DatabaseError, also if the file is no database at all.
bool is_of_another_program(Connection& connection);

/// Whether there are no tables at all: a new file, or one that was cut to nothing. Throws DatabaseError.
bool is_empty(Connection& connection);

/// Whether anything is sealed, so that a new secret would be useless: an API key or the salt of the old passwords.
/// Needs the schema (see migrate()). Throws DatabaseError.
bool has_sealed_values(Connection& connection);

/// The users who have an API key. Needs the schema. Throws DatabaseError.
std::vector<std::int64_t> users_with_keys(Connection& connection);

/// Puts an API key that was sealed anew in its place; when it was made and last used stays. Throws DatabaseError.
void replace_sealed_key(Connection& connection, std::int64_t user, Bytes lookup, Bytes sealed);

}  // namespace kimai::storage
