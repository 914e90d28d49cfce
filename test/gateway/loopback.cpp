// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "test/gateway/loopback.hpp"

#include <arpa/inet.h>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <netdb.h>
#include <sys/socket.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <sstream>
#include <thread>

#include "gateway/io_threads.hpp"
#include "gateway/listener.hpp"

using namespace kimai::gateway;
using namespace std::chrono_literals;

namespace {

Awaitable<Response> respond(const Request& request, std::size_t lane) {
    if (request.path == "/lane") co_return Response{200, "text/plain", {}, std::to_string(lane)};
    if (request.path == "/big") co_return Response{200, "text/plain", {}, std::string(32 << 20, 'b')};
    if (request.path == "/busy") std::this_thread::sleep_for(200ms);  // Holds up the whole thread.
    if (request.path == "/slow" || request.path == "/never") {
        boost::asio::steady_timer timer(co_await boost::asio::this_coro::executor);
        timer.expires_after(request.path == "/slow" ? 200ms : 24h);
        co_await timer.async_wait(use_awaitable);
    }
    co_return Response{200, "text/plain", {}, "ok"};
}

}  // namespace

struct Loopback::State {
    State(const HttpLimits& given_limits, std::size_t count, const std::vector<Endpoint>& places)
        : limits(given_limits), threads(count), listener(places, lanes(), {limits, proxies, log}) {}

    std::vector<IoLane> lanes() {
        std::vector<IoLane> made;
        for (std::size_t lane = 0; lane < threads.count(); ++lane) {
            made.push_back({threads.context(lane), [lane](const Request& request) { return respond(request, lane); }});
        }
        return made;
    }

    HttpLimits limits;
    TrustedProxies proxies;
    std::ostringstream log_text;
    Log log{LogLevel::info, log_text};
    IoThreads threads;
    Listener listener;
    std::atomic<bool> returned = false;
    std::jthread runner;
};

Loopback::Loopback(const HttpLimits& limits, std::size_t threads, const std::vector<Endpoint>& places)
    : state_(std::make_unique<State>(limits, threads, places)) {
    state_->runner = std::jthread([state = state_.get()] {
        state->threads.run();
        state->returned = true;
    });
}

Loopback::~Loopback() {
    state_->threads.stop();
    state_->runner.join();
}

const std::vector<Endpoint>& Loopback::endpoints() const { return state_->listener.endpoints(); }

bool Loopback::settles_at(std::size_t count) const {
    for (int i = 0; i < 4'000 && state_->listener.connections() != count; ++i) std::this_thread::sleep_for(5ms);
    return state_->listener.connections() == count;
}

void Loopback::stop(std::chrono::milliseconds deadline) { state_->listener.stop(deadline); }

bool Loopback::returns_within(std::chrono::milliseconds time) const {
    const auto end = std::chrono::steady_clock::now() + time;
    while (!state_->returned && std::chrono::steady_clock::now() < end) std::this_thread::sleep_for(1ms);
    return state_->returned;
}

std::string Loopback::log() const { return state_->log_text.str(); }

Client::Client(const Endpoint& endpoint) {
    addrinfo hints{};
    hints.ai_flags = AI_NUMERICHOST | AI_NUMERICSERV;
    hints.ai_socktype = SOCK_STREAM;
    addrinfo* found = nullptr;
    if (getaddrinfo(endpoint.host.c_str(), std::to_string(endpoint.port).c_str(), &hints, &found) != 0) return;
    socket_ = ::socket(found->ai_family, SOCK_STREAM, 0);
    const timeval patience{20, 0};
    setsockopt(socket_, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    setsockopt(socket_, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof patience);
    if (connect(socket_, found->ai_addr, found->ai_addrlen) != 0) {
        ::close(socket_);
        socket_ = -1;
    }
    freeaddrinfo(found);
}

Client::~Client() {
    if (socket_ >= 0) ::close(socket_);
}

bool Client::send(const std::string& bytes) const {
    std::size_t sent = 0;
    while (sent < bytes.size()) {
        const ssize_t count = ::send(socket_, bytes.data() + sent, bytes.size() - sent, MSG_NOSIGNAL);
        if (count <= 0) return false;
        sent += static_cast<std::size_t>(count);
    }
    return true;
}

bool Client::has_received() const {
    char c = 0;
    return ::recv(socket_, &c, 1, MSG_PEEK | MSG_DONTWAIT) == 1;
}

std::string Client::receive_until(const std::string& end) {
    std::string text;
    char c = 0;
    while (text.find(end) == std::string::npos && ::recv(socket_, &c, 1, 0) == 1) text += c;
    return text;
}

std::size_t Client::receive_some(std::size_t most) const {
    std::string buffer(most, '\0');
    const ssize_t count = ::recv(socket_, buffer.data(), buffer.size(), 0);
    return count > 0 ? static_cast<std::size_t>(count) : 0;
}

std::string Client::receive_all() {
    std::string text;
    std::string buffer(1 << 16, '\0');
    for (;;) {
        const ssize_t count = ::recv(socket_, buffer.data(), buffer.size(), 0);
        if (count == 0) return text;
        if (count < 0) return text + (errno == EAGAIN ? "(open)" : "(reset)");
        text.append(buffer, 0, static_cast<std::size_t>(count));
    }
}
