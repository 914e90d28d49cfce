// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <span>
#include <string>
#include <string_view>

#include "api/method_table.hpp"
#include "api/value.hpp"

/// The bodies of calls, as a client of either wire sends them.
namespace kimai::gateway {

/// A JSON-RPC 2.0 call with the values by position.
std::string json_request(const api::Method& method, std::span<const api::Value> values);

/// A SOAP 1.1 call as PHP's SoapClient writes it: rpc/encoded, every value with its type, records as Map. `endpoint` is
/// the namespace of the operation. There is a value for no more than the method's parameters.
std::string soap_request(const api::Method& method, std::span<const api::Value> values, std::string_view endpoint);

/// A value as JSON, without blanks. Names and texts may be any.
std::string json_text(const api::Value& value);

}  // namespace kimai::gateway
