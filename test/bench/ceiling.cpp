// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

// The ceiling: the least that a server on Boost.Beast with coroutines can do, and so the measure of what the gateway
// adds. It reads a request and answers the same bytes, as many as it was told.
//
//     bench_ceiling PORT SIZE     runs until it is killed

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http.hpp>

#include <charconv>
#include <cstddef>
#include <cstdint>
#include <exception>
#include <iostream>
#include <optional>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>

namespace asio = boost::asio;
namespace http = boost::beast::http;
using asio::ip::tcp;

namespace {

asio::awaitable<void> serve(tcp::socket socket, const std::string& body) {
    boost::beast::flat_buffer buffer;
    for (;;) {
        http::request<http::string_body> request;
        co_await http::async_read(socket, buffer, request, asio::use_awaitable);
        // A string_body would hold a copy of its own each time, which halves the rate at 64 KB: less than the ceiling.
        http::response<http::span_body<const char>> response{http::status::ok, request.version()};
        response.body() = {body.data(), body.size()};
        response.set(http::field::content_type, "application/json");
        response.keep_alive(request.keep_alive());
        response.prepare_payload();
        co_await http::async_write(socket, response, asio::use_awaitable);
        if (!request.keep_alive()) co_return;
    }
}

asio::awaitable<void> listen(tcp::acceptor& acceptor, const std::string& body) {
    for (;;) {
        tcp::socket socket = co_await acceptor.async_accept(asio::use_awaitable);
        socket.set_option(tcp::no_delay(true));
        // A client that goes away ends its coroutine by an exception; `detached` drops it.
        asio::co_spawn(acceptor.get_executor(), serve(std::move(socket), body), asio::detached);
    }
}

void run(std::uint16_t port, const std::string& body) {
    asio::io_context context(1);
    tcp::acceptor acceptor(context, {asio::ip::address_v4::loopback(), port});
    asio::co_spawn(context, listen(acceptor, body), asio::detached);
    context.run();
}

template <class Number>
std::optional<Number> number(std::string_view text) {
    Number value{};
    const char* const end = text.data() + text.size();
    const auto [stopped, error] = std::from_chars(text.data(), end, value);
    return error == std::errc() && stopped == end ? std::optional(value) : std::nullopt;
}

}  // namespace

int main(int count, char** arguments) {
    const auto port = count == 3 ? number<std::uint16_t>(arguments[1]) : std::nullopt;
    const auto size = count == 3 ? number<std::size_t>(arguments[2]) : std::nullopt;
    if (!port || !size) {
        std::cerr << "usage: bench_ceiling PORT SIZE\n";
        return 2;
    }
    try {
        run(*port, std::string(*size, 'x'));
    } catch (const std::exception& error) {
        std::cerr << error.what() << '\n';
        return 1;
    }
}
