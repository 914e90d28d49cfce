// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <variant>

#include "api/value.hpp"

namespace kimai::rpc {

/// Lists and records may be nested this deep, about as deep as PHP's json_decode() goes by default. The limit also
/// bounds the stack that reading and destroying a value take.
inline constexpr std::size_t max_nesting = 512;

/// Values in one text, lists and records among them. A call has some dozens, a full batch some thousands; without a
/// limit a body could take twenty times its size in memory while it waits.
inline constexpr std::size_t max_values = 65'536;

/// Why a text is not JSON, for the log.
struct ParseError {
    /// Bytes in front of the place where reading stopped.
    std::size_t offset;
    std::string reason;
};

/// Reads one JSON text (RFC 8259) as PHP's json_decode() does: a number stays as it was written, members keep their
/// order, and of members with equal names the last value stands in the first one's place. A UTF-8 byte order mark in
/// front is skipped.
///
/// Not JSON are, among others: nothing, anything but blanks behind the value, invalid UTF-8, lone surrogates, nesting
/// beyond the limit, more values than the limit, and a number that no double can hold ("1e400"), which PHP would take
/// for infinite.
///
/// `most_values` is for who reads answers, which may be longer than any request.
/// Time and memory are in proportion to the text, whatever it holds. Throws nothing but std::bad_alloc.
std::variant<api::Value, ParseError> read_json(std::string_view text, std::size_t most_values = max_values);

}  // namespace kimai::rpc
