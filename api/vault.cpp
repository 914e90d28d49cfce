// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "api/vault.hpp"

#include <fcntl.h>
#include <sodium.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <stdexcept>

#include "storage/new_file.hpp"

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

/// As ssh does with its keys: who sees that others could read it may still choose another secret.
void check_mode(const std::filesystem::path& file) {
    using std::filesystem::perms;
    constexpr perms others = perms::group_all | perms::others_all;
    if ((std::filesystem::status(file).permissions() & others) == perms::none) return;
    throw std::runtime_error("the key file " + file.string() +
                             " is open to other users: make it readable for its owner only (chmod 600)");
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
    check_mode(file);
    return secret;
}

[[noreturn]] void fail(const char* what, const std::filesystem::path& file, int error) {
    throw std::runtime_error(std::string(what) + " the key file " + file.string() + ": " + std::strerror(error));
}

/// 0, or an error number.
int write_whole(int descriptor, std::string_view text) {
    const ssize_t written = ::write(descriptor, text.data(), text.size());
    if (written < 0) return errno;
    // A write that is cut short sets no errno.
    if (static_cast<std::size_t>(written) < text.size()) return ENOSPC;
    return ::fsync(descriptor) == 0 ? 0 : errno;
}

/// The file appears whole or not at all, and takes no other's place: written under another name, then linked.
Vault::Secret write_new_secret(const std::filesystem::path& file) {
    const auto secret = random_secret();
    std::string draft = file.string() + ".XXXXXX";
    const int descriptor = ::mkostemp(draft.data(), O_CLOEXEC);  // Makes it with mode 0600.
    if (descriptor < 0) fail("cannot make", file, errno);
    int error = write_whole(descriptor, to_hex(secret.data(), secret.size()) + "\n");
    ::close(descriptor);
    if (error == 0 && !storage::claim_name(draft, file.string())) error = errno;
    if (error != 0) {
        ::unlink(draft.c_str());
        fail("cannot write", file, error);
    }
    storage::flush_to_disk(storage::folder_of(file.string()));
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
