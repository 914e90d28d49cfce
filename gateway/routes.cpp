// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "gateway/routes.hpp"

#include <optional>
#include <vector>

#include "gateway/endpoint.hpp"
#include "storage/ascii.hpp"

namespace kimai::gateway {

namespace {

constexpr std::string_view hex_digits = "0123456789ABCDEF";

/// The segment with %XX decoded; nothing when that is malformed or gives a slash or a zero byte.
std::optional<std::string> decode(std::string_view segment) {
    std::string text;
    for (std::size_t i = 0; i < segment.size(); ++i) {
        if (segment[i] != '%') {
            text.push_back(segment[i]);
            continue;
        }
        if (segment.size() - i < 3) return std::nullopt;
        const int high = hex_digit(segment[i + 1]);
        const int low = hex_digit(segment[i + 2]);
        if (high < 0 || low < 0) return std::nullopt;
        const char c = static_cast<char>(high * 16 + low);
        if (c == '/' || c == '\0') return std::nullopt;
        text.push_back(c);
        i += 2;
    }
    return text;
}

/// The segments that are not empty, decoded.
std::optional<std::vector<std::string>> split(std::string_view path) {
    std::vector<std::string> segments;
    while (!path.empty()) {
        const std::size_t slash = std::min(path.find('/'), path.size());
        if (slash > 0) {
            auto segment = decode(path.substr(0, slash));
            if (!segment) return std::nullopt;
            segments.push_back(std::move(*segment));
        }
        path.remove_prefix(std::min(slash + 1, path.size()));
    }
    return segments;
}

}  // namespace

Route route_of(std::string_view path) {
    if (!path.starts_with('/')) return Route::not_found;
    const auto segments = split(path);
    if (!segments) return Route::not_found;
    if (segments->empty()) return Route::front_page;
    const std::size_t count = segments->size();
    if (count >= 2 && (*segments)[count - 2] == "core" && segments->back() == "json.php" && !path.ends_with('/')) {
        return Route::json_rpc;
    }
    return Route::not_found;
}

std::string url_of(const Request& request) {
    std::string url = request.https ? "https://" : "http://";
    url += is_host_header(request.host) ? request.host : request.local;
    if (!request.target.starts_with('/')) url += '/';
    for (const char c : request.target) {
        const auto byte = static_cast<unsigned char>(c);
        if (byte > 0x20 && byte < 0x7f && std::string_view("\"<>\\^`{}").find(c) == std::string_view::npos) {
            url += c;
        } else {
            url += {'%', hex_digits[byte >> 4], hex_digits[byte & 15]};
        }
    }
    return url;
}

}  // namespace kimai::gateway
