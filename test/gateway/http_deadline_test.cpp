// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include <doctest/doctest.h>

#include <chrono>
#include <string>
#include <thread>

#include "test/gateway/loopback.hpp"

using namespace kimai::gateway;
using namespace std::chrono_literals;
using Clock = std::chrono::steady_clock;

// The deadlines are those of HttpLimits, shortened. What is checked is that they come, not before their time, and with
// the right words; how late a busy machine lets them be is not.

namespace {

const std::string get = "GET / HTTP/1.1\r\nHost: h\r\n\r\n";

HttpLimits patient() {
    HttpLimits limits;
    limits.idle = limits.read = limits.write = limits.linger = 20s;
    return limits;
}

}  // namespace

TEST_CASE("an idle connection is closed without a word") {
    HttpLimits limits = patient();
    limits.idle = 60ms;
    const Loopback server(limits);
    const auto begin = Clock::now();
    Client fresh(server.endpoints().front());
    CHECK(fresh.receive_all().empty());
    CHECK(Clock::now() - begin >= 60ms);

    Client used(server.endpoints().front());
    CHECK(used.send(get));
    const auto answered = Clock::now();
    CHECK(used.receive_until("ok").ends_with("\r\n\r\nok"));
    CHECK(used.receive_all().empty());
    CHECK(Clock::now() - answered >= 50ms);

    Client blank(server.endpoints().front());
    CHECK(blank.send("\r\n\r\n"));
    CHECK(blank.receive_all().empty());
    CHECK(server.settles_at(0));
}

TEST_CASE("a request that does not arrive in time is refused") {
    HttpLimits limits = patient();
    limits.read = 80ms;
    const Loopback server(limits);
    for (const std::string part :
         {"G", "GET / HTTP/1.1\r\nHost: h\r\n", "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 9\r\n\r\nabc",
          "POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nab",
          "POST / HTTP/1.1\r\nHost: h\r\nExpect: 100-continue\r\nContent-Length: 9\r\n\r\n"}) {
        CAPTURE(part);
        const auto begin = Clock::now();
        Client client(server.endpoints().front());
        CHECK(client.send(part));
        const std::string answer = client.receive_all();
        CHECK(answer.find("HTTP/1.1 408 Request Timeout\r\n") != std::string::npos);
        CHECK(answer.ends_with("Connection: close\r\n\r\nthe request did not arrive in time\n"));
        CHECK(Clock::now() - begin >= 80ms);
    }
}

TEST_CASE("bytes that drip in do not put the deadline off") {
    HttpLimits limits = patient();
    limits.read = 100ms;
    const Loopback server(limits);
    Client client(server.endpoints().front());
    CHECK(client.send("GET / HTTP/1.1\r\nA: "));
    const auto begin = Clock::now();
    while (!client.has_received() && Clock::now() - begin < 10s) {
        CHECK(client.send("x"));
        std::this_thread::sleep_for(10ms);
    }
    REQUIRE(client.has_received());
    CHECK(client.receive_until("408") == "HTTP/1.1 408");
}

TEST_CASE("after many requests the deadline of a request is still its own") {
    HttpLimits limits = patient();
    limits.read = 150ms;
    const Loopback server(limits);
    Client client(server.endpoints().front());
    for (int i = 0; i < 20; ++i) {
        CHECK(client.send(get));
        CHECK(client.receive_until("ok").ends_with("ok"));
        std::this_thread::sleep_for(10ms);
    }
    const auto begin = Clock::now();
    CHECK(client.send("GET / HT"));
    CHECK(client.receive_until("408") == "HTTP/1.1 408");
    CHECK(Clock::now() - begin >= 150ms);
}

TEST_CASE("a client that takes nothing of its answer is given up") {
    HttpLimits limits = patient();
    limits.write = 100ms;
    const Loopback server(limits);
    const Client client(server.endpoints().front());
    CHECK(client.send("GET /big HTTP/1.1\r\nHost: h\r\n\r\n"));
    CHECK(client.receive_some(1) == 1);
    CHECK(server.settles_at(0));
}

TEST_CASE("a client that takes its answer slowly is not given up") {
    HttpLimits limits = patient();
    limits.write = 1s;
    const Loopback server(limits);
    const Client client(server.endpoints().front());
    CHECK(client.send("GET /big HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n"));
    std::size_t total = 0;
    int reads = 0;
    for (std::size_t count = 1; count > 0; total += count) {
        count = client.receive_some(1 << 20);
        // Short pauses, so that each is well below the deadline and all together are above it.
        if (++reads < 30) std::this_thread::sleep_for(40ms);
    }
    CHECK(total > (32 << 20));
}

TEST_CASE("a refusal reaches a client that is still sending") {
    HttpLimits limits = patient();
    limits.body = 10;
    const Loopback server(limits);
    Client client(server.endpoints().front());
    CHECK(client.send("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 4000000\r\n\r\n"));
    CHECK(client.send(std::string(4'000'000, 'x')));
    const std::string answer = client.receive_all();
    CHECK(answer.starts_with("HTTP/1.1 413 Content Too Large\r\n"));
    CHECK(answer.ends_with("the body is too long\n"));
}

TEST_CASE("a client that does not close is not waited for") {
    HttpLimits limits = patient();
    limits.linger = 60ms;
    const Loopback server(limits);
    Client client(server.endpoints().front());
    CHECK(client.send("GARBAGE\r\n"));
    CHECK(client.receive_all().ends_with("does not begin with a method\n"));
    CHECK(server.settles_at(0));
}
