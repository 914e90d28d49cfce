// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <chrono>
#include <cstddef>

namespace kimai::gateway {

inline constexpr std::size_t kib = 1024;
inline constexpr std::size_t mib = 1024 * kib;

/// What a client may take of us. Sizes are bytes, a message of exactly the limit is still taken.
struct HttpLimits {
    /// Request line and headers up to and with the empty line; also all chunk extensions and trailers of a body. 431.
    std::size_t header = 16 * kib;
    /// Body after chunks are put together. 413, before the body is read when Content-Length tells.
    std::size_t body = 1 * mib;
    /// Request target as sent. 414; the header's limit counts it too, so more than that has no effect.
    std::size_t target = 8 * kib;
    /// From the end of an answer, or from connecting, to the first byte of a request. Then closed without a word.
    std::chrono::milliseconds idle{60'000};
    /// From the first byte of a request to its last. 408.
    std::chrono::milliseconds read{30'000};
    /// For a client to take any byte of an answer that waits. Then closed.
    std::chrono::milliseconds write{30'000};
    /// How long and how much is still read and thrown away after the last answer of a connection, so that the client
    /// can read that answer: closing with unread bytes makes TCP reset the connection (RFC 9112 9.6).
    std::chrono::milliseconds linger{2'000};
    std::size_t linger_bytes = 8 * mib;
    /// Connections at once; one more is answered with 503.
    std::size_t connections = 1'000;
};

}  // namespace kimai::gateway
