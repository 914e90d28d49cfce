// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "gateway/request_counts.hpp"

#include <algorithm>
#include <iterator>

#include "api/method_table.hpp"

namespace kimai::gateway {

namespace {

constexpr std::array<std::string_view, 4> http_methods{"GET", "HEAD", "POST", "OPTIONS"};

// Before them stands "unknown".
constexpr std::size_t first_method = 1;

std::vector<std::string> names_of_rows(Protocol protocol) {
    std::vector<std::string> names{"unknown"};
    if (protocol == Protocol::http) {
        names.insert(names.end(), http_methods.begin(), http_methods.end());
        return names;
    }
    for (const api::Method& method : api::methods()) names.emplace_back(method.name);
    if (protocol == Protocol::json_rpc) names.emplace_back("batch");
    return names;
}

constexpr std::array<Protocol, protocol_count> protocols{Protocol::json_rpc, Protocol::soap, Protocol::http};

}  // namespace

CountedMethod::CountedMethod(const api::Method& method)
    : row_(first_method + static_cast<std::size_t>(&method - api::methods().data())) {}

CountedMethod CountedMethod::batch() { return CountedMethod(first_method + api::methods().size()); }

CountedMethod CountedMethod::of_http(std::string_view name) {
    const auto* const found = std::ranges::find(http_methods, name);
    if (found == http_methods.end()) return {};
    return CountedMethod(first_method + static_cast<std::size_t>(found - http_methods.begin()));
}

RequestCounts::RequestCounts() {
    for (const Protocol protocol : protocols) {
        rows_[static_cast<std::size_t>(protocol)] = std::vector<Row>(row_names(protocol).size());
    }
}

const std::vector<std::string>& row_names(Protocol protocol) {
    static const std::array<std::vector<std::string>, protocol_count> names{
        names_of_rows(Protocol::json_rpc), names_of_rows(Protocol::soap), names_of_rows(Protocol::http)};
    return names[static_cast<std::size_t>(protocol)];
}

std::string_view label_of(Protocol protocol) {
    switch (protocol) {
        case Protocol::json_rpc:
            return "json_rpc";
        case Protocol::soap:
            return "soap";
        case Protocol::http:
            break;
    }
    return "http";
}

std::string_view name_of(Protocol protocol) { return protocol == Protocol::json_rpc ? "json-rpc" : label_of(protocol); }

std::string_view label_of(Ending ending) {
    switch (ending) {
        case Ending::ok:
            return "ok";
        case Ending::failure:
            return "failure";
        case Ending::fault:
            return "fault";
        case Ending::failed:
            return "failed";
        case Ending::refused:
            break;
    }
    return "refused";
}

std::vector<Ending> endings_of(Protocol protocol) {
    if (protocol == Protocol::http) return {Ending::ok, Ending::refused, Ending::failed};
    return {Ending::ok, Ending::failure, Ending::fault, Ending::failed};
}

}  // namespace kimai::gateway
