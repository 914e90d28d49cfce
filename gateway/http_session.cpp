// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "gateway/http_session.hpp"

#include "gateway/http_session_impl.hpp"

namespace kimai::gateway {

// Errors of ending it mean that the peer is gone, which is what they are for.

void StreamControl<TcpStream>::finish_sending(TcpStream& stream) {
    boost::system::error_code error;
    stream.shutdown(boost::asio::socket_base::shutdown_send, error);
}

std::size_t StreamControl<TcpStream>::write_now(TcpStream& stream, const OutgoingBytes& bytes,
                                                boost::system::error_code& error) {
    if (!stream.non_blocking()) return 0;
    const std::size_t count = stream.write_some(bytes, error);
    if (error == boost::asio::error::would_block) error.clear();
    return count;
}

void StreamControl<TcpStream>::close(TcpStream& stream) {
    boost::system::error_code error;
    stream.close(error);
}

template class HttpSession<TcpStream>;

}  // namespace kimai::gateway
