// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "gateway/first_user.hpp"

#include <iostream>

#include "api/passwords.hpp"
#include "api/vault.hpp"
#include "storage/installation.hpp"

namespace kimai::gateway {

void add_first_user_if_empty(storage::Store& store, Log& log) {
    if (storage::is_filled(store)) return;
    const std::string password = api::new_api_key();
    {
        storage::Transaction transaction(store.connection);
        const storage::Installation installation = storage::install(store);
        storage::add_administrator(store, installation, "admin", api::hash_password(password));
        transaction.commit();
    }
    log.info("the database is new and has one user, admin");
    std::cout << "New database. Sign in as admin with the password " << password << "\n" << std::flush;
}

}  // namespace kimai::gateway
