// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "storage/memory.hpp"
#include "storage/sqlite.hpp"

namespace kimai::storage {

/// A user who called with a valid key.
struct User {
    std::int64_t id = 0;
    std::int64_t global_role = 0;
    /// What startRecord takes when it is given no project and no activity.
    std::int64_t last_project = 0;
    std::int64_t last_activity = 0;
    /// When the key was last used, seconds since 1970, as far as that was written down.
    std::optional<std::int64_t> key_used;
};

/// What a login is checked against.
struct Credentials {
    std::int64_t user = 0;
    std::optional<std::string> password;
    std::int64_t failed_logins = 0;
    /// Seconds since 1970.
    std::int64_t last_failure = 0;
    /// Neither trashed nor inactive.
    bool admitted = false;
};

struct NewUser {
    std::string name;
    std::optional<std::string> alias;
    std::optional<std::string> mail;
    std::string password;
    std::int64_t global_role = 0;
};

/// Users and their API keys. A key is kept as a keyed hash to look it up by and in sealed form; both are made
/// elsewhere.
class Users {
  public:
    /// memory: nullptr reads everything anew.
    explicit Users(Connection& connection, const Memory* memory = nullptr) : connection_(connection), by_key_(memory) {}

    /// The user of a key, unless trashed or inactive. What changes without a mark of change (see schema_totals.hpp) may
    /// be older where he is remembered: last_project, last_activity, key_used.
    std::optional<User> by_key(Bytes lookup);

    /// By name as MySQL compared it: without regard to case, accents and blanks at the end. Of several such, which a
    /// database of another collation may have, the one of exactly that name, else the oldest.
    std::optional<Credentials> credentials(std::string_view name);

    /// Answers the new user's number. Throws std::invalid_argument if credentials() would take the name for another
    /// user's.
    std::int64_t add(const NewUser& user);
    void set_password(std::int64_t user, std::string_view hash);
    void count_failed_login(std::int64_t user, std::int64_t now);
    void forget_failed_logins(std::int64_t user);

    std::optional<std::vector<std::byte>> sealed_key(std::int64_t user);
    /// Gives the user a key, in place of the one he may have. Throws DatabaseError if another user has it.
    void set_key(std::int64_t user, Bytes lookup, Bytes sealed, std::int64_t now);
    /// Writes down that a key was used, unless it was already written down at or behind now.
    void note_key_use(std::int64_t user, std::int64_t now);

  private:
    struct LookupHash {
        using is_transparent = void;
        std::size_t operator()(std::string_view lookup) const { return std::hash<std::string_view>{}(lookup); }
    };

    Connection& connection_;
    Remembered<std::string, User, LookupHash> by_key_;
};

}  // namespace kimai::storage
