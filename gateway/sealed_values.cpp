// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "gateway/sealed_values.hpp"

#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <stdexcept>

#include "gateway/file_content.hpp"
#include "storage/contents.hpp"
#include "storage/draft_file.hpp"
#include "storage/settings.hpp"
#include "storage/users.hpp"

namespace kimai::gateway {

namespace {

constexpr std::uint64_t longest_key_file = 4096;

void write_whole(int descriptor, const std::string& text, const std::string& name) {
    if (::write(descriptor, text.data(), text.size()) != static_cast<ssize_t>(text.size())) {
        throw std::runtime_error("cannot write " + name + ": " + std::strerror(errno));
    }
}

std::string sealed_salt_closed(storage::Connection& connection, const api::Vault& vault) {
    storage::Settings settings(connection);
    const auto salt = settings.secret_setting(storage::password_salt_setting);
    if (!salt || vault.open_sealed(*salt, api::purpose_of_salt)) return {};
    return "the password salt in the database cannot be opened: the key file is another database's";
}

}  // namespace

std::string closed_by(storage::Connection& connection, const std::filesystem::path& key_file) {
    if (!storage::has_sealed_values(connection)) return {};
    try {
        const api::Vault vault = api::Vault::open(key_file, false);
        std::string closed_salt = sealed_salt_closed(connection, vault);
        if (!closed_salt.empty()) return closed_salt;
        storage::Users users(connection);
        const auto with_keys = storage::users_with_keys(connection);
        std::size_t closed = 0;
        for (const std::int64_t user : with_keys) {
            const auto sealed = users.sealed_key(user);
            if (sealed && !vault.open_sealed(*sealed, api::purpose_of_key(user))) ++closed;
        }
        if (closed == 0) return {};
        return "the API keys of " + std::to_string(closed) + " of " + std::to_string(with_keys.size()) +
               " users cannot be opened with the key file";
    } catch (const storage::DatabaseError&) {
        throw;
    } catch (const std::runtime_error& error) {
        return error.what();
    }
}

void reseal(storage::Connection& connection, const api::Vault& from, const api::Vault& to) {
    const auto opened = [&from](const std::vector<std::byte>& sealed, std::string_view purpose) {
        auto text = from.open_sealed(sealed, purpose);
        if (!text) throw std::runtime_error("what is sealed in the database cannot be opened with the key file");
        return *text;
    };
    storage::Settings settings(connection);
    if (const auto salt = settings.secret_setting(storage::password_salt_setting)) {
        settings.set_secret_setting(storage::password_salt_setting,
                                    to.seal(opened(*salt, api::purpose_of_salt), api::purpose_of_salt));
    }
    storage::Users users(connection);
    for (const std::int64_t user : storage::users_with_keys(connection)) {
        const std::string purpose = api::purpose_of_key(user);
        const std::string key = opened(users.sealed_key(user).value(), purpose);
        storage::replace_sealed_key(connection, user, to.lookup(key), to.seal(key, purpose));
    }
}

void copy_key_file(const std::filesystem::path& from, const std::filesystem::path& to) {
    const std::string key = file_content(from, longest_key_file);
    std::error_code error;
    if (std::filesystem::exists(to, error)) {
        if (file_content(to, longest_key_file) == key) return;
        throw std::runtime_error(to.string() + " is there already and is another key; take another name");
    }
    storage::DraftFile draft(to.string(), ".writing", "backup of the key to " + to.string());
    write_whole(draft.descriptor(), key, draft.name());
    draft.publish(false);
}

}  // namespace kimai::gateway
