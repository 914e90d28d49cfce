// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <optional>
#include <string>
#include <string_view>

/// Password hashes: Argon2id (libsodium), and those that Kimai 1 made, which are accepted to be replaced.
namespace kimai::api {

/// An Argon2id hash in its own notation, "$argon2id$...". Takes tens of milliseconds and 19 MiB on purpose (OWASP's
/// recommendation of 2023). Throws std::bad_alloc.
std::string hash_password(std::string_view password);

/// What a check comes to: whether it fits, and the hash to store in place of an old one.
struct PasswordCheck {
    bool fits = false;
    std::optional<std::string> replacement;
};

/// Checks a password against a stored hash; nothing stands for a user who is not there or has no password. Every check
/// takes the time of one Argon2id, whatever it comes to, so that the time tells nothing. Old hashes are the MD5, in
/// hex, of salt + password + salt; without the salt none of them fits.
PasswordCheck check_password(std::string_view password, std::optional<std::string_view> stored,
                             const std::optional<std::string>& salt);

}  // namespace kimai::api
