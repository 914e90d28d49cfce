// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <filesystem>
#include <string>

#include "api/vault.hpp"
#include "storage/sqlite.hpp"

/// What is sealed in a database (API keys, the salt of old passwords), and the key file that opens it.
namespace kimai::gateway {

/// What a key file does not open of a database, a sentence without full stop; empty if it opens all, or nothing is
/// sealed. Needs the schema. Throws storage::DatabaseError.
std::string closed_by(storage::Connection& connection, const std::filesystem::path& key_file);

/// Seals anew what `from` opens, so that `to` opens it. In the caller's transaction or none. Throws std::runtime_error
/// if something does not open.
void reseal(storage::Connection& connection, const api::Vault& from, const api::Vault& to);

/// Copies a key file (0600), whole or not at all. One that is there with the same content stays. Throws
/// std::runtime_error with a sentence, also if there is another one: it may be all that opens an older backup.
void copy_key_file(const std::filesystem::path& from, const std::filesystem::path& to);

}  // namespace kimai::gateway
