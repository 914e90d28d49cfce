// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "gateway/first_user.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <iostream>
#include <stdexcept>
#include <string>
#include <system_error>

#include "api/passwords.hpp"
#include "api/vault.hpp"
#include "gateway/open_database.hpp"
#include "storage/installation.hpp"

namespace kimai::gateway {

namespace {

void print(const std::string& password) {
    std::cout << "New database. Sign in as admin with the password " << password << "\n" << std::flush;
    if (!std::cout) throw std::runtime_error("the new user's password cannot be printed, so the database stays empty");
}

/// One that is there is of a start that ended before there was a user.
void write_new_file(const std::filesystem::path& path, const std::string& text) {
    ::unlink(path.c_str());
    constexpr mode_t for_the_owner = 0600;
    const int file = ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, for_the_owner);
    bool written = file >= 0 && ::write(file, text.data(), text.size()) == static_cast<::ssize_t>(text.size());
    written = written && ::fsync(file) == 0;
    const int error = errno;
    if (file >= 0) ::close(file);
    if (written) return;
    throw std::runtime_error("the new user's password cannot be written to " + path.string() + " (" +
                             std::generic_category().message(error) + "), so the database stays empty");
}

}  // namespace

void add_first_user_if_empty(storage::Store& store, const std::optional<std::filesystem::path>& password_file,
                             Log& log) {
    if (storage::is_filled(store)) return;
    const std::string password = api::new_api_key();
    storage::Transaction transaction(store.connection);
    const storage::Installation installation = storage::install(store);
    storage::add_administrator(store, installation, "admin", api::hash_password(password));
    // Before the commit: a user whose password nobody was told would be of no use.
    NewFiles made({});
    if (password_file) {
        made.add(*password_file);
        write_new_file(*password_file, password + "\n");
    } else {
        print(password);
    }
    transaction.commit();
    made.keep();
    log.info("the database is new and has one user, admin" +
             (password_file ? ", whose password lies in " + password_file->string() : ""));
}

}  // namespace kimai::gateway
