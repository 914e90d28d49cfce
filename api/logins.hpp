// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "api/call.hpp"
#include "api/login_limit.hpp"
#include "api/vault.hpp"
#include "storage/store.hpp"

namespace kimai::api {

/// Signing in: checks name and password and gives the user's permanent API key. Any thread; slow on purpose (see
/// passwords.hpp).
class Logins {
  public:
    /// Runs work where writes run and returns when it is durable; throws what it threw.
    using Write = std::function<void(const std::function<void(storage::Store&)>&)>;

    /// The salt is that of Kimai's old hashes, as sealed in the database, if it is known.
    Logins(const Vault& vault, std::optional<std::string> salt, std::int64_t logins_per_minute, Write write)
        : vault_(vault), salt_(std::move(salt)), limit_(logins_per_minute), write_(std::move(write)) {}

    /// The user's key; nothing if refused, whyever: unknown name, wrong password, trashed or inactive, too many
    /// failures (Kimai's configuration loginTries and loginBanTime), too many logins from the address.
    std::optional<std::string> sign_in(storage::Store& store, const Client& client, std::string_view name,
                                       std::string_view password, std::int64_t now);

  private:
    bool is_banned(storage::Store& store, const storage::Credentials& credentials, std::int64_t now) const;
    std::string welcome(const storage::Credentials& user, const std::optional<std::string>& new_hash, std::int64_t now);

    const Vault& vault_;
    std::optional<std::string> salt_;
    LoginLimit limit_;
    Write write_;
};

/// The user's key from the database, or a new one that is written there. Throws std::runtime_error if the stored one
/// cannot be opened.
std::string key_of(storage::Store& store, const Vault& vault, std::int64_t user, std::int64_t now);

}  // namespace kimai::api
