// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace kimai::gateway {

/// A place to listen at: HOST:PORT, [IPV6]:PORT, with TLS or without.
struct Endpoint {
    std::string host;  // without brackets
    std::uint16_t port = 0;
    bool tls = false;
    friend bool operator==(const Endpoint&, const Endpoint&) = default;
};

/// Reads "127.0.0.1:8080", "[::1]:8080", "localhost:0", with "http://" or "https://" before it; nothing when it is not
/// of that form. An IPv6 address without brackets is refused, because its last group could be the port. Whether the
/// host exists is not asked.
std::optional<Endpoint> read_endpoint(std::string_view text);

/// Writes HOST:PORT back, with brackets around what has colons; url_text() "http://HOST:PORT".
std::string to_text(const Endpoint& endpoint);
std::string url_text(const Endpoint& endpoint);

/// Only this machine can reach it.
bool is_loopback(const Endpoint& endpoint);

/// Whether a Host header's value is a host name, IPv4 or bracketed IPv6 address, with or without a port (RFC 9110 7.2
/// without percent-encoding, which no client sends there). What passes has letters, digits and "-._:[]" only, so it
/// can stand in a URL, in JSON and in XML as it is.
bool is_host_header(std::string_view value);

}  // namespace kimai::gateway
