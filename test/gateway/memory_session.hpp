// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <functional>
#include <memory>
#include <string>

#include "gateway/exchange.hpp"
#include "gateway/http_limits.hpp"
#include "gateway/trusted_proxies.hpp"

/// An HTTP session on a stream in memory: bytes in, bytes out, no port and no waiting.
/// Its service answers "METHOD TARGET BODY" as text, and "/204", "/throw", "/throw-int", "/forge", "/later" as they
/// say, "/long" with "begin", 200,000 times "x" from a file, and "end", "/long-204" with a file that must not be sent.
class MemorySession {
  public:
    /// One read or write of the session moves at most `piece` bytes.
    explicit MemorySession(const kimai::gateway::HttpLimits& limits = {}, kimai::gateway::TrustedProxies proxies = {},
                           std::size_t piece = 1'000'000);
    ~MemorySession();
    MemorySession(const MemorySession&) = delete;
    MemorySession& operator=(const MemorySession&) = delete;
    MemorySession(MemorySession&&) = delete;
    MemorySession& operator=(MemorySession&&) = delete;

    /// Called with each request before it is answered.
    void on_request(std::function<void(const kimai::gateway::Request&)> look);

    /// Sends bytes and lets the session do what it can do now.
    void send(const std::string& bytes);
    /// Sends bytes, says that no more will come, and returns all that was received.
    std::string exchange(const std::string& bytes);
    /// All that was received so far, without Date headers (which are checked for their form).
    std::string received();

    void stop();
    /// The session has closed the connection.
    bool ended() const;
    std::string log() const;

  private:
    struct State;
    std::unique_ptr<State> state_;
};
