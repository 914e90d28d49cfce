// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <string>
#include <string_view>

namespace kimai::rpc {

/// The errors of the protocol itself, with their numbers in JSON-RPC 2.0. (The old API reports its own failures inside
/// a successful result, see api::Failure.)
enum class ErrorCode : int {
    parse_error = -32700,
    invalid_request = -32600,
    method_not_found = -32601,
    invalid_params = -32602,
    internal_error = -32603,
};

/// The text that clients see.
constexpr std::string_view message_of(ErrorCode code) {
    switch (code) {
        case ErrorCode::parse_error:
            return "Parse error";
        case ErrorCode::invalid_request:
            return "Invalid Request";
        case ErrorCode::method_not_found:
            return "Method not found";
        case ErrorCode::invalid_params:
            return "Invalid params";
        case ErrorCode::internal_error:
            return "Internal error";
    }
    return {};
}

/// A caller's mistake that is answered in place of a result.
struct Fault {
    ErrorCode code;
    /// What exactly was wrong; clients see it behind the message and a colon. Empty where the message says it all.
    std::string detail = {};
};

}  // namespace kimai::rpc
