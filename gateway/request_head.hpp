// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "gateway/exchange.hpp"
#include "gateway/refusal.hpp"

namespace kimai::gateway {

/// What the head says of the rest of the request and of the connection.
struct Framing {
    bool chunked = false;
    std::uint64_t content_length = 0;  // 0 also without the header and when chunked
    bool keep_alive = false;
    bool expects_continue = false;  // the client waits for "100 Continue" before it sends its body
};

/// Reads a whole head, as HeadScanner found it, into `request` (method, target and its parts, version, host, headers)
/// and `framing`. Returns why it is refused, if it is: a header that is none, a length that is none or given twice,
/// a length together with chunks, an encoding other than chunked, no host or two (RFC 9112 3.2, 6.3).
std::optional<Refusal> read_head(std::string_view head, Request& request, Framing& framing);

}  // namespace kimai::gateway
