// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "api/address_limit.hpp"
#include "api/call.hpp"
#include "api/vault.hpp"
#include "storage/counting.hpp"
#include "storage/store.hpp"

namespace kimai::api {

/// What became of those who wanted to sign in.
struct LoginCounts {
    storage::SharedCount accepted;
    storage::SharedCount refused;
    /// Refused without a look at the password: too many logins from the address.
    storage::SharedCount throttled;
};

/// Signing in: checks name and password and gives the user's permanent API key. Any thread; slow on purpose (see
/// passwords.hpp).
class Logins {
  public:
    /// Runs work where writes run and returns when it is durable; throws what it threw.
    using Write = std::function<void(const std::function<void(storage::Store&)>&)>;

    /// Runs work where writes run, some time later; nobody waits for it.
    using WriteLater = std::function<void(std::function<void(storage::Store&)>)>;

    Logins(const Vault& vault, std::int64_t logins_per_minute, Write write, WriteLater write_later)
        : vault_(vault), limit_(logins_per_minute), write_(std::move(write)), write_later_(std::move(write_later)) {}

    /// The user's key; nothing if refused, whyever: unknown name, wrong password, trashed or inactive, too many
    /// failures (Kimai's configuration loginTries and loginBanTime), too many logins from the address.
    std::optional<std::string> sign_in(storage::Store& store, const Client& client, std::string_view name,
                                       std::string_view password, std::int64_t now);

    const LoginCounts& counts() const { return counts_; }

  private:
    std::optional<std::string> check(storage::Store& store, std::string_view name, std::string_view password,
                                     std::int64_t now);
    bool is_banned(storage::Store& store, const storage::Credentials& credentials, std::int64_t now) const;
    std::optional<std::string> welcome(std::string_view name, const storage::Credentials& checked,
                                       const std::optional<std::string>& new_hash, std::int64_t now);

    const Vault& vault_;
    AddressLimit limit_;
    Write write_;
    WriteLater write_later_;
    LoginCounts counts_;
};

/// The salt of Kimai's old password hashes, if the database holds it. Throws std::runtime_error if it cannot be opened.
std::optional<std::string> password_salt(storage::Store& store, const Vault& vault);

/// The user's key from the database, or a new one that is written there. Throws std::runtime_error if the stored one
/// cannot be opened.
std::string key_of(storage::Store& store, const Vault& vault, std::int64_t user, std::int64_t now);

}  // namespace kimai::api
