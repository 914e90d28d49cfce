// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "gateway/service.hpp"

#include <algorithm>
#include <chrono>

#include "gateway/call_execution.hpp"
#include "gateway/elsewhere.hpp"
#include "gateway/pages.hpp"
#include "gateway/routes.hpp"
#include "rpc/endpoint.hpp"
#include "soap/endpoint.hpp"
#include "storage/ascii.hpp"

namespace kimai::gateway {

namespace {

constexpr std::string_view json = "application/json";
const HeaderField any_origin{"Access-Control-Allow-Origin", "*"};

bool is_reading(const Request& request) { return request.method == "GET" || request.method == "HEAD"; }

/// Whether the body is compressed, or in another way not what it is (RFC 9110 8.4).
bool is_encoded(const Request& request) {
    return std::ranges::any_of(request.headers, [](const HeaderField& field) {
        return same_letters(field.name, "Content-Encoding") && !field.value.empty() &&
               !same_letters(field.value, "identity");
    });
}

/// The answer to a call that is_encoded(); tells what would be read (RFC 9110 15.5.16).
Response unsupported_encoding() {
    Response response =
        plain_page(415, "Compressed bodies are not read here. Send the request without Content-Encoding.\n");
    response.headers.push_back({"Accept-Encoding", "identity"});
    return response;
}

/// The answer to a browser that asks whether a page from elsewhere may post JSON.
Response preflight() {
    Response response{.status = 204, .content_type = {}, .headers = {any_origin}, .body = {}};
    response.headers.push_back({"Access-Control-Allow-Methods", "GET, POST, OPTIONS"});
    response.headers.push_back({"Access-Control-Allow-Headers", "Content-Type"});
    response.headers.push_back({"Access-Control-Max-Age", "86400"});
    return response;
}

/// The description that ?wsdl=WANTED asks for; whatever the old server did not know is its only one.
std::string description(const wsdl::Descriptions& descriptions, std::string_view wanted, std::string_view url) {
    if (wanted == "document") return descriptions.document(url);
    if (wanted == "offline") return descriptions.offline(url);
    return descriptions.rpc(url);
}

/// For the log: "fault -32601" for the first fault, or nothing.
std::string fault_of(const rpc::Request& request) {
    for (const rpc::Entry& entry : request.entries) {
        if (const auto* fault = std::get_if<rpc::Fault>(&entry.content)) {
            return "fault " + std::to_string(static_cast<int>(fault->code));
        }
    }
    return {};
}

/// The line that the log has for a call, begun when this is made.
class CallRecord {
  public:
    CallRecord(Log& log, const Request& request, std::string_view protocol)
        : log_(log), request_(request), protocol_(protocol) {}

    void write(std::string_view method, std::string_view outcome) const {
        log_.call({.request_id = request_.id,
                   .client = request_.client,
                   .protocol = protocol_,
                   .method = method,
                   .outcome = outcome,
                   .duration = std::chrono::steady_clock::now() - began_});
    }

  private:
    Log& log_;
    const Request& request_;
    std::string_view protocol_;
    std::chrono::steady_clock::time_point began_ = std::chrono::steady_clock::now();
};

}  // namespace

boost::asio::awaitable<Response> Service::respond(const Request& request) {
    const Route route = route_of(request.path);
    const bool is_call = request.method == "POST" && (route == Route::json_rpc || route == Route::soap);
    const bool refused = is_call && is_encoded(request);
    if (is_call && !refused) {
        if (route == Route::json_rpc) co_return co_await call_json_rpc(request);
        co_return co_await call_soap(request);
    }
    Response response = refused ? unsupported_encoding() : page(route, request);
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
            return json_rpc_page(request);
        case Route::soap:
            return soap_page(request);
        case Route::front_page:
            return is_reading(request) ? front_page() : method_not_allowed("GET, HEAD");
        case Route::not_found:
            break;
    }
    return plain_page(404, "There is nothing at this address. The API is at core/json.php and core/soap.php.\n");
}

Response Service::json_rpc_page(const Request& request) const {
    if (request.method == "OPTIONS") return preflight();
    if (!is_reading(request)) return method_not_allowed("GET, HEAD, POST, OPTIONS");
    return {.status = 200,
            .content_type = std::string(json),
            .headers = {any_origin},
            .body = parts_.service_map.for_target(url_of(request))};
}

Response Service::soap_page(const Request& request) const {
    if (!is_reading(request)) return method_not_allowed("GET, HEAD, POST");
    const std::string url = endpoint_url_of(request);
    const auto wanted = query_parameter(request.query, "wsdl");
    if (!wanted) return gateway::soap_page(url);
    return {.status = 200,
            .content_type = "text/xml;charset=UTF-8",
            .headers = {},
            .body = description(parts_.descriptions, *wanted, url)};
}

boost::asio::awaitable<bool> Service::execute(CallExecution& execution, api::Lane lane) {
    try {
        if (lane == api::Lane::read) {
            execution.run(store_);
        } else if (lane == api::Lane::write) {
            co_await done_by(parts_.writer, [&](storage::Store& store) { execution.run_or_throw(store); });
        } else {
            co_await done_by(parts_.workers, [&](storage::Store& store) { execution.run_each_in_its_place(store); });
        }
        co_return true;
    } catch (const std::exception& error) {
        execution.failed(error);
    }
    co_return false;
}

boost::asio::awaitable<Response> Service::call_json_rpc(const Request& http) {
    const CallRecord record(parts_.log, http, "json-rpc");
    const rpc::Request request = rpc::read_request(http.body, parts_.batch_limit);
    if (!request.unreadable.empty()) parts_.log.debug("request " + http.id + " is not JSON: " + request.unreadable);
    rpc::Answer answer;
    const api::Client client{http.client};
    CallExecution execution(
        {parts_.api, parts_.writer, parts_.log, client, http.id},
        [&](const api::RunCall& run, const api::ReportError& report) { answer = rpc::answer(request, run, report); });
    const api::Lane lane = request.batch ? api::Lane::login : rpc::slowest_lane(request);
    const bool executed = co_await execute(execution, lane);
    if (!executed) answer = rpc::internal_error(request);
    record.write(rpc::method_names(request), execution.outcome(fault_of(request)));
    if (!answer.body) co_return Response{.status = 204, .content_type = {}, .headers = {any_origin}, .body = {}};
    co_return Response{
        .status = 200, .content_type = std::string(json), .headers = {any_origin}, .body = std::move(*answer.body)};
}

boost::asio::awaitable<Response> Service::call_soap(const Request& http) {
    const CallRecord record(parts_.log, http, "soap");
    const std::string* const content_type = http.header("Content-Type");
    const soap::Request request = soap::read_request(
        http.body, content_type != nullptr ? std::string_view(*content_type) : std::string_view(), parts_.soap_limits);
    const auto* const fault = std::get_if<soap::Fault>(&request.content);
    const auto* const call = std::get_if<api::BoundCall>(&request.content);
    if (fault != nullptr) parts_.log.debug("request " + http.id + " is no good SOAP call: " + fault->text);
    soap::Answer answer;
    const std::string endpoint = endpoint_url_of(http);
    const api::Client client{http.client};
    CallExecution execution({parts_.api, parts_.writer, parts_.log, client, http.id},
                            [&](const api::RunCall& run, const api::ReportError& report) {
                                answer = soap::answer(request, endpoint, run, report);
                            });
    const bool executed = co_await execute(execution, call != nullptr ? call->method->lane : api::Lane::read);
    if (!executed) answer = soap::internal_error(request);
    record.write(call != nullptr ? call->method->name : std::string_view(),
                 execution.outcome(fault != nullptr ? "fault " + std::string(soap::name_of(fault->code)) : ""));
    co_return Response{.status = answer.is_fault ? 500U : 200U,
                       .content_type = std::string(answer.media_type),
                       .headers = {},
                       .body = std::move(answer.body)};
}

}  // namespace kimai::gateway
