// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "api/passwords.hpp"

#include <openssl/evp.h>
#include <sodium.h>

#include <array>
#include <new>
#include <stdexcept>

namespace kimai::api {

namespace {

constexpr unsigned long long passes = 2;
constexpr std::size_t memory = std::size_t{19} * 1024 * 1024;
constexpr std::size_t md5_hex_size = 32;

std::string old_hash(std::string_view password, const std::string& salt) {
    const std::string text = salt + std::string(password) + salt;
    std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
    unsigned int size = 0;
    if (EVP_Digest(text.data(), text.size(), digest.data(), &size, EVP_md5(), nullptr) != 1) {
        throw std::runtime_error("OpenSSL offers no MD5, so the passwords of Kimai 1 cannot be checked");
    }
    std::array<char, 2 * EVP_MAX_MD_SIZE + 1> hex{};
    sodium_bin2hex(hex.data(), hex.size(), digest.data(), size);
    return hex.data();
}

bool equal(std::string_view a, std::string_view b) {
    return a.size() == b.size() && sodium_memcmp(a.data(), b.data(), a.size()) == 0;
}

}  // namespace

std::string hash_password(std::string_view password) {
    if (sodium_init() < 0) throw std::runtime_error("libsodium cannot be initialised");
    std::array<char, crypto_pwhash_STRBYTES> hash{};
    if (crypto_pwhash_str(hash.data(), password.data(), password.size(), passes, memory) != 0) throw std::bad_alloc();
    return hash.data();
}

PasswordCheck check_password(std::string_view password, std::optional<std::string_view> stored,
                             const std::optional<std::string>& salt) {
    if (stored && stored->starts_with(crypto_pwhash_STRPREFIX)) {
        const std::string hash(*stored);
        return {.fits = crypto_pwhash_str_verify(hash.c_str(), password.data(), password.size()) == 0,
                .replacement = std::nullopt};
    }
    // Made in any case: it is the replacement if the password fits, and takes its time if not.
    std::string replacement = hash_password(password);
    const bool fits = stored && salt && stored->size() == md5_hex_size && equal(old_hash(password, *salt), *stored);
    if (!fits) return {};
    return {.fits = true, .replacement = std::move(replacement)};
}

}  // namespace kimai::api
