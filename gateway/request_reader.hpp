// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <cstddef>
#include <span>
#include <string_view>
#include <vector>

#include "gateway/chunked_body.hpp"
#include "gateway/exchange.hpp"
#include "gateway/head_scanner.hpp"
#include "gateway/http_limits.hpp"
#include "gateway/request_head.hpp"

namespace kimai::gateway {

/// Makes requests of the bytes of one connection, however they are cut. It does no I/O: the session fills room(), says
/// how much came with add(), and asks advance() what there is now. Bytes behind a request stay for the next one
/// (pipelining). Holds at most a header and a read's worth of unread bytes, and one body.
class RequestReader {
  public:
    enum class State {
        idle,      // nothing of a request is here yet
        head,      // part of its head
        body,      // its head, and part of its body
        complete,  // request() is whole
        refused    // refusal() says why; what follows on the connection means nothing
    };

    /// `limits` must outlive the reader.
    explicit RequestReader(const HttpLimits& limits);

    /// Where the next bytes go; never empty. Valid until the next call.
    std::span<char> room();
    void add(std::size_t count) { end_ += count; }

    /// Reads as far as the bytes go.
    State advance();
    State state() const { return state_; }

    /// Whether the client waits for "100 Continue" now; says so once for a request.
    bool take_continue();

    /// The client will send no more, or too late: what is here of a request is refused.
    void refuse(Refusal refusal);

    /// The request: in state `complete` whole; in `body` without the body, in `refused` as far as it was understood.
    Request& request() { return request_; }
    bool keep_alive() const { return framing_.keep_alive; }
    const Refusal& refusal() const { return refusal_; }

    /// Forgets the complete request; the next one begins.
    void next();

  private:
    void skip_empty_lines();
    void advance_head();
    void begin_body();
    void advance_body();
    std::string_view unread() const { return {bytes_.data() + begin_, end_ - begin_}; }

    const HttpLimits& limits_;
    std::vector<char> bytes_;
    std::size_t begin_ = 0;  // of what is not taken yet
    std::size_t end_ = 0;    // of what has arrived
    State state_ = State::idle;
    HeadScanner scanner_;
    ChunkedBody chunks_;
    Framing framing_;
    Request request_;
    Refusal refusal_;
};

}  // namespace kimai::gateway
