// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <chrono>
#include <string>
#include <string_view>

#include "gateway/exchange.hpp"

namespace kimai::gateway {

/// The Date header's value (RFC 9110 5.6.7), made anew when the second changes. For one thread.
class HttpDate {
  public:
    /// Valid until the next call.
    std::string_view at(std::chrono::system_clock::time_point now);

  private:
    std::chrono::sys_seconds second_{};
    std::string text_;
};

/// What the head of an answer says besides the answer itself.
struct HeadFacts {
    std::string_view date;
    unsigned request_version = 11;  // 10 or 11
    bool keep_alive = true;
    std::string_view hsts = {};  // value of Strict-Transport-Security; empty: no such header
};

/// Replaces `out` by status line, headers and empty line. Always HTTP/1.1 in the status line, to HTTP/1.0 clients too
/// (RFC 9110 2.5), always with Content-Length (but for 204, which must have none, and 304, which
/// would have to tell that of another answer) and never chunked.
/// Throws std::logic_error when a header has a control character: somebody put unchecked text of a client there.
void write_response_head(std::string& out, const Response& response, const HeadFacts& facts);

}  // namespace kimai::gateway
