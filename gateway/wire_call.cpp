// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "gateway/wire_call.hpp"

#include <utility>
#include <variant>

#include "gateway/kept_requests.hpp"
#include "gateway/log.hpp"
#include "gateway/pages.hpp"
#include "gateway/routes.hpp"
#include "rpc/endpoint.hpp"
#include "rpc/request.hpp"
#include "soap/endpoint.hpp"
#include "soap/request.hpp"

namespace kimai::gateway {

namespace {

class JsonRpcCall final : public WireCall {
  public:
    JsonRpcCall(std::shared_ptr<const rpc::Request> request, std::vector<ResponseHeader> headers)
        : request_(std::move(request)), headers_(std::move(headers)) {}

    Protocol protocol() const override { return Protocol::json_rpc; }
    std::string methods() const override { return rpc::method_names(*request_); }
    CountedMethod counted_method() const override {
        if (request_->batch) return CountedMethod::batch();
        const auto* const call = std::get_if<api::BoundCall>(&request_->entries.front().content);
        return call != nullptr ? CountedMethod(*call->method) : CountedMethod();
    }
    std::string fault() const override {
        for (const rpc::Entry& entry : request_->entries) {
            if (const auto* fault = std::get_if<rpc::Fault>(&entry.content)) {
                return "fault " + std::to_string(static_cast<int>(fault->code));
            }
        }
        return {};
    }

    api::Lane lane() const override { return request_->batch ? api::Lane::login : rpc::slowest_lane(*request_); }

    const api::BoundCall* only_call() const override { return rpc::only_call(*request_); }
    std::string form() const override { return "json"; }
    std::string_view lasting_part() const override { return rpc::result_of(*request_, answer_); }
    api::TextPlaces lasting_places() const override {
        return answer_.places.behind(static_cast<std::size_t>(lasting_part().data() - answer_.body->data()));
    }

    void answer(const api::RunCall& run, const api::ReportError& report, api::Overflow& overflow) override {
        answer_ = rpc::answer(*request_, run, report, &overflow);
    }
    void answer_with(std::string_view lasting_part) override { answer_ = rpc::answer_with(*request_, lasting_part); }
    void answer_internal_error() override { answer_ = rpc::internal_error(*request_); }

  protected:
    Response short_response() override {
        if (!answer_.body) return {.status = 204, .content_type = {}, .headers = std::move(headers_), .body = {}};
        return {.status = 200,
                .content_type = json_media_type,
                .headers = std::move(headers_),
                .body = std::move(*answer_.body)};
    }
    std::optional<std::size_t> overflowed_at() const override { return answer_.overflowed_at; }

  private:
    std::shared_ptr<const rpc::Request> request_;
    std::vector<ResponseHeader> headers_;
    rpc::Answer answer_;
};

class SoapCall final : public WireCall {
  public:
    SoapCall(std::shared_ptr<const soap::Request> request, std::string endpoint)
        : request_(std::move(request)), endpoint_(std::move(endpoint)) {}

    Protocol protocol() const override { return Protocol::soap; }
    std::string methods() const override {
        return std::string(only_call() != nullptr ? only_call()->method->name : std::string_view());
    }
    CountedMethod counted_method() const override {
        return only_call() != nullptr ? CountedMethod(*only_call()->method) : CountedMethod();
    }
    std::string fault() const override {
        const auto* const fault = std::get_if<soap::Fault>(&request_->content);
        return fault != nullptr ? "fault " + std::string(soap::name_of(fault->code)) : std::string();
    }

    api::Lane lane() const override { return only_call() != nullptr ? only_call()->method->lane : api::Lane::read; }

    const api::BoundCall* only_call() const override { return soap::only_call(*request_); }
    std::string form() const override {
        const auto version = static_cast<char>('0' + static_cast<int>(request_->version));
        const auto style = static_cast<char>('0' + static_cast<int>(request_->style));
        return std::string("soap ") + version + style + endpoint_;
    }
    std::string_view lasting_part() const override {
        return answer_.is_fault || answer_.overflowed_at ? std::string_view() : std::string_view(answer_.body);
    }
    api::TextPlaces lasting_places() const override { return answer_.places; }

    void answer(const api::RunCall& run, const api::ReportError& report, api::Overflow& overflow) override {
        answer_ = soap::answer(*request_, endpoint_, run, report, &overflow);
    }
    void answer_with(std::string_view lasting_part) override { answer_ = soap::answer_with(*request_, lasting_part); }
    void answer_internal_error() override { answer_ = soap::internal_error(*request_); }

  protected:
    Response short_response() override {
        return {.status = answer_.is_fault ? 500U : 200U,
                .content_type = answer_.media_type,
                .headers = {},
                .body = std::move(answer_.body)};
    }
    std::optional<std::size_t> overflowed_at() const override { return answer_.overflowed_at; }

  private:
    std::shared_ptr<const soap::Request> request_;
    std::string endpoint_;
    soap::Answer answer_;
};

}  // namespace

Response WireCall::response(std::shared_ptr<const OverflowFile> overflow) {
    const auto at = overflowed_at();
    Response response = short_response();
    if (at) {
        response.file = std::move(overflow);
        response.file_at = *at;
    }
    return response;
}

std::unique_ptr<WireCall> read_json_rpc(const Request& http, std::size_t batch_limit,
                                        KeptRequests<rpc::Request>& requests, Log& log,
                                        std::vector<ResponseHeader> headers) {
    auto request = requests.of(http.body, [&] { return rpc::read_request(http.body, batch_limit); });
    if (!request->unreadable.empty()) log.debug("request " + http.id + " is not JSON: " + request->unreadable);
    return std::make_unique<JsonRpcCall>(std::move(request), std::move(headers));
}

std::unique_ptr<WireCall> read_soap(const Request& http, const soap::Limits& limits,
                                    KeptRequests<soap::Request>& requests, Log& log) {
    const std::string* const header = http.header("Content-Type");
    const std::string_view content_type = header != nullptr ? std::string_view(*header) : std::string_view();
    // A header has no line ends. What is too long to be remembered is not copied.
    std::string bytes;
    const bool is_short = http.body.size() <= requests.longest;
    if (is_short) bytes.append(content_type).append("\n").append(http.body);
    auto request =
        requests.of(is_short ? bytes : http.body, [&] { return soap::read_request(http.body, content_type, limits); });
    // The fault's text may quote what the caller sent, a password say.
    if (const auto* const fault = std::get_if<soap::Fault>(&request->content)) {
        log.debug("request " + http.id + " is no good SOAP call: " + std::string(soap::name_of(fault->code)));
    }
    return std::make_unique<SoapCall>(std::move(request), endpoint_url_of(http));
}

}  // namespace kimai::gateway
