// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "gateway/kept_requests.hpp"

#include <utility>
#include <variant>

namespace kimai::gateway {

namespace {

bool is_reading_call(const soap::Request& request) {
    const auto* const call = std::get_if<api::BoundCall>(&request.content);
    return call != nullptr && call->method->lane == api::Lane::read;
}

}  // namespace

std::shared_ptr<const soap::Request> KeptRequests::read(std::string_view body, std::string_view content_type) {
    const bool is_short = body.size() + content_type.size() <= longest;
    if (is_short) {
        key_.assign(content_type).append("\n").append(body);
        if (const auto known = known_.find(key_); known != known_.end()) return known->second;
    }
    auto request = std::make_shared<const soap::Request>(soap::read_request(body, content_type, limits_));
    if (is_short && is_reading_call(*request)) {
        if (known_.size() == most) known_.clear();
        known_.emplace(key_, request);
    }
    return request;
}

}  // namespace kimai::gateway
