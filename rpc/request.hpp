// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "api/call.hpp"
#include "api/method_table.hpp"
#include "rpc/fault.hpp"

namespace kimai::rpc {

/// One request object: a call that can be made or the fault that answers it.
struct Entry {
    std::variant<api::BoundCall, Fault> content;
    /// The id as it goes back: a text whatever it was, as PHP's (string) makes it (recorded: 1.5 as "1.5", true as "1",
    /// null as ""). Nothing if there was none; then a success is not answered, while a fault is, with null.
    std::optional<std::string> id = std::nullopt;
    /// Whether the caller said JSON-RPC 2.0; otherwise it is 1.0, and the answer does not name a version.
    bool version_2 = false;
};

/// The body of a POST, read.
struct Request {
    /// In order; exactly one if it is no batch.
    std::vector<Entry> entries;
    bool batch = false;
    /// For the log: why the body is not JSON and where. Empty if it is.
    std::string unreadable = {};
};

/// Reads a body. Every mistake of the caller becomes a Fault in its place; throws nothing but std::bad_alloc.
///
/// Recorded: a body that is empty or holds no object is an invalid request, and so is a method name that is not of the
/// form [a-z][a-z0-9_.]* in any case. `jsonrpc` counts when PHP's == finds it equal to "2.0" (2 and "2" do). Missing
/// and null params and [] and {} are no arguments by position (PHP can't tell {} from []), a list binds by position, an
/// object by name.
/// From JSON-RPC 2.0: a list that is not empty is a batch. One with more entries than the limit is a single fault.
Request read_request(std::string_view body, std::size_t batch_limit);

/// The call of a request that holds one call, with an id, and nothing else; otherwise nullptr.
const api::BoundCall* only_call(const Request& request);

/// The methods called, for the access log: "getTimesheet", for a batch "getUsers,getTasks". Only names from the method
/// table, so nothing a caller wrote gets into the log; empty if there is no call.
std::string method_names(const Request& request);

/// Where the request has to run: the slowest lane that one of its calls asks for.
api::Lane slowest_lane(const Request& request);

}  // namespace kimai::rpc
