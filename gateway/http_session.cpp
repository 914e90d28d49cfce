// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "gateway/http_session.hpp"

#include "gateway/http_session_impl.hpp"

namespace kimai::gateway {

// Errors of both mean that the peer is gone, which is what they are for.

void StreamControl<TcpStream>::finish_sending(TcpStream& stream) {
    boost::system::error_code error;
    stream.shutdown(boost::asio::socket_base::shutdown_send, error);
}

void StreamControl<TcpStream>::close(TcpStream& stream) {
    boost::system::error_code error;
    stream.close(error);
}

template class HttpSession<TcpStream>;

}  // namespace kimai::gateway
