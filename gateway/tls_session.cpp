// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "gateway/tls_session.hpp"

#include <boost/asio/post.hpp>
#include <openssl/err.h>
#include <openssl/ssl.h>

#include <cstring>
#include <new>
#include <tuple>
#include <utility>

#include "gateway/http_session_impl.hpp"
#include "gateway/tls_context.hpp"

namespace kimai::gateway {

namespace {

namespace asio = boost::asio;
using ErrorCode = boost::system::error_code;
using Transfer = std::tuple<ErrorCode, std::size_t>;

constexpr std::size_t record = 16 * kib;            // the most that TLS encrypts at once
constexpr std::size_t most_at_once = 16 * record;   // written before other connections have their turn
constexpr std::size_t most_thrown_away = 64 * kib;  // of a client that does not speak TLS

constexpr std::string_view no_tls =
    "HTTP/1.1 400 Bad Request\r\nContent-Type: text/plain\r\nContent-Length: 53\r\nConnection: close\r\n\r\n"
    "this port speaks HTTPS; use an address with https://\n";
static_assert(no_tls.size() - no_tls.find("\r\n\r\n") - 4 == 53);

/// What became of an attempt to read or write: it is done, or failed, or would have to wait.
struct Attempt {
    enum class Waits { no, to_read, to_write } waits = Waits::no;
    ErrorCode error = {};
    std::size_t count = 0;
};

class TlsStream {
  public:
    /// Throws std::bad_alloc.
    TlsStream(TcpStream socket, ssl_ctx_st* context);

    auto get_executor() { return socket_.get_executor(); }

    Attempt handshake();
    Attempt read(asio::mutable_buffer room);
    /// Head and what of the body still fits go into one record. After Waits::to_write it is called with the same bytes.
    Attempt write(const OutgoingBytes& bytes);

    Awaitable<ErrorCode> wait(Attempt::Waits what, Deadline& deadline);

    /// Why the handshake failed, for the log. Tells a client that speaks HTTP without TLS.
    std::string explain_failure();
    void finish_sending();
    void close();

  private:
    /// Tries something with OpenSSL, unless the socket is closed: OpenSSL knows it by its number only, which by then
    /// may be a file's or another client's.
    template <class Try>
    Attempt attempt(const Try& attempt_it);

    TcpStream socket_;
    std::unique_ptr<SSL, decltype(&SSL_free)> ssl_;
    bool open_ = false;  // between handshake and the first error
};

TlsStream::TlsStream(TcpStream socket, ssl_ctx_st* context)
    : socket_(std::move(socket)), ssl_(SSL_new(context), SSL_free) {
    if (!ssl_ || SSL_set_fd(ssl_.get(), socket_.native_handle()) != 1) throw std::bad_alloc();
    SSL_set_accept_state(ssl_.get());
}

template <class Try>
Attempt TlsStream::attempt(const Try& attempt_it) {
    if (!socket_.is_open()) return {.error = asio::error::bad_descriptor};
    ERR_clear_error();
    std::size_t count = 0;
    const int result = attempt_it(count);
    if (result == 1) return {.count = count};
    switch (SSL_get_error(ssl_.get(), result)) {
        case SSL_ERROR_WANT_READ:
            return {.waits = Attempt::Waits::to_read};
        case SSL_ERROR_WANT_WRITE:
            return {.waits = Attempt::Waits::to_write};
        case SSL_ERROR_ZERO_RETURN:  // the client's half is closed, ours may go on
            return {.error = asio::error::eof};
        default:
            break;
    }
    open_ = false;
    // Many clients end without a word of TLS. HTTP says itself where a message ends, so none is taken for whole.
    const bool ended = ERR_GET_REASON(ERR_peek_error()) == SSL_R_UNEXPECTED_EOF_WHILE_READING;
    return {.error = ended ? asio::error::make_error_code(asio::error::eof) : asio::error::connection_reset};
}

Attempt TlsStream::handshake() {
    const Attempt done = attempt([this](std::size_t&) { return SSL_do_handshake(ssl_.get()); });
    open_ = done.waits == Attempt::Waits::no && !done.error;
    return done;
}

Attempt TlsStream::read(asio::mutable_buffer room) {
    return attempt([&](std::size_t& count) { return SSL_read_ex(ssl_.get(), room.data(), room.size(), &count); });
}

Attempt TlsStream::write(const OutgoingBytes& bytes) {
    if (!open_) return {.error = asio::error::connection_reset};
    std::array<char, record> together;
    const void* from = bytes[1].data();
    std::size_t size = std::min(bytes[1].size(), record);
    if (bytes[0].size() > 0) {
        size = asio::buffer_copy(asio::buffer(together), bytes);
        from = together.data();
    }
    return attempt([&](std::size_t& count) { return SSL_write_ex(ssl_.get(), from, size, &count); });
}

Awaitable<ErrorCode> TlsStream::wait(Attempt::Waits what, Deadline& deadline) {
    if (deadline.passed()) co_return asio::error::timed_out;
    const auto direction = what == Attempt::Waits::to_read ? TcpStream::wait_read : TcpStream::wait_write;
    const auto [error] = co_await socket_.async_wait(direction, until(deadline));
    co_return error;
}

std::string TlsStream::explain_failure() {
    const unsigned long failure = ERR_peek_error();
    const char* const reason = ERR_reason_error_string(failure);
    if (ERR_GET_REASON(failure) == SSL_R_HTTP_REQUEST) {
        ErrorCode error;
        socket_.write_some(asio::buffer(no_tls), error);
        // The rest of the request, if it is here; closing with unread bytes would take the answer back.
        std::array<char, 4096> thrown_away;
        for (std::size_t count = 0; count < most_thrown_away && !error;) {
            count += socket_.read_some(asio::buffer(thrown_away), error);
        }
    }
    return reason != nullptr ? reason : "the client left";
}

void TlsStream::finish_sending() {
    if (open_) SSL_shutdown(ssl_.get());
    ErrorCode error;
    socket_.shutdown(asio::socket_base::shutdown_send, error);
}

void TlsStream::close() {
    if (open_ && socket_.is_open()) SSL_shutdown(ssl_.get());  // does nothing where it was done before
    ErrorCode error;
    socket_.close(error);
}

/// Others have their turn, where nothing had to be waited for.
auto let_others(TlsStream& stream) { return asio::post(stream.get_executor(), use_awaitable); }

// What HttpSession reads and writes with; in place of the ones in http_session_impl.hpp.

Awaitable<Transfer> read_some(TlsStream& stream, asio::mutable_buffer room, Deadline& deadline) {
    for (bool waited = false;; waited = true) {
        const Attempt done = stream.read(room);
        if (done.waits == Attempt::Waits::no) {
            if (!waited) co_await let_others(stream);
            co_return Transfer(done.error, done.count);
        }
        const ErrorCode error = co_await stream.wait(done.waits, deadline);
        if (error) co_return Transfer(error, 0);
    }
}

Awaitable<Transfer> write_some(TlsStream& stream, OutgoingBytes bytes, Deadline& deadline) {
    for (bool waited = false;; waited = true) {
        const Attempt done = stream.write(bytes);
        if (done.waits == Attempt::Waits::no) {
            if (!waited) co_await let_others(stream);
            co_return Transfer(done.error, done.count);
        }
        const ErrorCode error = co_await stream.wait(done.waits, deadline);
        if (error) co_return Transfer(error, 0);
    }
}

}  // namespace

template <>
struct StreamControl<TlsStream> {
    /// Empty when it is done, else why it is not.
    static Awaitable<std::string> handshake(TlsStream& stream, Deadline& deadline) {
        for (;;) {
            const Attempt done = stream.handshake();
            if (done.error) co_return stream.explain_failure();
            if (done.waits == Attempt::Waits::no) co_return std::string();
            const ErrorCode error = co_await stream.wait(done.waits, deadline);
            if (error) co_return deadline.passed() ? "it took too long" : "given up";
        }
    }

    static void finish_sending(TlsStream& stream) { stream.finish_sending(); }

    static std::size_t write_now(TlsStream& stream, const OutgoingBytes& bytes, ErrorCode& error) {
        OutgoingText rest{{static_cast<const char*>(bytes[0].data()), bytes[0].size()},
                          {static_cast<const char*>(bytes[1].data()), bytes[1].size()}};
        std::size_t written = 0;
        while (!rest.empty() && written < most_at_once) {
            const Attempt done = stream.write(rest.buffers());
            error = done.error;
            if (done.count == 0) break;
            rest.remove_prefix(done.count);
            written += done.count;
        }
        return written;
    }

    static void close(TlsStream& stream) { stream.close(); }
};

std::shared_ptr<Connection> make_tls_session(TcpStream socket, Peer peer, SessionContext& context) {
    return std::make_shared<HttpSession<TlsStream>>(TlsStream(std::move(socket), context.tls->current().get()),
                                                    std::move(peer), context);
}

}  // namespace kimai::gateway
