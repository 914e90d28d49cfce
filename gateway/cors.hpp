// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <string>
#include <vector>

#include "gateway/exchange.hpp"

namespace kimai::gateway {

/// Which pages from elsewhere may have a browser call the JSON-RPC endpoint and read the answer (CORS, in the Fetch
/// standard). Who is not a browser does not ask. Immutable, for any thread.
class CorsPolicy {
  public:
    /// Those of any origin, as the old server had it.
    CorsPolicy() = default;
    /// "*" for any, "none", or origins as browsers send them, "https://intranet.example.com:8443"; lowercase or not.
    /// Throws std::invalid_argument with a sentence for what is none of these.
    explicit CorsPolicy(const std::vector<std::string>& origins);

    /// Those of the answer to a request. Where the answer differs with the origin it says so to caches.
    std::vector<ResponseHeader> headers_for(const Request& request) const;

    /// The answer to a browser that asks whether a page may post JSON.
    Response preflight(const Request& request) const;

  private:
    bool any_ = true;
    std::vector<std::string> origins_;
};

}  // namespace kimai::gateway
