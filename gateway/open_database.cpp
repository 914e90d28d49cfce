// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "gateway/open_database.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <stdexcept>
#include <string>
#include <utility>

#include "storage/contents.hpp"
#include "storage/schema.hpp"

namespace kimai::gateway {

namespace {

std::filesystem::path beside(const std::filesystem::path& database, const char* ending) {
    std::filesystem::path file = database;
    file += ending;
    return file;
}

/// SQLite would make the file itself, but readable for everyone whom the umask allows.
void make_private_file(const std::filesystem::path& file) {
    const int descriptor = ::open(file.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (descriptor < 0) {
        throw std::runtime_error("cannot make the database " + file.string() + ": " + std::strerror(errno));
    }
    ::close(descriptor);
}

/// Makes the file if it is missing; notes what SQLite puts beside it, too, for the case that it is to go again.
void make_if_missing(const std::filesystem::path& file, bool may_create, NewFiles& made) {
    if (file.empty() || file == ":memory:") throw std::runtime_error("the database must be a file");
    std::error_code error;
    if (std::filesystem::exists(file, error)) return;
    if (!may_create) throw std::runtime_error("the database " + file.string() + " does not exist");
    make_private_file(file);
    made.add(file);
    made.add(beside(file, "-wal"));
    made.add(beside(file, "-shm"));
}

storage::Connection open_and_migrate(const std::filesystem::path& file, const storage::OpenOptions& options) {
    storage::Connection connection = storage::Connection::open(file.string(), options);
    if (storage::is_of_another_program(connection)) {
        throw std::runtime_error(file.string() + " is a database of another program");
    }
    storage::migrate(connection);
    return connection;
}

api::Vault open_vault(const std::filesystem::path& database, storage::Connection& connection, NewFiles& made) {
    const std::filesystem::path file = key_file_of(database);
    std::error_code error;
    const bool is_missing = !std::filesystem::exists(file, error);
    api::Vault vault = api::Vault::open(file, !storage::has_sealed_values(connection));
    if (is_missing) made.add(file);
    return vault;
}

}  // namespace

NewFiles::~NewFiles() {
    for (const std::filesystem::path& file : files_) {
        std::error_code error;
        std::filesystem::remove(file, error);
    }
}

std::filesystem::path key_file_of(const std::filesystem::path& database) { return beside(database, ".key"); }

OpenedDatabase open_database(const std::filesystem::path& file, const storage::OpenOptions& options) {
    NewFiles made({});
    make_if_missing(file, options.create, made);
    storage::Connection connection = open_and_migrate(file, options);
    api::Vault vault = open_vault(file, connection, made);
    return {.connection = std::move(connection), .vault = vault, .made = made.keep()};
}

storage::Connection open_without_secrets(const std::filesystem::path& file) {
    NewFiles none({});
    make_if_missing(file, false, none);
    return open_and_migrate(file, {});
}

}  // namespace kimai::gateway
