// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "test/gateway/memory_session.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/post.hpp>
#include <boost/beast/_experimental/test/stream.hpp>

#include <cstdio>
#include <cstdlib>
#include <sstream>
#include <stdexcept>

#include "gateway/http_session_impl.hpp"

using MemoryStream = boost::beast::test::stream;

template <>
struct kimai::gateway::StreamControl<MemoryStream> {
    // Closing this stream ends its reading too; that the client sees the half-close is tested on sockets.
    static void finish_sending(MemoryStream&) {}
    static std::size_t write_now(MemoryStream&, const OutgoingBytes&, boost::system::error_code&) { return 0; }
    static void close(MemoryStream& stream) { stream.close(); }
};

using namespace kimai::gateway;

namespace {

Awaitable<Response> respond(const Request& request) {
    if (request.path == "/204") co_return Response{204};
    if (request.path == "/long") {
        // Longer than a piece that the session reads, and not a multiple of it.
        const auto file = std::make_shared<OverflowFile>(temporary_folder());
        file->take(std::string(200'000, 'x'));
        co_return Response{200, "text/plain", {}, "beginend", file, 5};
    }
    if (request.path == "/long-204") {
        const auto file = std::make_shared<OverflowFile>(temporary_folder());
        file->take("x");
        co_return Response{204, {}, {}, {}, file, 0};
    }
    if (request.path == "/throw") throw std::runtime_error("the service is\nbroken");
    if (request.path == "/throw-int") throw 1;
    if (request.path == "/forge") co_return Response{200, "text/plain", {{"X", "a\r\nSet-Cookie: b"}}, "body"};
    if (request.path == "/later") {
        const auto executor = co_await boost::asio::this_coro::executor;
        co_await boost::asio::post(executor, use_awaitable);
    }
    co_return Response{200, "text/plain", {}, request.method + " " + request.target + " " + request.body};
}

}  // namespace

struct MemorySession::State {
    State(const HttpLimits& given_limits, TrustedProxies given_proxies)
        : limits(given_limits), proxies(std::move(given_proxies)) {}

    HttpLimits limits;
    TrustedProxies proxies;
    std::ostringstream log_text;
    Log log{LogLevel::info, log_text};
    boost::asio::io_context io;
    MemoryStream client{io};
    std::function<void(const Request&)> look = [](const Request&) {};
    SessionContext context{limits, proxies, log, [this](const Request& request) {
                               look(request);
                               return respond(request);
                           }};
    std::shared_ptr<HttpSession<MemoryStream>> session;
    bool ended = false;

    void run() {
        io.restart();
        io.poll();
    }
};

MemorySession::MemorySession(const HttpLimits& limits, TrustedProxies proxies, std::size_t piece)
    : state_(std::make_unique<State>(limits, std::move(proxies))) {
    MemoryStream server(state_->io);
    server.read_size(piece);
    server.write_size(piece);
    state_->client.connect(server);
    state_->session = std::make_shared<HttpSession<MemoryStream>>(
        std::move(server), Peer{"t-1", "192.0.2.1", "127.0.0.1:8080"}, state_->context);
    boost::asio::co_spawn(state_->io, state_->session->run(),
                          [state = state_.get()](const std::exception_ptr& thrown) { state->ended = !thrown; });
    state_->run();
}

MemorySession::~MemorySession() {
    try {
        state_->session->abort();
        state_->run();
    } catch (const std::exception& error) {
        // Not through doctest, which the fuzz target that uses this does not have.
        std::fprintf(stderr, "the session cannot be ended: %s\n", error.what());
        std::abort();
    }
}

void MemorySession::on_request(std::function<void(const Request&)> look) { state_->look = std::move(look); }

void MemorySession::send(const std::string& bytes) {
    state_->client.write_some(boost::asio::buffer(bytes));
    state_->run();
}

std::string MemorySession::exchange(const std::string& bytes) {
    send(bytes);
    state_->client.close();
    state_->run();
    return received();
}

std::string MemorySession::received() {
    constexpr std::string_view name = "\r\nDate: ";
    constexpr std::string_view form = "Sun, 06 Nov 1994 08:49:37 GMT";
    std::string text(state_->client.str());
    for (auto at = text.find(name); at != std::string::npos; at = text.find(name, at)) {
        const std::string_view date = std::string_view(text).substr(at + name.size(), form.size());
        // What is not of the form stays, and shows in the comparison.
        const bool good = date.size() == form.size() && date.ends_with(" GMT") && date[3] == ',' && date[19] == ':';
        if (good) {
            text.erase(at, name.size() + form.size());
        } else {
            at += name.size();
        }
    }
    return text;
}

void MemorySession::stop() {
    state_->session->stop();
    state_->run();
}

bool MemorySession::ended() const { return state_->ended; }

std::string MemorySession::log() const { return state_->log_text.str(); }
