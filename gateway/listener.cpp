// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "gateway/listener.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/dispatch.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ip/v6_only.hpp>
#include <boost/asio/post.hpp>
#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdio>
#include <random>
#include <stdexcept>
#include <utility>

#include "gateway/awaitable.hpp"
#include "gateway/connection_group.hpp"

namespace kimai::gateway {

namespace {

namespace asio = boost::asio;
using asio::ip::tcp;
using Acceptor = asio::basic_socket_acceptor<tcp, asio::io_context::executor_type>;
using ErrorCode = boost::system::error_code;

constexpr std::size_t most_turned_away = 64;
// Then those who are served have their turn.
constexpr std::size_t most_at_once = 64;
// When the process is out of file descriptors, accepting fails until a connection ends.
constexpr std::chrono::milliseconds pause_after_failure{100};

/// A socket that was handed over may serve IPv4 under IPv6 addresses, ::ffff:192.0.2.7.
std::string address_of(const tcp::endpoint& endpoint) {
    const asio::ip::address address = endpoint.address();
    if (!address.is_v6() || !address.to_v6().is_v4_mapped()) return address.to_string();
    return asio::ip::make_address_v4(asio::ip::v4_mapped, address.to_v6()).to_string();
}

Endpoint to_endpoint(const tcp::endpoint& endpoint) { return {address_of(endpoint), endpoint.port()}; }

std::runtime_error cannot_listen(const Endpoint& endpoint, const ErrorCode& error) {
    std::string reason = error.message();
    if (!reason.empty() && reason[0] >= 'A' && reason[0] <= 'Z') reason[0] = static_cast<char>(reason[0] + 32);
    return std::runtime_error("cannot listen on " + to_text(endpoint) + ": " + reason);
}

std::vector<tcp::endpoint> resolve(asio::io_context& io, const Endpoint& endpoint) {
    ErrorCode error;
    tcp::resolver resolver(io);
    const auto found = resolver.resolve(endpoint.host, std::to_string(endpoint.port), tcp::resolver::passive, error);
    if (error) throw cannot_listen(endpoint, error);
    std::vector<tcp::endpoint> addresses;
    for (const auto& entry : found) {
        if (std::ranges::find(addresses, entry.endpoint()) == addresses.end()) addresses.push_back(entry.endpoint());
    }
    return addresses;
}

void prepare(Acceptor& acceptor, ErrorCode& error) {
    acceptor.non_blocking(true, error);
    // Else Asio would wait for the next one when a connection is gone before it is accepted.
    if (!error) acceptor.set_option(asio::socket_base::enable_connection_aborted(true), error);
}

/// Listens, or leaves the reason in `error`.
Acceptor listen(asio::io_context& io, const tcp::endpoint& endpoint, ErrorCode& error) {
    Acceptor acceptor(io);
    acceptor.open(endpoint.protocol(), error);
    // Connections of a gateway that ended a moment ago may still be closing; two gateways at once stay impossible.
    if (!error) acceptor.set_option(tcp::acceptor::reuse_address(true), error);
    if (!error && endpoint.address().is_v6()) acceptor.set_option(asio::ip::v6_only(true), error);
    if (!error) acceptor.bind(endpoint, error);
    if (!error) acceptor.listen(asio::socket_base::max_listen_connections, error);
    if (!error) prepare(acceptor, error);
    return acceptor;
}

/// The acceptors of one endpoint, and where each listens. Where a name has several addresses, those that this machine
/// does not have (commonly ::1 for "localhost" without IPv6) are left out.
void listen_on(asio::io_context& io, const Endpoint& endpoint, std::vector<Acceptor>& acceptors,
               std::vector<Endpoint>& endpoints) {
    const std::size_t before = acceptors.size();
    ErrorCode last;
    for (const tcp::endpoint& address : resolve(io, endpoint)) {
        ErrorCode error;
        Acceptor acceptor = listen(io, address, error);
        if (!error) {
            endpoints.push_back(to_endpoint(acceptor.local_endpoint()));
            endpoints.back().tls = endpoint.tls;
            acceptors.push_back(std::move(acceptor));
            continue;
        }
        last = error;
        const bool not_here =
            error == asio::error::address_family_not_supported || error == boost::system::errc::address_not_available;
        if (!not_here) break;
    }
    const bool in_use = last == asio::error::address_in_use || last == asio::error::access_denied;
    if (acceptors.size() == before || in_use) throw cannot_listen(endpoint, last);
}

/// An acceptor for a socket that listens already.
Acceptor take_over(asio::io_context& io, int socket) {
    int family = 0;
    ::socklen_t size = sizeof(family);
    ErrorCode error;
    if (::getsockopt(socket, SOL_SOCKET, SO_DOMAIN, &family, &size) != 0)
        error.assign(errno, boost::system::system_category());
    Acceptor acceptor(io);
    if (!error) acceptor.assign(family == AF_INET6 ? tcp::v6() : tcp::v4(), socket, error);
    if (!error) prepare(acceptor, error);
    if (error) throw std::runtime_error("cannot take over a listening socket: " + error.message());
    return acceptor;
}

/// Four hexadecimal digits that tell this run of the gateway from the last one, in a log that has both.
std::string run_tag() {
    std::array<char, 8> text{};
    std::snprintf(text.data(), text.size(), "%04x", std::random_device()() & 0xffffU);
    return text.data();
}

}  // namespace

/// Kept alive by the accepting coroutines as well. All but `lanes`, `groups`, `counts` and
/// `endpoints` is the first lane's own.
struct Listener::State : std::enable_shared_from_this<Listener::State> {
    State(std::vector<IoLane> given_lanes, const HttpRules& given_rules)
        : lanes(std::move(given_lanes)), rules(given_rules), counts(rules.connections) {
        for (const IoLane& lane : lanes) {
            SessionContext context{.limits = rules.limits,
                                   .proxies = rules.proxies,
                                   .log = rules.log,
                                   .respond = lane.respond,
                                   .counts = lane.counts,
                                   .tls = rules.tls,
                                   .hsts = rules.hsts};
            groups.push_back(std::make_shared<ConnectionGroup>(lane.io, std::move(context), counts));
        }
    }

    Awaitable<void> accept(std::size_t which);
    ErrorCode accept_waiting(std::size_t which);
    Awaitable<void> pause(const ErrorCode& error);
    void admit(TcpStream stream, std::size_t which, std::size_t lane);
    void stop_accepting();

    std::vector<IoLane> lanes;
    HttpRules rules;
    std::shared_ptr<ConnectionCounts> counts;
    std::vector<std::shared_ptr<ConnectionGroup>> groups;
    std::vector<Acceptor> acceptors;
    std::vector<Endpoint> endpoints;
    std::size_t next_lane = 0;
    unsigned long accepted = 0;
    std::string tag = run_tag();
    bool was_full = false;
    bool stopping = false;
};

Awaitable<void> Listener::State::accept(std::size_t which) {
    const auto self = shared_from_this();
    while (!stopping) {
        const std::size_t lane = next_lane++ % lanes.size();
        auto [error, stream] = co_await acceptors[which].async_accept(lanes[lane].io, asio::as_tuple(use_awaitable));
        if (stopping) break;
        if (!error) {
            admit(std::move(stream), which, lane);
            error = accept_waiting(which);
        }
        if (error && error != asio::error::connection_aborted) co_await pause(error);
    }
}

/// Accepts who waits already: one a turn of the loop would let a crowd wait while those served first ask again and
/// again.
ErrorCode Listener::State::accept_waiting(std::size_t which) {
    for (std::size_t count = 1; count < most_at_once; ++count) {
        const std::size_t lane = next_lane % lanes.size();
        ErrorCode error;
        TcpStream stream = acceptors[which].accept(lanes[lane].io, error);
        if (error == asio::error::would_block || error == asio::error::connection_aborted) return {};
        if (error) return error;
        ++next_lane;
        admit(std::move(stream), which, lane);
    }
    return {};
}

Awaitable<void> Listener::State::pause(const ErrorCode& error) {
    rules.log.error("cannot accept a connection: " + error.message());
    asio::steady_timer timer(lanes.front().io, pause_after_failure);
    co_await timer.async_wait(asio::as_tuple(use_awaitable));
}

void Listener::State::admit(TcpStream stream, std::size_t which, std::size_t lane) {
    ErrorCode error;
    const tcp::endpoint remote = stream.remote_endpoint(error);
    if (error) return;  // gone already
    const tcp::endpoint local = stream.local_endpoint(error);
    if (!error) stream.set_option(tcp::no_delay(true), error);
    if (!error) stream.non_blocking(true, error);
    if (error) return;
    Peer peer{tag + "-" + std::to_string(++accepted), address_of(remote), to_text(to_endpoint(local)),
              endpoints[which].tls};
    const bool full = counts->served >= rules.limits.connections;
    if (full && !was_full) rules.log.warning("too many connections, new ones are turned away");
    was_full = full;
    (full ? counts->refused : counts->accepted).add();
    if (full && counts->turned_away >= most_turned_away) return;
    ++(full ? counts->turned_away : counts->served);
    auto hand_over = [group = groups[lane], full, stream = std::move(stream), peer = std::move(peer)]() mutable {
        if (full) {
            group->turn_away(std::move(stream), std::move(peer));
        } else {
            group->serve(std::move(stream), std::move(peer));
        }
    };
    asio::dispatch(lanes[lane].io, std::move(hand_over));
}

void Listener::State::stop_accepting() {
    stopping = true;
    for (Acceptor& acceptor : acceptors) {
        ErrorCode ignored;
        acceptor.close(ignored);
    }
}

Listener::Listener(const std::vector<Endpoint>& endpoints, std::vector<IoLane> lanes, const HttpRules& rules,
                   const std::vector<InheritedSocket>& inherited)
    : state_(std::make_shared<State>(std::move(lanes), rules)) {
    asio::io_context& io = state_->lanes.front().io;
    for (const InheritedSocket& socket : inherited) {
        state_->acceptors.push_back(take_over(io, socket.descriptor));
        state_->endpoints.push_back(to_endpoint(state_->acceptors.back().local_endpoint()));
        state_->endpoints.back().tls = socket.tls;
    }
    for (const Endpoint& endpoint : endpoints) listen_on(io, endpoint, state_->acceptors, state_->endpoints);
    for (std::size_t which = 0; which < state_->acceptors.size(); ++which) {
        asio::co_spawn(io, state_->accept(which), [&log = rules.log](const std::exception_ptr& thrown) {
            if (thrown) log.error("stopped accepting connections: out of memory");
        });
    }
}

Listener::~Listener() = default;

const std::vector<Endpoint>& Listener::endpoints() const { return state_->endpoints; }

std::size_t Listener::connections() const { return state_->counts->served; }

void Listener::stop(std::chrono::milliseconds deadline) {
    asio::post(state_->lanes.front().io, [state = state_] { state->stop_accepting(); });
    for (std::size_t lane = 0; lane < state_->lanes.size(); ++lane) {
        asio::post(state_->lanes[lane].io, [group = state_->groups[lane], deadline] { group->stop(deadline); });
    }
}

}  // namespace kimai::gateway
