// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "gateway/listener.hpp"

#include <doctest/doctest.h>

#include <chrono>
#include <memory>
#include <set>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include "test/gateway/loopback.hpp"

using namespace kimai::gateway;
using namespace std::chrono_literals;

namespace {

std::string request(const std::string& path, const std::string& headers = {}) {
    return "GET " + path + " HTTP/1.1\r\nHost: h\r\n" + headers + "\r\n";
}

const std::string ok_and_close = "Connection: close\r\n\r\nok";

}  // namespace

TEST_CASE("port 0 becomes a real port, on every address") {
    const Loopback server({}, 1, {{"127.0.0.1", 0}, {"127.0.0.2", 0}, {"localhost", 0}});
    REQUIRE(server.endpoints().size() >= 3);
    for (const Endpoint& endpoint : server.endpoints()) {
        CAPTURE(to_text(endpoint));
        CHECK(endpoint.port != 0);
        Client client(endpoint);
        REQUIRE(client.connected());
        CHECK(client.send(request("/", "Connection: close\r\n")));
        CHECK(client.receive_all().ends_with(ok_and_close));
    }
}

TEST_CASE("IPv6, where there is one") {
    std::unique_ptr<Loopback> server;
    try {
        server = std::make_unique<Loopback>(HttpLimits(), 1, std::vector<Endpoint>{{"::1", 0}});
    } catch (const std::runtime_error& error) {
        MESSAGE("not tested: ", error.what());
        return;
    }
    CHECK(to_text(server->endpoints().front()).starts_with("[::1]:"));
    Client client(server->endpoints().front());
    CHECK(client.send(request("/", "Connection: close\r\n")));
    CHECK(client.receive_all().ends_with(ok_and_close));
}

TEST_CASE("what cannot be listened on is said in one sentence") {
    const Loopback server;
    const Endpoint used = server.endpoints().front();
    CHECK_THROWS_WITH_AS(Loopback({}, 1, {used}),
                         ("cannot listen on " + to_text(used) + ": address already in use").c_str(),
                         std::runtime_error);
    CHECK_THROWS_WITH_AS(Loopback({}, 1, {{"192.0.2.1", 81}}),
                         "cannot listen on 192.0.2.1:81: cannot assign requested address", std::runtime_error);
    CHECK_THROWS_AS(Loopback({}, 1, {{"127.0.0.1", 0}, used}), std::runtime_error);
}

TEST_CASE("each thread has its connections and answers with its own service") {
    const Loopback server({}, 3);
    std::multiset<std::string> lanes;
    for (int i = 0; i < 6; ++i) {
        Client client(server.endpoints().front());
        std::string first;
        for (int again = 0; again < 3; ++again) {
            CHECK(client.send(request("/lane")));
            client.receive_until("\r\n\r\n");
            const std::string lane = client.receive_until(std::to_string(i % 3));
            CHECK(lane == std::to_string(i % 3));
            if (again == 0) lanes.insert(lane);
        }
    }
    CHECK(lanes == std::multiset<std::string>{"0", "0", "1", "1", "2", "2"});
    CHECK(server.settles_at(0));
}

TEST_CASE("a crowd that waits while the thread is busy is accepted, all of it") {
    const Loopback server({}, 1);
    Client busy(server.endpoints().front());
    CHECK(busy.send(request("/busy")));
    std::this_thread::sleep_for(50ms);
    // More than twice as many as are accepted at once.
    std::vector<std::unique_ptr<Client>> crowd(150);
    for (auto& client : crowd) client = std::make_unique<Client>(server.endpoints().front());
    for (const auto& client : crowd) REQUIRE(client->send(request("/")));
    for (const auto& client : crowd) REQUIRE(client->receive_until("ok").ends_with("ok"));
    crowd.clear();
    CHECK(server.settles_at(1));
}

TEST_CASE("one connection too many is told so and closed") {
    HttpLimits limits;
    limits.connections = 2;
    const Loopback server(limits, 2);
    auto first = std::make_unique<Client>(server.endpoints().front());
    Client second(server.endpoints().front());
    for (Client* client : {first.get(), &second}) {
        CHECK(client->send(request("/")));
        CHECK(client->receive_until("ok").ends_with("ok"));
    }
    Client third(server.endpoints().front());
    CHECK(third.send(request("/")));
    const std::string answer = third.receive_all();
    CHECK(answer.starts_with("HTTP/1.1 503 Service Unavailable\r\n"));
    CHECK(answer.find("\r\nRetry-After: 1\r\n") != std::string::npos);
    CHECK(answer.ends_with("Connection: close\r\n\r\ntoo many connections, try again\n"));
    CHECK(second.send(request("/")));
    CHECK(second.receive_until("ok").ends_with("ok"));
    first.reset();
    CHECK(server.settles_at(1));
    Client fourth(server.endpoints().front());
    CHECK(fourth.send(request("/", "Connection: close\r\n")));
    CHECK(fourth.receive_all().ends_with(ok_and_close));
}

TEST_CASE("stopping closes idle connections, finishes what runs and returns") {
    Loopback server({}, 2);
    const Endpoint endpoint = server.endpoints().front();
    Client idle(endpoint);
    Client used(endpoint);
    Client slow(endpoint);
    Client torn(endpoint);
    CHECK(used.send(request("/")));
    CHECK(used.receive_until("ok").ends_with("ok"));
    // Once the first answer is here, the server has read what came with it.
    CHECK(slow.send(request("/") + request("/slow")));
    CHECK(slow.receive_until("ok").ends_with("ok"));
    CHECK(torn.send(request("/") + "GET / HTTP/1.1\r\n"));
    CHECK(torn.receive_until("ok").ends_with("ok"));
    CHECK(server.settles_at(4));
    server.stop(10s);
    CHECK(idle.receive_all().empty());
    CHECK(used.receive_all().empty());
    CHECK(torn.send("Host: h\r\n\r\n"));
    CHECK(torn.receive_all().ends_with(ok_and_close));
    CHECK_FALSE(Client(endpoint).connected());
    CHECK(slow.receive_all().ends_with(ok_and_close));
    CHECK(server.returns_within(20s));
}

TEST_CASE("what does not finish by the deadline is closed") {
    Loopback server({}, 2);
    Client never(server.endpoints().front());
    Client torn(server.endpoints().front());
    CHECK(never.send(request("/") + request("/never")));
    CHECK(never.receive_until("ok").ends_with("ok"));
    CHECK(torn.send(request("/") + "GET / HTTP/1.1\r\n"));
    CHECK(torn.receive_until("ok").ends_with("ok"));
    const auto begin = std::chrono::steady_clock::now();
    server.stop(100ms);
    CHECK(never.receive_all().find("HTTP") == std::string::npos);
    CHECK(torn.receive_all().find("HTTP") == std::string::npos);
    CHECK(std::chrono::steady_clock::now() - begin >= 100ms);
    CHECK(server.returns_within(20s));
    CHECK(server.log().find("gave up 1 calls") != std::string::npos);
}

TEST_CASE("without connections stopping returns at once, also twice") {
    Loopback server({}, 3);
    server.stop(1h);
    server.stop(1h);
    CHECK(server.returns_within(20s));
}

TEST_CASE("clients that come and go leave nothing behind") {
    const Loopback server({}, 2);
    for (int i = 0; i < 300; ++i) {
        const Client client(server.endpoints().front());
        if (i % 3 > 0) client.send(i % 3 == 1 ? "GET / HT" : request("/"));
    }
    CHECK(server.settles_at(0));
    Client client(server.endpoints().front());
    CHECK(client.send(request("/", "Connection: close\r\n")));
    CHECK(client.receive_all().ends_with(ok_and_close));
}
