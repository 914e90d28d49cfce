// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <boost/asio/basic_stream_socket.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <memory>
#include <string>
#include <string_view>

#include "gateway/awaitable.hpp"
#include "gateway/deadline.hpp"
#include "gateway/http_limits.hpp"
#include "gateway/log.hpp"
#include "gateway/metrics.hpp"
#include "gateway/request_reader.hpp"
#include "gateway/respond.hpp"
#include "gateway/response_head.hpp"
#include "gateway/trusted_proxies.hpp"

namespace kimai::gateway {

class TlsContext;

/// What the connections of one I/O thread share. Outlives them, and so must what it refers to.
struct SessionContext {
    const HttpLimits& limits;
    const TrustedProxies& proxies;
    Log& log;
    Respond respond;
    std::shared_ptr<IoCounts> counts = std::make_shared<IoCounts>();
    HttpDate date = {};
    const TlsContext* tls = nullptr;  // for connections with Peer::tls
    std::string hsts = {};            // value of Strict-Transport-Security on those; empty: no such header
};

/// Who is at the other end.
struct Peer {
    std::string id;       // of the connection; its requests are ID.1, ID.2 and so on in the log
    std::string address;  // without port
    std::string local;    // address and port the connection came in at
    bool tls = false;
};

/// Head and body of an answer as a stream takes them.
using OutgoingBytes = std::array<boost::asio::const_buffer, 2>;

/// What of an answer is still to be written.
struct OutgoingText {
    std::string_view head;
    std::string_view body;

    bool empty() const { return head.empty() && body.empty(); }
    OutgoingBytes buffers() const {
        return {boost::asio::const_buffer(head.data(), head.size()),
                boost::asio::const_buffer(body.data(), body.size())};
    }
    void remove_prefix(std::size_t count) {
        const std::size_t of_head = std::min(count, head.size());
        head.remove_prefix(of_head);
        body.remove_prefix(count - of_head);
    }
};

/// How to write to a stream and to end it, for each kind of stream the session is made for. One that begins with a
/// handshake has a further function, Awaitable<std::string> handshake(Stream&, Deadline&), which answers why it failed.
template <class Stream>
struct StreamControl {
    /// Tells the peer that nothing more will come; reading goes on.
    static void finish_sending(Stream& stream);
    /// Writes what it takes without waiting, and returns how much that was; 0 also where it can't tell.
    static std::size_t write_now(Stream& stream, const OutgoingBytes& bytes, boost::system::error_code& error);
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

    /// Serves the connection until it ends; returns with the stream closed. Throws only what making room throws.
    virtual Awaitable<void> run() = 0;
    /// Instead of run(): sends this one answer without waiting for a request, and closes.
    virtual Awaitable<void> turn_away(Response response) = 0;

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

    Awaitable<void> run() override;
    Awaitable<void> turn_away(Response response) override;
    void stop() override;
    void abort() override;

  private:
    using Truth = Awaitable<bool>;

    Truth begin();
    Truth receive();
    bool refuse_the_rest(const boost::system::error_code& error);
    Answering begin_answer();
    Awaitable<Response> finish_answer(Awaitable<Response> answering);
    OutgoingText begin_sending(Response& response, bool keep_alive);
    bool sends_body(const Response& response);
    Truth write(OutgoingText text);
    Truth write_from_file(const Response& response);
    Awaitable<void> linger();
    Response refusal_answer();
    Response failure_answer(std::string_view what);
    void complete(Request& request) const;
    Origin origin_of(const Request& request) const;
    std::string request_id() const;
    void close();

    Stream stream_;
    Peer peer_;
    SessionContext& context_;
    const Origin direct_;  // of requests that no proxy forwarded
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
    static std::size_t write_now(TcpStream& stream, const OutgoingBytes& bytes, boost::system::error_code& error);
    static void close(TcpStream& stream);
};

extern template class HttpSession<TcpStream>;  // in http_session.cpp; other streams include http_session_impl.hpp

}  // namespace kimai::gateway
