// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "gateway/first_user.hpp"

#include <iostream>
#include <stdexcept>

#include "api/passwords.hpp"
#include "api/vault.hpp"
#include "storage/installation.hpp"

namespace kimai::gateway {

void add_first_user_if_empty(storage::Store& store, Log& log) {
    if (storage::is_filled(store)) return;
    const std::string password = api::new_api_key();
    storage::Transaction transaction(store.connection);
    const storage::Installation installation = storage::install(store);
    storage::add_administrator(store, installation, "admin", api::hash_password(password));
    // Before the commit: a user whose password nobody was told would be of no use.
    std::cout << "New database. Sign in as admin with the password " << password << "\n" << std::flush;
    if (!std::cout) throw std::runtime_error("the new user's password cannot be printed, so the database stays empty");
    transaction.commit();
    log.info("the database is new and has one user, admin");
}

}  // namespace kimai::gateway
