// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "storage/sqlite.hpp"

namespace kimai::api {

/// Keeps secrets in the database unreadable without the secret that lies in a file of its own beside it, so that a
/// stolen database opens nothing. Immutable; any thread.
class Vault {
  public:
    static constexpr std::size_t secret_size = 32;
    using Secret = std::array<std::byte, secret_size>;
    using Lookup = std::array<std::byte, 32>;

    explicit Vault(const Secret& secret);

    /// The vault of the secret in that file; makes the file (mode 0600, 64 hex digits) if it is not there and
    /// may_create. It appears whole or not at all. Throws std::runtime_error with a sentence for the operator, also
    /// where others than its owner may read or write the file.
    static Vault open(const std::filesystem::path& file, bool may_create);

    /// A keyed hash by which a key is found in the database.
    Lookup lookup(std::string_view key) const;

    /// Encrypts a text for one purpose ("key of user 7"): it opens for the same purpose only, so that sealed texts
    /// can't be exchanged for one another.
    std::vector<std::byte> seal(std::string_view text, std::string_view purpose) const;
    /// Nothing if it was sealed with another secret or for another purpose, or was changed.
    std::optional<std::string> open_sealed(storage::Bytes sealed, std::string_view purpose) const;

  private:
    Secret lookup_secret_;
    Secret sealing_secret_;
};

/// What API keys and the salt are sealed for.
std::string purpose_of_key(std::int64_t user);
inline constexpr std::string_view purpose_of_salt = "password salt";

/// A new API key: 25 hex digits from a cryptographic source, the form of the old server's.
std::string new_api_key();

/// Random bytes for a secret that is not kept in a file.
Vault::Secret random_secret();

}  // namespace kimai::api
