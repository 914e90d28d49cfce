// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "gateway/service.hpp"

#include <chrono>

#include "gateway/elsewhere.hpp"
#include "gateway/routes.hpp"
#include "gateway/rpc_execution.hpp"
#include "gateway/version.hpp"

namespace kimai::gateway {

namespace {

constexpr std::string_view json = "application/json";
constexpr std::string_view plain_text = "text/plain; charset=utf-8";
const HeaderField any_origin{"Access-Control-Allow-Origin", "*"};

bool is_reading(const Request& request) { return request.method == "GET" || request.method == "HEAD"; }

Response plain(unsigned status, std::string text) {
    return {.status = status, .content_type = std::string(plain_text), .headers = {}, .body = std::move(text)};
}

Response not_allowed(const std::string& allowed) {
    Response response = plain(405, "This address takes " + allowed + " only.\n");
    response.headers.push_back({"Allow", allowed});
    return response;
}

Response front_page() {
    return plain(200, "Kimai Gateway " + std::string(version) +
                          "\n\nServes the remote API of Kimai 1.\n\nJSON-RPC: POST to core/json.php (GET shows its "
                          "service map)\n");
}

/// The answer to a browser that asks whether a page from elsewhere may post JSON.
Response preflight() {
    Response response{.status = 204, .content_type = {}, .headers = {any_origin}, .body = {}};
    response.headers.push_back({"Access-Control-Allow-Methods", "GET, POST, OPTIONS"});
    response.headers.push_back({"Access-Control-Allow-Headers", "Content-Type"});
    response.headers.push_back({"Access-Control-Max-Age", "86400"});
    return response;
}

}  // namespace

boost::asio::awaitable<Response> Service::respond(const Request& request) {
    const Route route = route_of(request.path);
    if (route == Route::json_rpc && request.method == "POST") co_return co_await call(request);
    Response response = page(route, request);
    parts_.log.call({.request_id = request.id,
                     .client = request.client,
                     .protocol = "http",
                     .method = request.method,
                     .outcome = std::to_string(response.status),
                     .duration = {}});
    co_return response;
}

Response Service::page(Route route, const Request& request) const {
    switch (route) {
        case Route::json_rpc:
            if (request.method == "OPTIONS") return preflight();
            if (!is_reading(request)) return not_allowed("GET, HEAD, POST, OPTIONS");
            return {.status = 200,
                    .content_type = std::string(json),
                    .headers = {any_origin},
                    .body = parts_.service_map.for_target(url_of(request))};
        case Route::front_page:
            return is_reading(request) ? front_page() : not_allowed("GET, HEAD");
        case Route::not_found:
            break;
    }
    return plain(404, "There is nothing at this address. The API is at core/json.php.\n");
}

boost::asio::awaitable<Response> Service::call(const Request& http) {
    const auto began = std::chrono::steady_clock::now();
    const rpc::Request request = rpc::read_request(http.body, parts_.batch_limit);
    if (!request.unreadable.empty()) parts_.log.debug("request " + http.id + " is not JSON: " + request.unreadable);
    const api::Client client{http.client};
    RpcExecution execution(parts_, client, http.id, request);
    const api::Lane lane = request.batch ? api::Lane::login : rpc::slowest_lane(request);
    rpc::Answer answer;
    try {
        if (lane == api::Lane::read) {
            answer = execution.run(store_);
        } else if (lane == api::Lane::write) {
            co_await done_by(parts_.writer, [&](storage::Store& store) { answer = execution.run_or_throw(store); });
        } else {
            co_await done_by(parts_.workers,
                             [&](storage::Store& store) { answer = execution.run_each_in_its_place(store); });
        }
    } catch (const std::exception& error) {
        answer = execution.failed(error);
    }
    const std::string names = rpc::method_names(request);
    const std::string outcome = execution.outcome();
    parts_.log.call({.request_id = http.id,
                     .client = http.client,
                     .protocol = "json-rpc",
                     .method = names,
                     .outcome = outcome,
                     .duration = std::chrono::steady_clock::now() - began});
    if (!answer.body) co_return Response{.status = 204, .content_type = {}, .headers = {any_origin}, .body = {}};
    co_return Response{
        .status = 200, .content_type = std::string(json), .headers = {any_origin}, .body = std::move(*answer.body)};
}

}  // namespace kimai::gateway
