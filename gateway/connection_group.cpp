// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "gateway/connection_group.hpp"

#include <boost/asio/co_spawn.hpp>
#include <malloc.h>

#include <algorithm>
#include <exception>
#include <utility>
#include <vector>

#include "gateway/tls_session.hpp"

namespace kimai::gateway {

namespace {

// After aborting, for connections to notice.
constexpr std::chrono::milliseconds last_moment{100};

// So many connections take some megabytes, and giving those back takes some milliseconds.
constexpr std::size_t crowd = 1'000;

}  // namespace

ConnectionGroup::ConnectionGroup(boost::asio::io_context& io, SessionContext context,
                                 std::shared_ptr<ConnectionCounts> counts)
    : io_(io), work_(io.get_executor()), grace_(io), context_(std::move(context)), counts_(std::move(counts)) {}

void ConnectionGroup::serve(TcpStream stream, Peer peer) {
    const auto session = make_session(std::move(stream), std::move(peer));
    start(session, session->run(), counts_->served);
}

void ConnectionGroup::turn_away(TcpStream stream, Peer peer) {
    const auto session = make_session(std::move(stream), std::move(peer));
    // A second is long for us and short for a person.
    Response response{503, "text/plain", {{"Retry-After", "1"}}, "too many connections, try again\n"};
    start(session, session->turn_away(std::move(response)), counts_->turned_away);
}

std::shared_ptr<Connection> ConnectionGroup::make_session(TcpStream stream, Peer peer) {
    if (peer.tls) return make_tls_session(std::move(stream), std::move(peer), context_);
    return std::make_shared<HttpSession<TcpStream>>(std::move(stream), std::move(peer), context_);
}

void ConnectionGroup::start(const std::shared_ptr<Connection>& session, Awaitable<void> work,
                            std::atomic<std::size_t>& count) {
    connections_.insert(session.get());
    most_ = std::max(most_, connections_.size());
    if (stopping_) session->stop();
    const auto when_done = [self = shared_from_this(), session, &count](const std::exception_ptr& thrown) {
        --count;
        self->ended(*session);
        if (!thrown) return;
        session->abort();
        try {
            std::rethrow_exception(thrown);
        } catch (const std::exception& error) {
            self->context_.log.error("a connection ended badly: " + std::string(error.what()));
        }
    };
    boost::asio::co_spawn(io_, std::move(work), when_done);
}

void ConnectionGroup::ended(Connection& connection) {
    connections_.erase(&connection);
    give_memory_back();
    if (stopping_ && connections_.empty()) grace_.cancel();
}

/// What was freed between things that are still used stays with the process unless it is asked for.
void ConnectionGroup::give_memory_back() {
    if (most_ < crowd || connections_.size() > most_ / 4) return;
    most_ = connections_.size();
    malloc_trim(0);
}

void ConnectionGroup::stop(std::chrono::milliseconds deadline) {
    stopping_ = true;
    work_.reset();
    for (Connection* connection : connections_) connection->stop();
    if (connections_.empty()) return;
    grace_.expires_after(deadline);
    grace_.async_wait([self = shared_from_this()](const boost::system::error_code& error) {
        if (!error) self->abort_all();
    });
}

void ConnectionGroup::abort_all() {
    for (Connection* connection : connections_) connection->abort();
    grace_.expires_after(last_moment);
    grace_.async_wait([self = shared_from_this()](const boost::system::error_code& error) {
        if (error) return;
        self->context_.log.warning("gave up " + std::to_string(self->connections_.size()) +
                                   " calls that ran beyond the shutdown deadline");
        self->io_.stop();
    });
}

}  // namespace kimai::gateway
