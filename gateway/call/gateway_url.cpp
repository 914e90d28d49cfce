// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "gateway/call/gateway_url.hpp"

#include <algorithm>
#include <array>

#include "storage/ascii.hpp"

namespace kimai::gateway {

namespace {

constexpr std::uint16_t http_port = 80;
constexpr std::uint16_t https_port = 443;

/// Takes a prefix off, whatever the case of its letters.
bool take(std::string_view& text, std::string_view prefix) {
    if (!same_letters(text.substr(0, prefix.size()), prefix)) return false;
    text.remove_prefix(prefix.size());
    return true;
}

/// Printable ASCII as it may stand in a request's first line, without query and fragment.
bool is_path_character(char c) { return c > ' ' && c < 0x7f && c != '?' && c != '#'; }

std::string_view base_of(std::string_view path) {
    constexpr std::array endpoints{std::string_view("core/json.php"), std::string_view("core/soap.php")};
    for (const std::string_view endpoint : endpoints) {
        if (path.ends_with(endpoint)) path.remove_suffix(endpoint.size());
    }
    while (path.ends_with('/')) path.remove_suffix(1);
    return path;
}

}  // namespace

std::optional<GatewayUrl> read_gateway_url(std::string_view text) {
    GatewayUrl url;
    if (take(text, "https://")) {
        url.tls = true;
    } else if (!take(text, "http://")) {
        return std::nullopt;
    }
    const std::string_view authority = text.substr(0, text.find('/'));
    if (!is_host_header(authority)) return std::nullopt;
    const std::string_view path = text.substr(authority.size());
    if (!std::ranges::all_of(path, is_path_character)) return std::nullopt;
    url.path = base_of(path);
    const bool has_port = !authority.ends_with(']') && authority.find(':', authority.rfind(']') + 1) != text.npos;
    const std::string port = ":" + std::to_string(url.tls ? https_port : http_port);
    const auto endpoint = read_endpoint(std::string(authority) + (has_port ? "" : port));
    if (!endpoint || endpoint->port == 0) return std::nullopt;
    url.endpoint = *endpoint;
    return url;
}

std::string GatewayUrl::host_header() const {
    const std::string text = to_text(endpoint);
    const bool usual = endpoint.port == (tls ? https_port : http_port);
    return usual ? text.substr(0, text.rfind(':')) : text;
}

std::string to_text(const GatewayUrl& url) {
    return (url.tls ? "https://" : "http://") + to_text(url.endpoint) + url.path;
}

}  // namespace kimai::gateway
