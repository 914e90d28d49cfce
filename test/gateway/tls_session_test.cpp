// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "gateway/tls_session.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <doctest/doctest.h>
#include <openssl/ssl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <memory>
#include <sstream>
#include <string>

#include "gateway/tls_context.hpp"
#include "test/gateway/tls_files.hpp"
#include "test/storage/scratch_folder.hpp"

using namespace kimai::gateway;
using boost::asio::ip::tcp;

namespace {

constexpr long day = 24L * 60 * 60;

/// A client and the gateway's end of its connection, on one thread: the gateway does something only when it is let.
class Both {
  public:
    Both() : client_context_(SSL_CTX_new(TLS_client_method()), SSL_CTX_free), client_(nullptr, SSL_free) {
        tcp::acceptor acceptor(io, {boost::asio::ip::make_address("127.0.0.1"), 0});
        client_socket_.connect(acceptor.local_endpoint());
        TcpStream socket(io);
        acceptor.accept(socket);
        client_socket_.non_blocking(true);
        socket.non_blocking(true);
        server_number = socket.native_handle();
        session = make_tls_session(std::move(socket),
                                   {.id = "1", .address = "127.0.0.1", .local = "127.0.0.1:1", .tls = true}, context_);
        client_.reset(SSL_new(client_context_.get()));
        SSL_set_fd(client_.get(), client_socket_.native_handle());
        boost::asio::co_spawn(io, session->run(), boost::asio::detached);
    }

    bool shake_hands() {
        for (int i = 0; i < 100; ++i) {
            const bool done = SSL_connect(client_.get()) == 1;
            io.poll();
            if (done) return true;
        }
        return false;
    }

    bool send(const std::string& text) {
        return SSL_write(client_.get(), text.data(), static_cast<int>(text.size())) > 0;
    }

    boost::asio::io_context io;
    int server_number = -1;
    std::shared_ptr<Connection> session;

  private:
    kimai::test::ScratchFolder folder_;
    const TlsContext tls_{make_tls_files(folder_, "localhost", -day, day)};
    const HttpLimits limits_;
    const TrustedProxies proxies_;
    std::ostringstream lines_;
    Log log_{LogLevel::debug, lines_};
    SessionContext context_{.limits = limits_,
                            .proxies = proxies_,
                            .log = log_,
                            .respond =
                                [](const Request&) {
                                    return Response{200, "text/plain", {}, "ok"};
                                },
                            .tls = &tls_};
    tcp::socket client_socket_{io};
    std::unique_ptr<SSL_CTX, decltype(&SSL_CTX_free)> client_context_;
    std::unique_ptr<SSL, decltype(&SSL_free)> client_;
};

}  // namespace

TEST_CASE("a connection that was closed reads nothing from what has its number now") {
    std::array<int, 2> other{};
    REQUIRE(::socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0, other.data()) == 0);
    Both both;
    REQUIRE(both.shake_hands());
    REQUIRE(both.send("GET /"));
    REQUIRE(both.send(" HT"));
    both.io.poll_one();  // has read both, the second without waiting, so that others have their turn
    both.session->abort();
    REQUIRE(::dup2(other[0], both.server_number) == both.server_number);
    const std::string theirs(100, 'x');
    REQUIRE(::write(other[1], theirs.data(), theirs.size()) == 100);
    both.io.poll();
    std::array<char, 200> left{};
    CHECK(::read(other[0], left.data(), left.size()) == 100);
    CHECK(::read(other[1], left.data(), left.size()) == -1);  // nor was anything written
    for (const int number : {both.server_number, other[0], other[1]}) ::close(number);
}
