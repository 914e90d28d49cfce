// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <string>
#include <string_view>
#include <variant>

#include "api/value.hpp"

/// Reads what a gateway answers to a call, from either wire, into the same values.
namespace kimai::gateway {

/// In place of a result: the gateway's word that something was wrong with the call.
struct CallFault {
    std::string text;
};

/// What came is no answer to a call; why.
struct NoAnswer {
    std::string reason;
};

using CallAnswer = std::variant<api::Value, CallFault, NoAnswer>;

/// The result of a JSON-RPC answer, whole: also one that says `success: false`.
CallAnswer read_json_answer(std::string_view body);

/// The same of an rpc/encoded SOAP answer: Map is a record, Array a list, nil null; numbers and booleans are those that
/// xsi:type calls so. SOAP 1.1, without references, as the gateway and PHP's SOAP server write.
CallAnswer read_soap_answer(std::string_view body, std::string_view content_type);

/// The text of a result that is a failure of the API, "Unknown user or no permissions."; nullptr if it is none.
const std::string* failure_in(const api::Value& result);

}  // namespace kimai::gateway
