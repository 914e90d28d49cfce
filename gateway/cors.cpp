// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "gateway/cors.hpp"

#include <algorithm>
#include <stdexcept>
#include <string_view>

#include "gateway/endpoint.hpp"

namespace kimai::gateway {

namespace {

constexpr std::string_view allow_origin = "Access-Control-Allow-Origin";

bool is_scheme(std::string_view text) {
    return !text.empty() && std::ranges::all_of(text, [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '+' || c == '-' || c == '.';
    });
}

/// As browsers write it: in lowercase, without the port that its scheme implies.
std::string read_origin(const std::string& written) {
    std::string origin = written;
    std::ranges::transform(origin, origin.begin(),
                           [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c; });
    const std::size_t colon = origin.find("://");
    const bool whole = colon != std::string::npos && is_scheme(std::string_view(origin).substr(0, colon)) &&
                       is_host_header(std::string_view(origin).substr(colon + 3));
    if (!whole || origin.ends_with(':')) {
        throw std::invalid_argument(written + " is not an origin such as https://intranet.example.com, nor * or none");
    }
    if (origin.starts_with("https://") && origin.ends_with(":443")) origin.resize(origin.size() - 4);
    if (origin.starts_with("http://") && origin.ends_with(":80")) origin.resize(origin.size() - 3);
    return origin;
}

}  // namespace

CorsPolicy::CorsPolicy(const std::vector<std::string>& origins) : any_(false) {
    const bool alone = origins.size() == 1;
    for (const std::string& written : origins) {
        if (written != "*" && written != "none") {
            origins_.push_back(read_origin(written));
            continue;
        }
        if (!alone) throw std::invalid_argument(written + " stands alone, or not at all");
        any_ = written == "*";
    }
}

std::vector<ResponseHeader> CorsPolicy::headers_for(const Request& request) const {
    if (any_) return {{allow_origin, "*"}};
    if (origins_.empty()) return {};
    const std::string* const sent = request.header("Origin");
    const auto found = sent != nullptr ? std::ranges::find(origins_, *sent) : origins_.end();
    if (found == origins_.end()) return {{"Vary", "Origin"}};
    return {{allow_origin, *found}, {"Vary", "Origin"}};
}

Response CorsPolicy::preflight(const Request& request) const {
    Response response{.status = 204, .content_type = {}, .headers = headers_for(request), .body = {}};
    const bool allowed = !response.headers.empty() && response.headers.front().name == allow_origin;
    if (!allowed) return response;
    response.headers.push_back({"Access-Control-Allow-Methods", "GET, POST, OPTIONS"});
    response.headers.push_back({"Access-Control-Allow-Headers", "Content-Type"});
    response.headers.push_back({"Access-Control-Max-Age", "86400"});
    return response;
}

}  // namespace kimai::gateway
