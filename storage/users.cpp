// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "storage/users.hpp"

#include <stdexcept>
#include <string>

#include "storage/collation.hpp"

namespace kimai::storage {

std::optional<User> Users::by_key(Bytes lookup) {
    const std::string_view key(reinterpret_cast<const char*>(lookup.data()), lookup.size());
    if (const User* known = by_key_.find(key)) return *known;
    Rows rows = connection_.query(
        "SELECT u.userID, u.globalRoleID, u.lastProject, u.lastActivity, k.lastUsed"
        " FROM apiKeys k JOIN users u USING (userID) WHERE k.lookup = ?1 AND u.trash = 0 AND u.active <> 0",
        lookup);
    // Keys that are nobody's are not remembered: whoever tries many would have the others forgotten.
    if (!rows.next()) return std::nullopt;
    return by_key_.keep(key, User{.id = rows.integer(0),
                                  .global_role = rows.integer(1),
                                  .last_project = rows.integer(2),
                                  .last_activity = rows.integer(3),
                                  .key_used = rows.optional_integer(4)});
}

std::optional<Credentials> Users::credentials(std::string_view name) {
    const std::string key = sort_key(name);
    Rows rows = connection_.query(
        "SELECT userID, password, ban, banTime, trash = 0 AND active <> 0 FROM users WHERE nameKey = ?1"
        " ORDER BY name <> ?2, userID LIMIT 1",
        std::as_bytes(std::span(key)), name);
    if (!rows.next()) return std::nullopt;
    Credentials credentials{.user = rows.integer(0),
                            .password = std::nullopt,
                            .failed_logins = rows.integer(2),
                            .last_failure = rows.integer(3),
                            .admitted = rows.integer(4) != 0};
    if (!rows.is_null(1)) credentials.password = std::string(rows.text(1));
    return credentials;
}

std::int64_t Users::add(const NewUser& user) {
    const std::string key = sort_key(user.name);
    if (credentials(user.name)) throw std::invalid_argument("there is a user " + std::string(user.name) + " already");
    connection_.execute(
        "INSERT INTO users (name, nameKey, alias, mail, password, globalRoleID) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
        user.name, std::as_bytes(std::span(key)), user.alias, user.mail, user.password, user.global_role);
    return connection_.last_insert_id();
}

void Users::set_password(std::int64_t user, std::string_view hash) {
    connection_.execute("UPDATE users SET password = ?2 WHERE userID = ?1", user, hash);
}

void Users::count_failed_login(std::int64_t user, std::int64_t now) {
    connection_.execute("UPDATE users SET ban = ban + 1, banTime = ?2 WHERE userID = ?1", user, now);
}

void Users::forget_failed_logins(std::int64_t user) {
    connection_.execute("UPDATE users SET ban = 0, banTime = 0 WHERE userID = ?1", user);
}

std::optional<std::vector<std::byte>> Users::sealed_key(std::int64_t user) {
    Rows rows = connection_.query("SELECT sealed FROM apiKeys WHERE userID = ?1", user);
    if (!rows.next()) return std::nullopt;
    const Bytes sealed = rows.bytes(0);
    return std::vector<std::byte>(sealed.begin(), sealed.end());
}

void Users::set_key(std::int64_t user, Bytes lookup, Bytes sealed, std::int64_t now) {
    // Not REPLACE, which would take a key of the same lookup away from its user.
    connection_.execute(
        "INSERT INTO apiKeys (userID, lookup, sealed, created) VALUES (?1, ?2, ?3, ?4) ON CONFLICT (userID)"
        " DO UPDATE SET lookup = excluded.lookup, sealed = excluded.sealed, created = excluded.created, lastUsed = "
        "NULL",
        user, lookup, sealed, now);
}

void Users::note_key_use(std::int64_t user, std::int64_t now) {
    connection_.execute("UPDATE apiKeys SET lastUsed = ?2 WHERE userID = ?1 AND (lastUsed IS NULL OR lastUsed < ?2)",
                        user, now);
}

}  // namespace kimai::storage
