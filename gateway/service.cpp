// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "gateway/service.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

#include "gateway/call_execution.hpp"
#include "gateway/elsewhere.hpp"
#include "gateway/explorer.hpp"
#include "gateway/overflow_file.hpp"
#include "gateway/pages.hpp"
#include "gateway/routes.hpp"
#include "gateway/wire_call.hpp"
#include "storage/ascii.hpp"

namespace kimai::gateway {

namespace {

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

/// Whether the client, or whoever is behind it, is one of those. A proxy that nobody trusts, or that does not say in
/// X-Forwarded-For for whom it asks, may ask for anybody.
bool may_see_metrics(const Request& request, const Networks& access) {
    const bool forwarded_for_nobody =
        request.header("X-Forwarded-For") == nullptr &&
        std::ranges::any_of(std::array{"Forwarded", "Via", "X-Real-IP"},
                            [&request](std::string_view name) { return request.header(name) != nullptr; });
    const auto address = read_address(request.client);
    return address && !request.client_unclear && !forwarded_for_nobody && access.contain(*address);
}

/// The description that ?wsdl=WANTED asks for; whatever the old server did not know is its only one.
std::string description(const wsdl::Descriptions& descriptions, std::string_view wanted, std::string_view url) {
    if (wanted == "document") return descriptions.document(url);
    if (wanted == "offline") return descriptions.offline(url);
    return descriptions.rpc(url);
}

}  // namespace

Answering Service::respond(const Request& request) {
    if (parts_.redirect_http != 0) {
        const auto began = Clock::now();
        if (auto elsewhere = https_redirect(request, parts_.redirect_http)) {
            record_page(request, *elsewhere, began);
            return *std::move(elsewhere);
        }
    }
    const Route route = route_of(request.path);
    const bool is_call = request.method == "POST" && (route == Route::json_rpc || route == Route::soap);
    const bool refused = is_call && is_encoded(request);
    if (is_call && !refused) return respond_to_call(route, request);
    const auto began = Clock::now();
    if (route == Route::ready && is_reading(request)) return ready(request);
    Response response = refused ? unsupported_encoding() : page(route, request);
    record_page(request, response, began);
    return response;
}

void Service::record_page(const Request& request, const Response& response, Clock::time_point began) const {
    const std::chrono::nanoseconds duration = Clock::now() - began;
    counts_->requests.count(Protocol::http, CountedMethod::of_http(request.method), ending_of_status(response.status),
                            duration);
    parts_.log.call({.request_id = request.id,
                     .client = request.client,
                     .protocol = name_of(Protocol::http),
                     .method = request.method,
                     .outcome = std::to_string(response.status),
                     .duration = duration});
}

Response Service::page(Route route, const Request& request) const {
    if (parts_.explorer != nullptr && is_reading(request)) {
        if (auto answer = parts_.explorer->answer(request)) return *std::move(answer);
    }
    switch (route) {
        case Route::json_rpc:
            return json_rpc_page(request);
        case Route::soap:
            return soap_page(request);
        case Route::front_page:
            return is_reading(request) ? front_page() : method_not_allowed("GET, HEAD");
        case Route::alive:
            return is_reading(request) ? alive_page() : method_not_allowed("GET, HEAD");
        case Route::ready:  // Others are answered by ready().
            return method_not_allowed("GET, HEAD");
        case Route::metrics:
            return is_reading(request) ? metrics(request) : method_not_allowed("GET, HEAD");
        case Route::not_found:
            break;
    }
    return plain_page(404, "There is nothing at this address. The API is at core/json.php and core/soap.php.\n");
}

Response Service::metrics(const Request& request) const {
    return may_see_metrics(request, parts_.metrics_access) ? metrics_page(parts_.metrics.text()) : no_metrics_page();
}

Awaitable<Response> Service::ready(const Request& request) {
    const auto began = Clock::now();
    auto answer = Ready::yes;
    if (!can_read()) {
        answer = Ready::not_readable;
    } else if (const bool writable = co_await parts_.readiness.can_write(); !writable) {
        answer = Ready::not_writable;
    }
    Response response = ready_page(answer);
    record_page(request, response, began);
    co_return response;
}

bool Service::can_read() {
    if (parts_.health.damaged()) return false;
    try {
        store_.settings.setting(storage::readiness_setting);
        return true;
    } catch (const std::exception& error) {
        parts_.health.failed("the readiness check", error);
    }
    return false;
}

Response Service::json_rpc_page(const Request& request) const {
    if (request.method == "OPTIONS") return parts_.cors.preflight(request);
    if (!is_reading(request)) return method_not_allowed("GET, HEAD, POST, OPTIONS");
    return {.status = 200,
            .content_type = json_media_type,
            .headers = parts_.cors.headers_for(request),
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

Answering Service::respond_to_call(Route route, const Request& http) {
    const auto began = Clock::now();
    auto call = route == Route::json_rpc ? read_json_rpc(http, parts_.batch_limit, json_rpc_requests_, parts_.log,
                                                         parts_.cors.headers_for(http))
                                         : read_soap(http, parts_.soap_limits, soap_requests_, parts_.log);
    if (call->lane() != api::Lane::read) return respond_from_elsewhere(http, std::move(call), began);
    std::string key = key_of(*call);
    const KeptAnswers::AnswerPointer kept = key.empty() ? nullptr : parts_.kept_answers.find(key);
    if (!key.empty() && may_give(kept, http.client)) {
        const auto& [lasting, text, places] = *kept;
        call->answer_with(places.times.empty() ? text : places.at_time(text, parts_.api.now()));
        record(http, *call, Ending::ok, "ok", began);
        return call->response();
    }
    const api::Client client{http.client};
    NoOverflow no_overflow;
    const bool has_items = kept && !kept->places.items.empty();
    CallExecution execution({parts_.api, parts_.writer, parts_.health, counts_->read_times, client, http.id,
                             no_overflow, !key.empty(), has_items ? kept.get() : nullptr},
                            *call);
    try {
        if (!execute_here(execution)) call->answer_internal_error();
    } catch (const api::AnswerTooLong&) {
        return respond_from_elsewhere(http, std::move(call), began);
    }
    if (execution.lasting()) {
        parts_.kept_answers.keep(std::move(key), *execution.lasting(), call->lasting_part(), call->lasting_places());
    }
    record(http, *call, execution.ending(), execution.outcome(), began);
    return call->response();
}

Awaitable<Response> Service::respond_from_elsewhere(const Request& http, std::unique_ptr<WireCall> call,
                                                    Clock::time_point began) {
    const api::Client client{http.client};
    const auto overflow = std::make_shared<OverflowFile>(parts_.temporary_folder);
    CallExecution execution({parts_.api, parts_.writer, parts_.health, counts_->read_times, client, http.id, *overflow},
                            *call);
    const bool executed = co_await execute_elsewhere(execution, call->lane());
    if (!executed) call->answer_internal_error();
    record(http, *call, execution.ending(), execution.outcome(), began);
    co_return call->response(overflow);
}

bool Service::execute_here(CallExecution& execution) {
    try {
        execution.run(store_);
        return true;
    } catch (const api::AnswerTooLong&) {
        throw;
    } catch (const std::exception& error) {
        execution.failed(error);
    }
    return false;
}

Awaitable<bool> Service::execute_elsewhere(CallExecution& execution, api::Lane lane) {
    try {
        if (lane == api::Lane::write) {
            co_await done_by(parts_.writer, [&](storage::Store& store) { execution.run_or_throw(store); });
            parts_.health.wrote();
        } else {
            co_await done_by(parts_.workers, [&](storage::Store& store) { execution.run_each_in_its_place(store); });
        }
        co_return true;
    } catch (const std::exception& error) {
        execution.failed(error);
    }
    co_return false;
}

std::string Service::key_of(const WireCall& call) const {
    const api::BoundCall* const only = call.only_call();
    return parts_.kept_answers.limit() > 0 && only != nullptr ? answer_key(call.form(), *only) : std::string();
}

bool Service::may_give(const KeptAnswers::AnswerPointer& kept, const std::string& client) {
    if (!parts_.api.may_try_key(client)) return false;
    const bool right = kept && is_right(kept->lasting);
    (right ? counts_->kept_hits : counts_->kept_misses).add();
    if (right && kept->lasting.user != 0) parts_.api.note_key_use(kept->lasting.user, std::nullopt);
    return right;
}

bool Service::is_right(const Lasting& lasting) {
    try {
        return marks_.of(lasting.user) == lasting.marks;
    } catch (const storage::DatabaseError&) {
        // The call itself is about to find out what is wrong.
        return false;
    }
}

void Service::record(const Request& http, const WireCall& call, Ending ending, std::string_view outcome,
                     Clock::time_point began) const {
    const std::chrono::nanoseconds duration = Clock::now() - began;
    counts_->requests.count(call.protocol(), call.counted_method(), ending, duration);
    parts_.log.call({.request_id = http.id,
                     .client = http.client,
                     .protocol = name_of(call.protocol()),
                     .method = call.methods(),
                     .outcome = outcome,
                     .duration = duration});
}

}  // namespace kimai::gateway
