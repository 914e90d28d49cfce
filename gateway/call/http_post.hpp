// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <chrono>
#include <cstddef>
#include <string>

#include "gateway/call/gateway_url.hpp"

namespace kimai::gateway {

/// A POST to a gateway.
struct Post {
    GatewayUrl url;
    /// Below the URL's path, with a slash in front: "/core/json.php".
    std::string target;
    std::string content_type;
    /// Of SOAP 1.1; empty: none.
    std::string soap_action;
    std::string body;
    /// From finding the host to the last byte.
    std::chrono::milliseconds timeout{};
    /// File with the certificates (PEM) that are trusted, over https; empty: those of the system.
    std::string authorities;
};

struct PostAnswer {
    unsigned status = 0;
    std::string reason;
    std::string content_type;
    /// Where to go instead, if the answer says so.
    std::string location;
    std::string body;
};

/// Answers may be this long; 100,000 time entries have 270 MB over SOAP.
inline constexpr std::size_t most_answer_bytes = std::size_t{2} << 30U;

/// Sends it over a connection of its own and waits for the answer. Over https (TLS 1.2 or 1.3) the certificate must be
/// the host's and come from an authority that is trusted. Throws std::runtime_error, with a sentence that says at which
/// step it failed and what to do.
PostAnswer post(const Post& request);

}  // namespace kimai::gateway
