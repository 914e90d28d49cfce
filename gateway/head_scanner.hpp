// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <cstddef>
#include <string_view>

#include "gateway/http_limits.hpp"
#include "gateway/refusal.hpp"

namespace kimai::gateway {

/// Finds the end of a request's head in bytes that arrive in any pieces, and refuses at the first byte that cannot
/// belong to one. It stands before Beast's parser, which gets whole heads only, because Beast 1.81
/// - having once seen an incomplete head looks for nothing but the empty line: what follows a Content-Length that is
///   too short, `"}` say, would wait there until the deadline;
/// - counts its header limit anew with each piece, so that the pieces decide what is too long.
/// Line ends are CRLF and nothing else, values go on in no second line (RFC 9112 2.2, 5.2): what other servers on the
/// way could read in two ways is refused.
class HeadScanner {
  public:
    enum class Found { more, whole, wrong };

    explicit HeadScanner(const HttpLimits& limits) : header_limit_(limits.header), target_limit_(limits.target) {}

    /// Looks on where the last call ended; `bytes` begins with the head and has all that arrived so far.
    Found look(std::string_view bytes);

    /// How many bytes the head has, once it is whole.
    std::size_t size() const { return seen_; }
    /// Why it is wrong.
    const Refusal& refusal() const { return refusal_; }

  private:
    enum class Part { method, target, version, line_end, line_begin, line, last_line_end, done };

    bool accept(char c);
    bool accept_target(char c);
    bool accept_version(char c);
    bool accept_line(char c);
    bool accept_line_begin(char c);
    bool go_to(Part part);
    bool refuse(unsigned status, std::string_view reason);

    std::size_t header_limit_;
    std::size_t target_limit_;
    std::size_t seen_ = 0;
    std::size_t in_part_ = 0;  // bytes of the current part so far
    bool other_version_ = false;
    Part part_ = Part::method;
    Refusal refusal_;
};

}  // namespace kimai::gateway
