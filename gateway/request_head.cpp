// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "gateway/request_head.hpp"

#include <boost/beast/http/basic_parser.hpp>

#include <algorithm>

#include "gateway/endpoint.hpp"

namespace kimai::gateway {

namespace {

namespace beast = boost::beast;
namespace http = boost::beast::http;
using ErrorCode = boost::system::error_code;

std::string_view view(beast::string_view text) { return {text.data(), text.size()}; }

/// Beast's parser, its findings written straight into a Request. Of the body it never gets a byte.
class HeadParser : public http::basic_parser<true> {
  public:
    explicit HeadParser(Request& request) : request_(request) { body_limit(boost::none); }

    using http::basic_parser<true>::put;

  private:
    void on_request_impl(http::verb, beast::string_view method, beast::string_view target, int version,
                         ErrorCode&) override {
        request_.method = view(method);
        request_.target = view(target);
        request_.version = static_cast<unsigned>(version);
    }
    void on_field_impl(http::field, beast::string_view name, beast::string_view value, ErrorCode&) override {
        request_.headers.push_back({std::string(view(name)), std::string(view(value))});
    }
    void on_response_impl(int, beast::string_view, int, ErrorCode&) override {}
    void on_header_impl(ErrorCode&) override {}
    void on_body_init_impl(const boost::optional<std::uint64_t>&, ErrorCode&) override {}
    std::size_t on_body_impl(beast::string_view, ErrorCode&) override { return 0; }
    void on_chunk_header_impl(std::uint64_t, beast::string_view, ErrorCode&) override {}
    std::size_t on_chunk_body_impl(std::uint64_t, beast::string_view, ErrorCode&) override { return 0; }
    void on_finish_impl(ErrorCode&) override {}

    Request& request_;
};

Refusal refusal_for(const ErrorCode& error) {
    if (error == http::error::bad_content_length)
        return {400, "the Content-Length is not a number, or comes with chunks"};
    if (error == http::error::multiple_content_length) return {400, "two Content-Length headers differ"};
    if (error == http::error::bad_transfer_encoding) return {400, "two Transfer-Encodings, or one with Content-Length"};
    if (error == http::error::bad_value) return {400, "a header has a value that cannot be read"};
    return {400, "a header is not of the form name: value"};
}

/// Splits the target; of "http://host/path" the host replaces what the Host header says (RFC 9112 3.2.2). The scheme
/// is not believed: whether the client came by https is not the client's to say.
std::optional<Refusal> read_target(Request& request) {
    std::string& target = request.target;
    const auto scheme_end = target.find("://");
    if (!target.starts_with('/') && scheme_end != std::string::npos) {
        const std::string_view scheme = std::string_view(target).substr(0, scheme_end);
        if (!same_letters(scheme, "http") && !same_letters(scheme, "https"))
            return Refusal{400, "the target is not a path"};
        const std::size_t authority = scheme_end + 3;
        const std::size_t rest = std::min(target.find_first_of("/?", authority), target.size());
        request.host = target.substr(authority, rest - authority);
        if (!is_host_header(request.host)) return Refusal{400, "the target's host is not a host"};
        target.erase(0, rest);
        if (!target.starts_with('/')) target.insert(target.begin(), '/');
    }
    if (!target.starts_with('/') && target != "*") return Refusal{400, "the target is not a path"};
    const std::size_t question = std::min(target.find('?'), target.size());
    request.path = target.substr(0, question);
    request.query = question < target.size() ? target.substr(question + 1) : std::string();
    return std::nullopt;
}

/// Takes the host from the header unless the target named one, and refuses what RFC 9112 3.2 has refused.
std::optional<Refusal> read_host(Request& request) {
    const std::string* host = nullptr;
    for (const HeaderField& field : request.headers) {
        if (!same_letters(field.name, "Host")) continue;
        if (host) return Refusal{400, "two Host headers"};
        host = &field.value;
    }
    if (!host) {
        if (request.version >= 11) return Refusal{400, "no Host header"};
        return std::nullopt;
    }
    if (!host->empty() && !is_host_header(*host)) return Refusal{400, "the Host header is not a host"};
    if (request.host.empty()) request.host = *host;
    return std::nullopt;
}

/// Any encoding but chunked is one whose end we could mistake; Beast passes over those it does not know.
std::optional<Refusal> check_encodings(const Request& request) {
    for (const HeaderField& field : request.headers) {
        if (!same_letters(field.name, "Transfer-Encoding")) continue;
        if (request.version < 11) return Refusal{400, "a Transfer-Encoding with HTTP/1.0"};
        if (!same_letters(field.value, "chunked")) return Refusal{501, "a Transfer-Encoding other than chunked"};
    }
    return std::nullopt;
}

std::optional<Refusal> check_expectation(const Request& request, Framing& framing) {
    const std::string* expectation = request.header("Expect");
    if (!expectation || request.version < 11) return std::nullopt;
    if (!same_letters(*expectation, "100-continue")) return Refusal{417, "an expectation other than 100-continue"};
    framing.expects_continue = framing.chunked || framing.content_length > 0;
    return std::nullopt;
}

}  // namespace

std::optional<Refusal> read_head(std::string_view head, Request& request, Framing& framing) {
    HeadParser parser(request);
    parser.header_limit(static_cast<std::uint32_t>(head.size() + 1));
    ErrorCode error;
    parser.put({head.data(), head.size()}, error);
    if (error) return refusal_for(error);
    if (!parser.is_header_done()) return Refusal{400, "a header is not of the form name: value"};
    if (auto refusal = read_target(request)) return refusal;
    if (auto refusal = read_host(request)) return refusal;
    if (auto refusal = check_encodings(request)) return refusal;
    framing.chunked = parser.chunked();
    framing.content_length = framing.chunked ? 0 : parser.content_length().value_or(0);
    framing.keep_alive = parser.keep_alive();
    return check_expectation(request, framing);
}

}  // namespace kimai::gateway
