// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <memory>
#include <mutex>
#include <string>

struct ssl_ctx_st;

namespace kimai::gateway {

enum class TlsVersion { tls_1_2, tls_1_3 };

/// What TLS is made from.
struct TlsFiles {
    std::string certificate;  // PEM, the server's own first, then the chain
    std::string key;          // PEM, not encrypted; empty: it is in the certificate's file
    TlsVersion minimum = TlsVersion::tls_1_2;

    const std::string& key_file() const { return key.empty() ? certificate : key; }
};

/// What an operator wants to know of a certificate.
struct CertificateFacts {
    std::string names;   // DNS names, separated by blanks; cut after some
    int days_left = 0;   // whole days until it expires, rounded down; negative when it has
    bool begun = false;  // it is valid already

    bool expired() const { return days_left < 0; }
};

/// Certificate, key and rules of TLS that new connections get: 1.2 with ECDHE and AEAD only, and 1.3; tickets to
/// resume sessions, which hold until the next load() or restart, no memory for sessions; no renegotiation. Any thread.
class TlsContext {
  public:
    /// Throws std::runtime_error with a sentence that names the file and what is wrong with it.
    explicit TlsContext(const TlsFiles& files) { load(files); }

    /// Exchanges all of it for connections to come; those that are open keep what they have. Throws as the constructor
    /// does, and then everything is as it was.
    void load(const TlsFiles& files);

    CertificateFacts certificate() const;
    std::shared_ptr<ssl_ctx_st> current() const;

  private:
    mutable std::mutex mutex_;
    std::shared_ptr<ssl_ctx_st> current_;
};

}  // namespace kimai::gateway
