// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "gateway/http_limits.hpp"
#include "gateway/refusal.hpp"

namespace kimai::gateway {

/// Puts a chunked body together (RFC 9112 7.1) from bytes in any pieces. Extensions and trailers are read and dropped;
/// together they may be as long as a header. Line ends are CRLF and nothing else.
/// Not Beast's: version 1.81 aborts the process (an assertion in parse_chunk_header) when the last chunk, "0\r\n\r\n",
/// arrives as "0\r\n" and the rest in two more pieces.
class ChunkedBody {
  public:
    enum class Found { more, whole, wrong };

    explicit ChunkedBody(const HttpLimits& limits) : body_limit_(limits.body), extra_limit_(limits.header) {}

    /// Takes from the front of `bytes` what belongs to the body and appends the data to `body`.
    /// `bytes` has something left only when the body is whole or wrong.
    Found take(std::string_view& bytes, std::string& body);

    /// Why it is wrong.
    const Refusal& refusal() const { return refusal_; }

  private:
    enum class Part {
        size,
        extension,
        size_line_end,
        data,
        data_return,
        data_line_end,
        trailer_begin,
        trailer,
        trailer_line_end,
        last_line_end,
        done
    };

    bool accept(char c, std::size_t body_size);
    bool accept_size(char c, std::size_t body_size);
    bool accept_extra(char c, Part line_end);
    bool end_size_line();
    bool expect(char c, char expected, Part next);
    bool go_to(Part part);
    bool refuse(unsigned status, std::string_view reason);

    std::size_t body_limit_;
    std::size_t extra_limit_;
    std::size_t extra_ = 0;   // bytes of extensions and trailers so far
    std::uint64_t size_ = 0;  // of the chunk; in its data what is left of it
    bool digits_ = false;     // the size has at least one
    Part part_ = Part::size;
    Refusal refusal_;
};

}  // namespace kimai::gateway
