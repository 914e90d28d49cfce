// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <memory>

#include "gateway/http_session.hpp"

namespace kimai::gateway {

/// HTTP over TLS on a connection just accepted, with the certificate that SessionContext::tls has now; the socket does
/// not block. The client has HttpLimits::read to finish the handshake. One that speaks plain HTTP is told so, with a
/// 400. Throws std::bad_alloc.
///
/// OpenSSL reads and writes the socket itself, and Asio only waits for it. Asio's own ssl::stream keeps some 70 KiB of
/// buffers for each connection, as long as it is open; so an idle one has none.
std::shared_ptr<Connection> make_tls_session(TcpStream socket, Peer peer, SessionContext& context);

}  // namespace kimai::gateway
