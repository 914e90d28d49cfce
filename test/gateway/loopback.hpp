// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <chrono>
#include <cstddef>
#include <memory>
#include <string>
#include <vector>

#include "gateway/endpoint.hpp"
#include "gateway/http_limits.hpp"

/// A listener on free loopback ports with its I/O threads, for what needs real sockets.
/// Its service answers "/lane" with the number of the lane, "/big" with 32 MiB, "/slow" after 200 ms, "/busy" the same
/// but with its thread held up, "/never" never, and all else with "ok".
class Loopback {
  public:
    explicit Loopback(const kimai::gateway::HttpLimits& limits = {}, std::size_t threads = 1,
                      const std::vector<kimai::gateway::Endpoint>& places = {{"127.0.0.1", 0}});
    ~Loopback();  // stops at once
    Loopback(const Loopback&) = delete;
    Loopback& operator=(const Loopback&) = delete;
    Loopback(Loopback&&) = delete;
    Loopback& operator=(Loopback&&) = delete;

    const std::vector<kimai::gateway::Endpoint>& endpoints() const;
    /// The number of connections reaches `count` within twenty seconds.
    bool settles_at(std::size_t count) const;

    void stop(std::chrono::milliseconds deadline);
    /// All I/O threads have returned within the time.
    bool returns_within(std::chrono::milliseconds time) const;
    std::string log() const;

  private:
    struct State;
    std::unique_ptr<State> state_;
};

/// A client with a blocking socket. Every wait ends after twenty seconds.
class Client {
  public:
    explicit Client(const kimai::gateway::Endpoint& endpoint);
    ~Client();
    Client(const Client&) = delete;
    Client& operator=(const Client&) = delete;
    Client(Client&&) = delete;
    Client& operator=(Client&&) = delete;

    bool connected() const { return socket_ >= 0; }
    /// False when the connection broke before all was sent.
    bool send(const std::string& bytes) const;
    /// Something can be received without waiting.
    bool has_received() const;
    /// Up to the first time it has received `end`, or to the end of the connection.
    std::string receive_until(const std::string& end);
    /// At most that many bytes, as they come; 0 at the end.
    std::size_t receive_some(std::size_t most) const;
    /// Up to the end of the connection; "(reset)" behind it when that is no orderly one, "(open)" when it does not
    /// come.
    std::string receive_all();

  private:
    int socket_ = -1;
};
