// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "gateway/tls_context.hpp"

#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>

#include <array>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <stdexcept>
#include <string_view>

namespace kimai::gateway {

namespace {

constexpr std::size_t most_names = 200;  // bytes of names that are shown

// With forward secrecy and authenticated encryption; what Mozilla's "intermediate" list has but DHE, which needs
// parameters and serves nobody who has not ECDHE as well.
const char* const ciphers_of_tls_1_2 = "ECDHE+AESGCM:ECDHE+CHACHA20";

[[noreturn]] void unusable(const std::string& what, const std::string& why) {
    throw std::runtime_error(what + " cannot be used: " + why);
}

/// OpenSSL's last error on this thread as a text, "ee key too small"; forgets all of them.
std::string last_reason() {
    const char* const reason = ERR_reason_error_string(ERR_peek_last_error());
    ERR_clear_error();
    return reason != nullptr ? reason : "OpenSSL refuses it";
}

using File = std::unique_ptr<std::FILE, int (*)(std::FILE*)>;

File open_to_read(const std::string& what, const std::string& file) {
    File opened(std::fopen(file.c_str(), "re"), std::fclose);
    std::error_code error(errno, std::generic_category());
    if (!opened) unusable(what, error.message());
    // A folder can be opened, but not read.
    const int first = std::fgetc(opened.get());
    error.assign(errno, std::generic_category());
    if (first == EOF && std::ferror(opened.get()) != 0) unusable(what, error.message());
    std::rewind(opened.get());
    return opened;
}

/// Answers that there is no password. Without it OpenSSL would ask at the terminal.
int no_password(char*, int, int, void* asked) {
    *static_cast<bool*>(asked) = true;
    return -1;
}

using Key = std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)>;

Key read_key(const std::string& file) {
    const std::string what = "the TLS key " + file;
    const File opened = open_to_read(what, file);
    bool asked = false;
    Key key(PEM_read_PrivateKey(opened.get(), nullptr, no_password, &asked), EVP_PKEY_free);
    ERR_clear_error();
    if (asked) unusable(what, "it is encrypted; take the password off (openssl pkey) and keep the file to its owner");
    if (!key) unusable(what, "there is no private key in PEM form in it");
    return key;
}

void use_certificate(ssl_ctx_st* context, const std::string& file) {
    const std::string what = "the TLS certificate " + file;
    open_to_read(what, file);
    ERR_clear_error();
    if (SSL_CTX_use_certificate_chain_file(context, file.c_str()) == 1) return;
    const auto first = ERR_peek_error();
    const bool is_none = ERR_GET_LIB(first) == ERR_LIB_PEM && ERR_GET_REASON(first) == PEM_R_NO_START_LINE;
    if (is_none) unusable(what, "there is no certificate in PEM form in it");
    unusable(what, last_reason());
}

void use_key(ssl_ctx_st* context, const TlsFiles& files) {
    const Key key = read_key(files.key_file());
    ERR_clear_error();
    if (SSL_CTX_use_PrivateKey(context, key.get()) == 1 && SSL_CTX_check_private_key(context) == 1) return;
    const bool weak = ERR_GET_LIB(ERR_peek_last_error()) == ERR_LIB_SSL &&
                      ERR_GET_REASON(ERR_peek_last_error()) == SSL_R_EE_KEY_TOO_SMALL;
    ERR_clear_error();
    unusable("the TLS key " + files.key_file(),
             weak ? "it is too short" : "it does not belong to the certificate " + files.certificate);
}

/// HTTP/1.1 for clients that ask by ALPN; others go on without, as the protocol wants it (RFC 7301 3.2 would refuse
/// them, but what else could they speak here).
int choose_protocol(SSL*, const unsigned char** chosen, unsigned char* size, const unsigned char* offered,
                    unsigned int offered_size, void*) {
    static constexpr std::array<unsigned char, 9> ours{8, 'h', 't', 't', 'p', '/', '1', '.', '1'};
    unsigned char* found = nullptr;
    const int result = SSL_select_next_proto(&found, size, ours.data(), ours.size(), offered, offered_size);
    if (result != OPENSSL_NPN_NEGOTIATED) return SSL_TLSEXT_ERR_NOACK;
    *chosen = found;
    return SSL_TLSEXT_ERR_OK;
}

void set_rules(ssl_ctx_st* context, TlsVersion minimum) {
    SSL_CTX_set_min_proto_version(context, minimum == TlsVersion::tls_1_3 ? TLS1_3_VERSION : TLS1_2_VERSION);
    SSL_CTX_set_cipher_list(context, ciphers_of_tls_1_2);
    SSL_CTX_set_options(context, SSL_OP_NO_RENEGOTIATION | SSL_OP_NO_COMPRESSION | SSL_OP_CIPHER_SERVER_PREFERENCE |
                                     SSL_OP_PRIORITIZE_CHACHA);
    // An idle connection keeps no buffers; what is written again after waiting may have moved; and one read takes
    // all that is there.
    SSL_CTX_set_mode(context,
                     SSL_MODE_RELEASE_BUFFERS | SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER);
    SSL_CTX_set_read_ahead(context, 1);
    // Sessions are resumed with tickets, which the clients keep.
    SSL_CTX_set_session_cache_mode(context, SSL_SESS_CACHE_OFF);
    SSL_CTX_set_alpn_select_cb(context, choose_protocol, nullptr);
}

std::string names_of(const X509* certificate) {
    const std::unique_ptr<GENERAL_NAMES, decltype(&GENERAL_NAMES_free)> found(
        static_cast<GENERAL_NAMES*>(X509_get_ext_d2i(certificate, NID_subject_alt_name, nullptr, nullptr)),
        GENERAL_NAMES_free);
    std::string names;
    for (int i = 0; i < sk_GENERAL_NAME_num(found.get()); ++i) {
        const GENERAL_NAME* const name = sk_GENERAL_NAME_value(found.get(), i);
        if (name->type != GEN_DNS) continue;
        const ASN1_IA5STRING* const text = name->d.dNSName;
        names += names.empty() ? "" : " ";
        names.append(reinterpret_cast<const char*>(ASN1_STRING_get0_data(text)),
                     static_cast<std::size_t>(ASN1_STRING_length(text)));
    }
    if (names.size() > most_names) names.replace(most_names, std::string::npos, "...");
    return names;
}

}  // namespace

void TlsContext::load(const TlsFiles& files) {
    std::shared_ptr<ssl_ctx_st> made(SSL_CTX_new(TLS_server_method()), SSL_CTX_free);
    if (!made) throw std::runtime_error("TLS cannot be set up: " + last_reason());
    set_rules(made.get(), files.minimum);
    use_certificate(made.get(), files.certificate);
    use_key(made.get(), files);
    const std::scoped_lock lock(mutex_);
    current_ = std::move(made);
}

std::shared_ptr<ssl_ctx_st> TlsContext::current() const {
    const std::scoped_lock lock(mutex_);
    return current_;
}

CertificateFacts TlsContext::certificate() const {
    const auto context = current();
    const X509* const certificate = SSL_CTX_get0_certificate(context.get());
    CertificateFacts facts;
    facts.names = names_of(certificate);
    int seconds = 0;
    ASN1_TIME_diff(&facts.days_left, &seconds, nullptr, X509_get0_notAfter(certificate));
    // Both have the sign of the difference, and what is left of a day counts when it has passed.
    if (seconds < 0) --facts.days_left;
    facts.begun = X509_cmp_current_time(X509_get0_notBefore(certificate)) < 0;
    return facts;
}

}  // namespace kimai::gateway
