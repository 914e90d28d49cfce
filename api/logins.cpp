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

std::optional<std::string> password_salt(storage::Store& store, const Vault& vault) {
    const auto sealed = store.settings.secret_setting(storage::password_salt_setting);
    if (!sealed) return std::nullopt;
    if (auto salt = vault.open_sealed(*sealed, purpose_of_salt)) return salt;
    throw std::runtime_error("the password salt in the database cannot be opened: the key file is another database's");
}

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

/// The check took its time, and the database may have been replaced or the user shut out meanwhile.
std::optional<std::string> Logins::welcome(std::string_view name, const storage::Credentials& checked,
                                           const std::optional<std::string>& new_hash, std::int64_t now) {
    std::optional<std::string> key;
    write_([&](storage::Store& writing) {
        const auto user = writing.users.credentials(name);
        if (!user || user->user != checked.user || !user->admitted) return;
        // Of two first logins at once, the second one finds the password replaced.
        if (new_hash && user->password == checked.password) writing.users.set_password(user->user, *new_hash);
        if (user->failed_logins != 0) writing.users.forget_failed_logins(user->user);
        key = key_of(writing, vault_, user->user, now);
    });
    return key;
}

std::optional<std::string> Logins::sign_in(storage::Store& store, const Client& client, std::string_view name,
                                           std::string_view password, std::int64_t now) {
    if (!limit_.admit(client.address, now)) {
        counts_.throttled.add();
        return std::nullopt;
    }
    auto key = check(store, name, password, now);
    (key ? counts_.accepted : counts_.refused).add();
    return key;
}

std::optional<std::string> Logins::check(storage::Store& store, std::string_view name, std::string_view password,
                                         std::int64_t now) {
    const auto credentials = store.users.credentials(name);
    const bool may_enter = credentials && credentials->admitted && !is_banned(store, *credentials, now);
    std::optional<std::string_view> stored;
    if (may_enter && credentials->password) stored = *credentials->password;
    const PasswordCheck check = check_password(password, stored, password_salt(store, vault_));
    if (check.fits) return welcome(name, *credentials, check.replacement, now);
    if (may_enter) {  // Without waiting for the disk, so that the time does not tell that there is such a user.
        write_later_(
            [user = credentials->user, now](storage::Store& writing) { writing.users.count_failed_login(user, now); });
    }
    return std::nullopt;
}

}  // namespace kimai::api
