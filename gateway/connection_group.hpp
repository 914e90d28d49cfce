// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>

#include <atomic>
#include <chrono>
#include <cstddef>
#include <memory>
#include <unordered_set>

#include "gateway/connection_counts.hpp"
#include "gateway/http_session.hpp"

namespace kimai::gateway {

/// The connections of one I/O thread: starts them, knows them, ends them. Keeps its io_context running until stop().
/// Everything but the constructor is called on that thread.
class ConnectionGroup : public std::enable_shared_from_this<ConnectionGroup> {
  public:
    /// `io`, `counts` and what `context` refers to outlive the group's connections.
    ConnectionGroup(boost::asio::io_context& io, SessionContext context, std::shared_ptr<ConnectionCounts> counts);

    /// Serves a connection, which the caller has counted in ConnectionCounts::served.
    void serve(TcpStream stream, Peer peer);
    /// Answers it with 503 and closes; likewise counted, in turned_away.
    void turn_away(TcpStream stream, Peer peer);

    /// Ends idle connections now and the others when their answer is written, all that are left at the deadline.
    /// Without connections nothing of the group keeps the io_context running any more. A call that runs on after the
    /// deadline is given up: the io_context is stopped. May be called again, with another deadline.
    void stop(std::chrono::milliseconds deadline);

  private:
    std::shared_ptr<Connection> make_session(TcpStream stream, Peer peer);
    void start(const std::shared_ptr<Connection>& session, Awaitable<void> work, std::atomic<std::size_t>& count);
    void ended(Connection& connection);
    void abort_all();
    void give_memory_back();

    boost::asio::io_context& io_;
    boost::asio::executor_work_guard<boost::asio::io_context::executor_type> work_;
    boost::asio::steady_timer grace_;
    SessionContext context_;
    std::shared_ptr<ConnectionCounts> counts_;
    std::unordered_set<Connection*> connections_;
    std::size_t most_ = 0;  // connections since memory was given back
    bool stopping_ = false;
};

}  // namespace kimai::gateway
