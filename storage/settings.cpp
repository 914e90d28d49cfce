// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "storage/settings.hpp"

namespace kimai::storage {

namespace {

constexpr std::int64_t nobody = 0;

std::optional<std::string> first_text(Rows rows) {
    if (!rows.next()) return std::nullopt;
    return std::string(rows.text(0));
}

}  // namespace

std::optional<std::string> Settings::configuration(std::string_view option) {
    return configuration_.get(KeyView{nobody, option}, [&] {
        return first_text(connection_.query("SELECT value FROM configuration WHERE option = ?1", option));
    });
}

void Settings::set_configuration(std::string_view option, std::string_view value) {
    connection_.execute("INSERT OR REPLACE INTO configuration (option, value) VALUES (?1, ?2)", option, value);
}

std::optional<std::string> Settings::preference(std::int64_t user, std::string_view option) {
    return preferences_.get(KeyView{user, option}, [&] {
        return first_text(
            connection_.query("SELECT value FROM preferences WHERE userID = ?1 AND option = ?2", user, option));
    });
}

void Settings::set_preference(std::int64_t user, std::string_view option, std::string_view value) {
    connection_.execute("INSERT OR REPLACE INTO preferences (userID, option, value) VALUES (?1, ?2, ?3)", user, option,
                        value);
}

std::optional<std::string> Settings::setting(std::string_view name) {
    return settings_.get(KeyView{nobody, name}, [&] {
        return first_text(connection_.query("SELECT value FROM settings WHERE name = ?1", name));
    });
}

void Settings::set_setting(std::string_view name, std::string_view value) {
    connection_.execute("INSERT OR REPLACE INTO settings (name, value) VALUES (?1, ?2)", name, value);
}

std::optional<std::vector<std::byte>> Settings::secret_setting(std::string_view name) {
    Rows rows = connection_.query("SELECT value FROM settings WHERE name = ?1", name);
    if (!rows.next()) return std::nullopt;
    const Bytes bytes = rows.bytes(0);
    return std::vector<std::byte>(bytes.begin(), bytes.end());
}

void Settings::set_secret_setting(std::string_view name, Bytes value) {
    connection_.execute("INSERT OR REPLACE INTO settings (name, value) VALUES (?1, ?2)", name, value);
}

}  // namespace kimai::storage
