// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "api/logins.hpp"

#include <stdexcept>

#include "api/passwords.hpp"
#include "api/preferences.hpp"

namespace kimai::api {

namespace {

// Kimai's own, for a database that does not say.
constexpr std::int64_t usual_login_tries = 3;
constexpr std::int64_t usual_ban_seconds = 900;

}  // namespace

std::string key_of(storage::Store& store, const Vault& vault, std::int64_t user, std::int64_t now) {
    const std::string purpose = purpose_of_key(user);
    if (const auto sealed = store.users.sealed_key(user)) {
        if (auto key = vault.open_sealed(*sealed, purpose)) return *key;
        throw std::runtime_error("the API key of user " + std::to_string(user) +
                                 " cannot be opened with the key file: it belongs to another database");
    }
    std::string key = new_api_key();
    store.users.set_key(user, vault.lookup(key), vault.seal(key, purpose), now);
    return key;
}

bool Logins::is_banned(storage::Store& store, const storage::Credentials& credentials, std::int64_t now) const {
    const std::int64_t tries = configured_number(store.settings, "loginTries", usual_login_tries);
    if (tries <= 0 || credentials.failed_logins < tries) return false;
    return now - credentials.last_failure <= configured_number(store.settings, "loginBanTime", usual_ban_seconds);
}

std::string Logins::welcome(const storage::Credentials& user, const std::optional<std::string>& new_hash,
                            std::int64_t now) {
    std::string key;
    write_([&](storage::Store& writing) {
        if (new_hash) writing.users.set_password(user.user, *new_hash);
        if (user.failed_logins != 0) writing.users.forget_failed_logins(user.user);
        key = key_of(writing, vault_, user.user, now);
    });
    return key;
}

std::optional<std::string> Logins::sign_in(storage::Store& store, const Client& client, std::string_view name,
                                           std::string_view password, std::int64_t now) {
    if (!limit_.admit(client.address, now)) return std::nullopt;
    const auto credentials = store.users.credentials(name);
    const bool may_enter = credentials && credentials->admitted && !is_banned(store, *credentials, now);
    std::optional<std::string_view> stored;
    if (may_enter && credentials->password) stored = *credentials->password;
    const PasswordCheck check = check_password(password, stored, salt_);
    if (check.fits) return welcome(*credentials, check.replacement, now);
    if (may_enter) {
        write_([&](storage::Store& writing) { writing.users.count_failed_login(credentials->user, now); });
    }
    return std::nullopt;
}

}  // namespace kimai::api
