// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "gateway/call/http_post.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/connect.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http.hpp>
#include <boost/beast/ssl.hpp>

#include <exception>
#include <stdexcept>
#include <utility>

#include "gateway/version.hpp"

namespace kimai::gateway {

namespace {

namespace asio = boost::asio;
namespace http = boost::beast::http;
namespace ssl = boost::asio::ssl;
using asio::ip::tcp;
using Request = http::request<http::string_body>;
using Response = http::response<http::string_body>;

Request http_request(const Post& post) {
    constexpr unsigned http_1_1 = 11;
    Request request(http::verb::post, post.url.path + post.target, http_1_1);
    request.set(http::field::host, post.url.host_header());
    request.set(http::field::user_agent, "kimai-gateway/" + std::string(version));
    request.set(http::field::content_type, post.content_type);
    if (!post.soap_action.empty()) request.set("SOAPAction", "\"" + post.soap_action + "\"");
    request.body() = post.body;
    request.keep_alive(false);
    request.prepare_payload();
    return request;
}

ssl::context tls_context(const Post& post) {
    ssl::context context(ssl::context::tls_client);
    context.set_options(ssl::context::default_workarounds | ssl::context::no_sslv2 | ssl::context::no_sslv3 |
                        ssl::context::no_tlsv1 | ssl::context::no_tlsv1_1);
    context.set_verify_mode(ssl::verify_peer);
    if (post.authorities.empty()) {
        context.set_default_verify_paths();
        return context;
    }
    boost::system::error_code error;
    context.load_verify_file(post.authorities, error);
    if (error) throw std::runtime_error("cannot read certificates from " + post.authorities + ": " + error.message());
    return context;
}

/// One exchange. Asynchronous, since Asio's synchronous calls know no deadline.
class Exchange {
  public:
    explicit Exchange(const Post& post) : post_(post), request_(http_request(post)) {}

    asio::awaitable<void> run() {
        doing_ = "find the host of";
        tcp::resolver resolver(co_await asio::this_coro::executor);
        const auto& endpoint = post_.url.endpoint;
        const auto places =
            co_await resolver.async_resolve(endpoint.host, std::to_string(endpoint.port), asio::use_awaitable);
        doing_ = "connect to";
        tcp::socket socket(co_await asio::this_coro::executor);
        co_await asio::async_connect(socket, places, asio::use_awaitable);
        if (post_.url.tls) {
            co_await run_over_tls(std::move(socket));
        } else {
            co_await talk(socket);
        }
    }

    /// For sentences: "cannot ... http://127.0.0.1:8080".
    const char* doing() const { return doing_; }
    Response& response() { return response_; }

  private:
    asio::awaitable<void> run_over_tls(tcp::socket socket) {
        doing_ = "agree on TLS with";
        ssl::context context = tls_context(post_);
        ssl::stream<tcp::socket> stream(std::move(socket), context);
        stream.set_verify_callback(ssl::host_name_verification(post_.url.endpoint.host));
        name_host(stream.native_handle());
        co_await stream.async_handshake(ssl::stream_base::client, asio::use_awaitable);
        // No farewell at the end: the answer says its length, and a server may be gone by then.
        co_await talk(stream);
    }

    /// So that a server of several names shows the right certificate; addresses are not told (RFC 6066 section 3).
    void name_host(SSL* tls) const {
        const std::string& host = post_.url.endpoint.host;
        boost::system::error_code no_address;
        asio::ip::make_address(host, no_address);
        if (no_address) SSL_set_tlsext_host_name(tls, host.c_str());
    }

    template <class Stream>
    asio::awaitable<void> talk(Stream& stream) {
        doing_ = "send the call to";
        co_await http::async_write(stream, request_, asio::use_awaitable);
        doing_ = "get an answer from";
        boost::beast::flat_buffer buffer;
        http::response_parser<http::string_body> parser;
        parser.body_limit(most_answer_bytes);
        co_await http::async_read(stream, buffer, parser, asio::use_awaitable);
        response_ = parser.release();
    }

    const Post& post_;
    Request request_;
    Response response_;
    const char* doing_ = "call";
};

const char* advice_on(const boost::system::error_code& error) {
    if (error == asio::error::connection_refused) return "; is a gateway running there? --url names another";
    if (error.category() == asio::error::get_ssl_category()) {
        return "; is it https that it speaks, and is its certificate for this name? --ca FILE names the authority of "
               "certificates that the system does not know";
    }
    if (error.category() == asio::error::get_netdb_category()) return "; look at the name in --url";
    return "";
}

}  // namespace

PostAnswer post(const Post& request) {
    Exchange exchange(request);
    asio::io_context context;
    std::exception_ptr failure;
    bool done = false;
    asio::co_spawn(context, exchange.run(), [&](std::exception_ptr thrown) {
        failure = std::move(thrown);
        done = true;
    });
    context.run_for(request.timeout);
    const std::string could_not = "cannot " + std::string(exchange.doing()) + " " + to_text(request.url) + ": ";
    if (!done) {
        throw std::runtime_error(could_not + "that took longer than " + std::to_string(request.timeout.count()) +
                                 " ms; --timeout allows more");
    }
    try {
        if (failure) std::rethrow_exception(failure);
    } catch (const boost::system::system_error& error) {
        throw std::runtime_error(could_not + error.code().message() + advice_on(error.code()));
    }
    Response& response = exchange.response();
    return {.status = response.result_int(),
            .reason = std::string(response.reason()),
            .content_type = std::string(response[http::field::content_type]),
            .location = std::string(response[http::field::location]),
            .body = std::move(response.body())};
}

}  // namespace kimai::gateway
