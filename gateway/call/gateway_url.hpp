// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "gateway/endpoint.hpp"

namespace kimai::gateway {

/// Where a gateway is, as a person says it: http://127.0.0.1:8080, https://time.example/kimai.
struct GatewayUrl {
    bool tls = false;
    Endpoint endpoint;
    /// What stands in front of /core/json.php, without a slash at its end: "", "/kimai".
    std::string path;
    /// As the Host header wants it: without the port if that is the scheme's own (RFC 9110 7.2).
    std::string host_header() const;
    friend bool operator==(const GatewayUrl&, const GatewayUrl&) = default;
};

/// Reads http://HOST[:PORT][/PATH] and the same with https; the path may end with core/json.php or core/soap.php, as
/// clients are configured with. Nothing when it is not of that form: no other scheme, no user, no query.
std::optional<GatewayUrl> read_gateway_url(std::string_view text);

/// Writes it back, with its port.
std::string to_text(const GatewayUrl& url);

}  // namespace kimai::gateway
