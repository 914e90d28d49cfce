// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <chrono>
#include <cstddef>
#include <memory>
#include <vector>

#include "gateway/connection_counts.hpp"
#include "gateway/endpoint.hpp"
#include "gateway/http_limits.hpp"
#include "gateway/log.hpp"
#include "gateway/metrics.hpp"
#include "gateway/respond.hpp"
#include "gateway/trusted_proxies.hpp"

namespace boost::asio {
class io_context;
}

namespace kimai::gateway {

class TlsContext;

/// One I/O thread as the listener sees it: its io_context, and what answers the requests read there. Each thread has
/// its own, so that nothing behind Respond needs a lock or a thread_local.
struct IoLane {
    boost::asio::io_context& io;
    Respond respond;
    std::shared_ptr<IoCounts> counts = std::make_shared<IoCounts>();
};

/// What all connections are held to. All of it outlives the listener and the io_contexts.
struct HttpRules {
    const HttpLimits& limits;
    const TrustedProxies& proxies;
    Log& log;
    const TlsContext* tls = nullptr;  // for the endpoints with TLS
    std::string hsts = {};            // value of Strict-Transport-Security there; empty: no such header
    std::shared_ptr<ConnectionCounts> connections = std::make_shared<ConnectionCounts>();
};

/// A listening TCP socket that somebody made for the gateway.
struct InheritedSocket {
    int descriptor;
    bool tls = false;
};

/// Accepts connections on any number of addresses and deals them out to the lanes in turn; a connection stays on its
/// lane. Serving begins when the io_contexts run.
///
/// With HttpLimits::connections open, one more is answered with 503 and "Retry-After: 1" and closed. Not accepting it
/// instead would leave its client waiting without a word, as long as idle connections choose to stay, and would show
/// nothing to whoever watches the gateway. Of those being told at most 64 are kept, the rest is closed at once.
class Listener {
  public:
    /// Listens from here on. The io_contexts outlive the listener. A host name means all its addresses, an IPv6 address
    /// IPv6 only, port 0 a free port. Throws std::runtime_error with one sentence, "cannot listen on 127.0.0.1:8080:
    /// address already in use".
    /// `inherited` are listening TCP sockets that somebody made for it; they become its own.
    Listener(const std::vector<Endpoint>& endpoints, std::vector<IoLane> lanes, const HttpRules& rules,
             const std::vector<InheritedSocket>& inherited = {});
    ~Listener();
    Listener(const Listener&) = delete;
    Listener& operator=(const Listener&) = delete;
    Listener(Listener&&) = delete;
    Listener& operator=(Listener&&) = delete;

    /// The addresses and ports it really listens on. From any thread.
    const std::vector<Endpoint>& endpoints() const;

    /// How many connections are being served. From any thread.
    std::size_t connections() const;

    /// Accepts no more, closes idle connections, lets requests under way finish until the deadline and closes what is
    /// left then. After that nothing of the listener keeps the io_contexts running: their run() returns. A call that
    /// hangs beyond the deadline is given up, its coroutine dies with the io_context. From any thread; at once.
    void stop(std::chrono::milliseconds deadline);

  private:
    struct State;
    std::shared_ptr<State> state_;
};

}  // namespace kimai::gateway
