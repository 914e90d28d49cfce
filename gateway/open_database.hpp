// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <filesystem>
#include <utility>
#include <vector>

#include "api/vault.hpp"
#include "storage/sqlite.hpp"

namespace kimai::gateway {

/// A database that is ready to use.
struct OpenedDatabase {
    storage::Connection connection;
    api::Vault vault;
    /// What this opening made: the database and what lies beside it, the key file, both, or nothing.
    std::vector<std::filesystem::path> made;
};

/// Removes files at its end unless keep() was called: for what is to be there whole or not at all. Give it
/// OpenedDatabase::made, and let the connection close before it ends.
class NewFiles {
  public:
    explicit NewFiles(std::vector<std::filesystem::path> files) : files_(std::move(files)) {}
    NewFiles(const NewFiles&) = delete;
    NewFiles& operator=(const NewFiles&) = delete;
    NewFiles(NewFiles&&) = delete;
    NewFiles& operator=(NewFiles&&) = delete;
    ~NewFiles();

    void add(std::filesystem::path file) { files_.push_back(std::move(file)); }
    /// They stay. Answers which they are.
    std::vector<std::filesystem::path> keep() { return std::exchange(files_, {}); }

  private:
    std::vector<std::filesystem::path> files_;
};

/// The key file of a database: FILE.key.
std::filesystem::path key_file_of(const std::filesystem::path& database);

/// Opens a database for reading and writing, making it first if it is not there and options.create, brings it to the
/// newest schema, and opens the key file beside it, or makes one. New files are readable for their owner only (0600),
/// and SQLite gives the same mode to the -wal and -shm files beside them.
///
/// Throws, with a sentence for the operator, std::runtime_error (storage::DatabaseError is one) if the file is missing
/// and not to be made, is no database, belongs to another program or to a newer version, or cannot be made or written;
/// and if values are sealed in it but the key file is missing: with a new one all API keys would silently be lost.
/// Nothing is left behind then.
///
/// Further connections to the same file (one a thread, see Connection::open()) need none of this. options.read_only is
/// for them and must not be set here.
OpenedDatabase open_database(const std::filesystem::path& file, const storage::OpenOptions& options);

/// The same for a database that is there, without its key file: for what needs no secret.
storage::Connection open_without_secrets(const std::filesystem::path& file);

}  // namespace kimai::gateway
