// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/basic_stream_socket.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>

#include <memory>
#include <string>
#include <string_view>

#include "gateway/deadline.hpp"
#include "gateway/http_limits.hpp"
#include "gateway/log.hpp"
#include "gateway/request_reader.hpp"
#include "gateway/respond.hpp"
#include "gateway/response_head.hpp"
#include "gateway/trusted_proxies.hpp"

namespace kimai::gateway {

/// What the connections of one I/O thread share. Outlives them, and so must what it refers to.
struct SessionContext {
    const HttpLimits& limits;
    const TrustedProxies& proxies;
    Log& log;
    Respond respond;
    HttpDate date = {};
};

/// Who is at the other end.
struct Peer {
    std::string id;       // of the connection; its requests are ID.1, ID.2 and so on in the log
    std::string address;  // without port
    std::string local;    // address and port the connection came in at
    bool tls = false;
};

/// How to end a stream, for each kind of stream the session is made for.
template <class Stream>
struct StreamControl {
    /// Tells the peer that nothing more will come; reading goes on.
    static void finish_sending(Stream& stream);
    /// Ends it at once; what waits on it gets an error.
    static void close(Stream& stream);
};

/// A connection as the listener sees it. Called on the thread of the connection.
class Connection {
  public:
    Connection() = default;
    Connection(const Connection&) = delete;
    Connection& operator=(const Connection&) = delete;
    Connection(Connection&&) = delete;
    Connection& operator=(Connection&&) = delete;
    virtual ~Connection() = default;

    /// Closes now when no request is under way, else after its answer, which then says "Connection: close".
    virtual void stop() = 0;
    /// Closes now.
    virtual void abort() = 0;
};

/// HTTP/1.1 and 1.0 (RFC 9112) on one connection: reads a request, has it answered, writes the answer, and so on, in
/// order. What it reads and what it refuses stands with RequestReader, what it allows in HttpLimits.
/// All of it runs on one thread. Whoever makes one makes it with std::make_shared.
template <class Stream>
class HttpSession final : public Connection, public std::enable_shared_from_this<HttpSession<Stream>> {
  public:
    HttpSession(Stream stream, Peer peer, SessionContext& context);

    /// Serves the connection until it ends; returns with the stream closed. Throws only what making room throws.
    boost::asio::awaitable<void> run();

    /// Instead of run(): sends this one answer without waiting for a request, and closes.
    boost::asio::awaitable<void> turn_away(Response response);

    void stop() override;
    void abort() override;

  private:
    using Truth = boost::asio::awaitable<bool>;

    Truth serve_one();
    Truth receive();
    Truth receive_more();
    Truth send(Response& response, bool keep_alive);
    Truth write(std::string_view head, std::string_view body);
    boost::asio::awaitable<Response> answer(Request& request);
    boost::asio::awaitable<void> linger();
    Response refusal_answer();
    Response failure_answer(std::string_view what);
    void complete(Request& request) const;
    std::string request_id() const;
    void close();

    Stream stream_;
    Peer peer_;
    SessionContext& context_;
    Deadline deadline_;
    RequestReader reader_;
    std::string head_;  // of the answer being written
    unsigned long requests_ = 0;
    bool stopping_ = false;
};

using TcpStream = boost::asio::basic_stream_socket<boost::asio::ip::tcp, boost::asio::io_context::executor_type>;

template <>
struct StreamControl<TcpStream> {
    static void finish_sending(TcpStream& stream);
    static void close(TcpStream& stream);
};

extern template class HttpSession<TcpStream>;  // in http_session.cpp; other streams include http_session_impl.hpp

}  // namespace kimai::gateway
