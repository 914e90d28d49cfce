// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "gateway/endpoint.hpp"

#include <algorithm>
#include <charconv>

namespace kimai::gateway {

namespace {

bool is_name_character(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '.' ||
           c == '_';
}

bool is_address_character(char c) {
    return (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F') || (c >= '0' && c <= '9') || c == '.' || c == ':';
}

/// The whole text as a port.
bool read_port(std::string_view text, std::uint16_t& port) {
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), port);
    return error == std::errc() && end == text.data() + text.size();
}

struct HostAndRest {
    std::string_view host;
    std::string_view rest;  // "" or ":..."
};

/// Splits behind the host; nothing when there is none or it has characters that no host has.
std::optional<HostAndRest> split_host(std::string_view text) {
    std::size_t begin = 0;
    std::size_t end = 0;
    std::size_t rest = 0;
    if (text.starts_with('[')) {
        begin = 1;
        end = text.find(']');
        if (end == std::string_view::npos) return std::nullopt;
        rest = end + 1;
    } else {
        end = rest = std::min(text.find(':'), text.size());
    }
    const std::string_view host = text.substr(begin, end - begin);
    const bool good = begin == 1 ? std::ranges::all_of(host, is_address_character) && host.find(':') != host.npos
                                 : std::ranges::all_of(host, is_name_character);
    if (host.empty() || !good) return std::nullopt;
    if (rest < text.size() && text[rest] != ':') return std::nullopt;
    return HostAndRest{host, text.substr(rest)};
}

}  // namespace

std::optional<Endpoint> read_endpoint(std::string_view text) {
    constexpr std::string_view plain = "http://";
    constexpr std::string_view secure = "https://";
    Endpoint endpoint;
    endpoint.tls = text.starts_with(secure);
    if (endpoint.tls) text.remove_prefix(secure.size());
    if (text.starts_with(plain) && !endpoint.tls) text.remove_prefix(plain.size());
    const auto parts = split_host(text);
    if (!parts || parts->rest.empty() || !read_port(parts->rest.substr(1), endpoint.port)) return std::nullopt;
    endpoint.host = parts->host;
    return endpoint;
}

std::string to_text(const Endpoint& endpoint) {
    const bool brackets = endpoint.host.find(':') != std::string::npos;
    return (brackets ? "[" + endpoint.host + "]" : endpoint.host) + ":" + std::to_string(endpoint.port);
}

std::string url_text(const Endpoint& endpoint) { return (endpoint.tls ? "https://" : "http://") + to_text(endpoint); }

bool is_loopback(const Endpoint& endpoint) {
    const bool is_name = endpoint.host.find_first_not_of("0123456789.") != std::string::npos;
    return endpoint.host == "::1" || endpoint.host == "localhost" || (!is_name && endpoint.host.starts_with("127."));
}

bool is_host_header(std::string_view value) {
    const auto parts = split_host(value);
    if (!parts) return false;
    std::uint16_t port = 0;
    // "host:" is a host with an empty port (RFC 3986 3.2.3).
    return parts->rest.size() <= 1 || read_port(parts->rest.substr(1), port);
}

}  // namespace kimai::gateway
