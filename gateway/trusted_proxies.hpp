// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "gateway/networks.hpp"

namespace kimai::gateway {

/// Who sent a request, after what trusted proxies say.
struct Origin {
    std::string client;  // address without port
    bool https = false;
    /// Somebody forwarded the request, but nobody who is believed says for whom: the client is who sent it to us.
    bool unclear = false;
    friend bool operator==(const Origin&, const Origin&) = default;
};

/// What a connection and the headers of a request say of where it came from.
struct ForwardedBy {
    std::string_view peer;   // address at the other end of the connection
    bool tls = false;        // the connection itself is encrypted
    std::string_view chain;  // X-Forwarded-For, several of them joined by commas in their order; may be empty
    std::string_view proto;  // X-Forwarded-Proto, may be empty
};

/// The proxies whose X-Forwarded-* headers are believed: addresses and networks. Everybody else's are ignored, since
/// anybody can send them. Immutable, for any thread.
class TrustedProxies {
  public:
    TrustedProxies() = default;  // trusts nobody
    /// As Networks; throws what that throws.
    explicit TrustedProxies(const std::vector<std::string>& networks) : networks_(networks) {}

    /// The client is the last address of the chain that is not itself a trusted proxy: each proxy appends the address
    /// it saw, so all to the left of that one is the client's own claim. https is the first word of X-Forwarded-Proto.
    Origin origin(const ForwardedBy& from) const;

  private:
    Networks networks_;
};

}  // namespace kimai::gateway
