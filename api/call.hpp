// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <cstdint>
#include <exception>
#include <functional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "api/earlier_items.hpp"
#include "api/method_table.hpp"
#include "api/result_writer.hpp"
#include "api/value.hpp"

namespace kimai::storage {
class Store;
}

namespace kimai::api {

/// The arguments of a call, one for each parameter of its method, in the table's order.
class Arguments {
  public:
    Arguments(const Method& method, std::vector<Value> values) : method_(&method), values_(std::move(values)) {}

    /// The argument for the parameter of that name. Throws std::logic_error if the method declares none.
    const Value& operator[](std::string_view parameter) const;

    /// All of them.
    const std::vector<Value>& values() const { return values_; }

  private:
    const Method* method_;
    std::vector<Value> values_;
};

/// A method and what to give it: what either wire makes of a good request.
struct BoundCall {
    const Method* method;
    Arguments arguments;
};

/// Why arguments do not fit a method, in words for the caller: "getUsers needs apiKey".
struct BindingError {
    std::string text;
};

/// Binds arguments by position: what is too much is ignored, what is missing takes the declared default, or null where
/// none is declared. (Recorded; so a call without a key is answered like one with a bad key.)
std::variant<Arguments, BindingError> bind_by_position(const Method& method, List values);

/// Binds arguments by name, in any order; unknown names are ignored. A required one that is missing is an error.
std::variant<Arguments, BindingError> bind_by_name(const Method& method, Record members);

/// Who is calling, as far as the connection tells.
struct Client {
    /// The address in text form, without port.
    std::string address;
};

/// All that a method's body works with.
struct Call {
    const Arguments& arguments;
    const Client& client;
    storage::Store& store;
    ResultWriter& result;
    /// What it was answered earlier, if that may be of use; else nullptr.
    const EarlierAnswer* earlier = nullptr;

    // What the method's body tells of its answer.

    /// Whose key the call carries, once that is known; 0 where nobody's was asked for.
    std::int64_t user = 0;
    /// Whether the same call would be answered the same, but for the time (ResultWriter::time()), until the user's
    /// records change or what all users share. Made false by what depends on the clock or on the records of another
    /// user.
    bool lasting = true;
};

/// Runs a call and lets it write its result, exactly one value; may throw. A wire is handed this to answer a request,
/// since it knows nothing of databases and threads.
using RunCall = std::function<void(const Method&, const Arguments&, ResultWriter&)>;

/// Told by a wire of what a call threw, for the log.
using ReportError = std::function<void(const Method&, const std::exception&)>;

}  // namespace kimai::api
