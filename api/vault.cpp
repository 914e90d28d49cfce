// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "api/vault.hpp"

#include <fcntl.h>
#include <sodium.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <fstream>
#include <stdexcept>

namespace kimai::api {

namespace {

static_assert(Vault::secret_size == crypto_kdf_KEYBYTES);
static_assert(Vault::secret_size == crypto_aead_xchacha20poly1305_ietf_KEYBYTES);

constexpr std::size_t nonce_size = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES;
constexpr std::size_t tag_size = crypto_aead_xchacha20poly1305_ietf_ABYTES;
constexpr std::size_t hex_size = Vault::secret_size * 2;

const unsigned char* bytes_of(const void* data) { return static_cast<const unsigned char*>(data); }
unsigned char* bytes_of(void* data) { return static_cast<unsigned char*>(data); }

void ready() {
    if (sodium_init() < 0) throw std::runtime_error("libsodium cannot be initialised");
}

Vault::Secret derived(const Vault::Secret& secret, std::uint64_t number) {
    ready();
    Vault::Secret result;
    constexpr const char* context = "kimaigw1";
    crypto_kdf_derive_from_key(bytes_of(result.data()), result.size(), number, context, bytes_of(secret.data()));
    return result;
}

std::string to_hex(const void* data, std::size_t size) {
    std::string hex(size * 2 + 1, '\0');
    sodium_bin2hex(hex.data(), hex.size(), bytes_of(data), size);
    hex.pop_back();
    return hex;
}

Vault::Secret read_secret(const std::filesystem::path& file) {
    std::ifstream stream(file);
    std::string hex;
    Vault::Secret secret;
    std::size_t size = 0;
    if (!(stream >> hex) || hex.size() != hex_size ||
        sodium_hex2bin(bytes_of(secret.data()), secret.size(), hex.data(), hex.size(), nullptr, &size, nullptr) != 0 ||
        size != secret.size()) {
        throw std::runtime_error("the key file " + file.string() + " cannot be read or does not hold " +
                                 std::to_string(hex_size) + " hex digits");
    }
    return secret;
}

Vault::Secret write_new_secret(const std::filesystem::path& file) {
    const auto secret = random_secret();
    const std::string line = to_hex(secret.data(), secret.size()) + "\n";
    const int descriptor = ::open(file.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (descriptor < 0) {
        throw std::runtime_error("cannot make the key file " + file.string() + ": " + std::strerror(errno));
    }
    const auto size = static_cast<ssize_t>(line.size());
    const ssize_t written = ::write(descriptor, line.data(), line.size());
    const bool is_whole = written == size && ::fsync(descriptor) == 0;
    // A write that is cut short sets no errno.
    const int error = written >= 0 && written < size ? ENOSPC : errno;
    ::close(descriptor);
    if (!is_whole) {
        ::unlink(file.c_str());  // Half a key would be in the way of the next try.
        throw std::runtime_error("cannot write the key file " + file.string() + ": " + std::strerror(error));
    }
    return secret;
}

}  // namespace

Vault::Vault(const Secret& secret) : lookup_secret_(derived(secret, 1)), sealing_secret_(derived(secret, 2)) {}

Vault Vault::open(const std::filesystem::path& file, bool may_create) {
    ready();
    std::error_code error;
    if (std::filesystem::exists(file, error)) return Vault(read_secret(file));
    if (may_create) return Vault(write_new_secret(file));
    throw std::runtime_error("the key file " + file.string() +
                             " is missing: without it the API keys in the database cannot be opened. Restore it from a "
                             "backup, or import the Kimai database again");
}

Vault::Lookup Vault::lookup(std::string_view key) const {
    Lookup result;
    crypto_generichash(bytes_of(result.data()), result.size(), bytes_of(key.data()), key.size(),
                       bytes_of(lookup_secret_.data()), lookup_secret_.size());
    return result;
}

std::vector<std::byte> Vault::seal(std::string_view text, std::string_view purpose) const {
    std::vector<std::byte> sealed(nonce_size + text.size() + tag_size);
    randombytes_buf(sealed.data(), nonce_size);
    crypto_aead_xchacha20poly1305_ietf_encrypt(bytes_of(sealed.data() + nonce_size), nullptr, bytes_of(text.data()),
                                               text.size(), bytes_of(purpose.data()), purpose.size(), nullptr,
                                               bytes_of(sealed.data()), bytes_of(sealing_secret_.data()));
    return sealed;
}

std::optional<std::string> Vault::open_sealed(storage::Bytes sealed, std::string_view purpose) const {
    if (sealed.size() < nonce_size + tag_size) return std::nullopt;
    std::string text(sealed.size() - nonce_size - tag_size, '\0');
    const int failed = crypto_aead_xchacha20poly1305_ietf_decrypt(
        bytes_of(text.data()), nullptr, nullptr, bytes_of(sealed.data() + nonce_size), sealed.size() - nonce_size,
        bytes_of(purpose.data()), purpose.size(), bytes_of(sealed.data()), bytes_of(sealing_secret_.data()));
    if (failed != 0) return std::nullopt;
    return text;
}

std::string purpose_of_key(std::int64_t user) { return "API key of user " + std::to_string(user); }

std::string new_api_key() {
    ready();
    constexpr std::size_t digits = 25;
    std::array<unsigned char, (digits + 1) / 2> random{};
    randombytes_buf(random.data(), random.size());
    return to_hex(random.data(), random.size()).substr(0, digits);
}

Vault::Secret random_secret() {
    ready();
    Vault::Secret secret;
    randombytes_buf(secret.data(), secret.size());
    return secret;
}

}  // namespace kimai::api
