// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "gateway/routes.hpp"

#include <algorithm>
#include <optional>
#include <utility>

#include "gateway/endpoint.hpp"
#include "storage/ascii.hpp"

namespace kimai::gateway {

namespace {

constexpr std::string_view hex_digits = "0123456789ABCDEF";

/// The text with %XX decoded; nothing when that is malformed.
std::optional<std::string> decode(std::string_view encoded) {
    const std::size_t plain = std::min(encoded.find('%'), encoded.size());
    std::string text(encoded.substr(0, plain));
    for (std::size_t i = plain; i < encoded.size(); ++i) {
        if (encoded[i] != '%') {
            text.push_back(encoded[i]);
            continue;
        }
        if (encoded.size() - i < 3) return std::nullopt;
        const int high = hex_digit(encoded[i + 1]);
        const int low = hex_digit(encoded[i + 2]);
        if (high < 0 || low < 0) return std::nullopt;
        text.push_back(static_cast<char>(high * 16 + low));
        i += 2;
    }
    return text;
}

/// The last two segments of a path that are not empty, decoded.
struct LastSegments {
    std::string before;
    std::string last;
};

/// Nothing where a segment cannot be decoded, or holds what means different things to different servers: an encoded
/// slash or zero byte.
std::optional<LastSegments> last_segments(std::string_view path) {
    LastSegments found;
    while (!path.empty()) {
        const std::size_t slash = std::min(path.find('/'), path.size());
        if (slash > 0) {
            auto segment = decode(path.substr(0, slash));
            if (!segment || segment->find_first_of(std::string_view("/\0", 2)) != std::string::npos) {
                return std::nullopt;
            }
            found.before = std::exchange(found.last, std::move(*segment));
        }
        path.remove_prefix(std::min(slash + 1, path.size()));
    }
    return found;
}

/// The host that the client named, perhaps with a port.
const std::string& authority_of(const Request& request) {
    return is_host_header(request.host) ? request.host : request.local;
}

void append_target(std::string& url, std::string_view target) {
    if (!target.starts_with('/')) url += '/';
    for (const char c : target) {
        const auto byte = static_cast<unsigned char>(c);
        if (byte > 0x20 && byte < 0x7f && std::string_view("\"<>\\^`{}").find(c) == std::string_view::npos) {
            url += c;
        } else {
            url += {'%', hex_digits[byte >> 4], hex_digits[byte & 15]};
        }
    }
}

std::string url_of_target(const Request& request, std::string_view target) {
    std::string url = request.https ? "https://" : "http://";
    url += authority_of(request);
    append_target(url, target);
    return url;
}

}  // namespace

Route route_of(std::string_view path) {
    if (!path.starts_with('/')) return Route::not_found;
    if (path == "/healthz") return Route::alive;
    if (path == "/readyz") return Route::ready;
    if (path == "/metrics") return Route::metrics;
    // As nearly all clients spell them, for speed.
    if (path == "/core/json.php") return Route::json_rpc;
    if (path == "/core/soap.php") return Route::soap;
    const auto segments = last_segments(path);
    if (!segments) return Route::not_found;
    if (segments->last.empty()) return Route::front_page;
    if (segments->before != "core" || path.ends_with('/')) return Route::not_found;
    if (segments->last == "json.php") return Route::json_rpc;
    if (segments->last == "soap.php") return Route::soap;
    return Route::not_found;
}

std::optional<std::string> query_parameter(std::string_view query, std::string_view name) {
    while (!query.empty()) {
        const std::string_view parameter = query.substr(0, query.find('&'));
        query.remove_prefix(std::min(parameter.size() + 1, query.size()));
        const std::string_view encoded_name = parameter.substr(0, parameter.find('='));
        if (!same_letters(decode(encoded_name).value_or(""), name)) continue;
        const std::string_view value = parameter.substr(std::min(encoded_name.size() + 1, parameter.size()));
        return decode(value).value_or(std::string(value));
    }
    return std::nullopt;
}

std::string url_of(const Request& request) { return url_of_target(request, request.target); }

std::string endpoint_url_of(const Request& request) { return url_of_target(request, request.path); }

std::optional<Response> https_redirect(const Request& request, std::uint16_t port) {
    constexpr std::uint16_t usual_port = 443;
    const Route route = route_of(request.path);
    if (request.https || route == Route::alive || route == Route::ready) return std::nullopt;
    const std::string_view authority = authority_of(request);
    const std::size_t behind_address = authority.starts_with('[') ? authority.find(']') : 0;
    std::string url = "https://";
    url += authority.substr(0, authority.find(':', behind_address));
    if (port != usual_port) url += ":" + std::to_string(port);
    append_target(url, request.target);
    return Response{.status = 308,
                    .content_type = "text/plain; charset=utf-8",
                    .headers = {{"Location", url}},
                    .body = "This is at " + url + "\n"};
}

}  // namespace kimai::gateway
