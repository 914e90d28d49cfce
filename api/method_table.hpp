// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <variant>

#include "api/failure.hpp"
#include "api/shape.hpp"

/// The method table: every method of the API, declared once. Dispatch, the service map, the WSDL, the web page's forms
/// and the reference are all made from these rows; to add a method is to add a row, a body and a test.
namespace kimai::api {

class Api;
struct Call;

/// What the discovery documents say of a parameter. Only `record` is enforced: PHP did so too, everything else it
/// converted where it was used. The old documents call a `date` an integer and a `truth` anything, and the typed one
/// what they are used as: what strtotime reads, and a boolean.
enum class ParameterType : std::uint8_t { text, integer, integer_or_list, date, boolean, truth, record };

enum class ReturnType : std::uint8_t { text, list, list_or_boolean };

/// What a missing optional parameter counts as. The empty one is null and is not shown in the service map.
using Default = std::variant<std::monostate, bool, int>;

struct Parameter {
    std::string_view name;
    ParameterType type;
    /// Nothing: the parameter is required.
    std::optional<Default> missing = std::nullopt;
    /// The members that a record may have.
    const Shape* members = nullptr;
};

/// Where a call may run. A read runs at once on the thread that took it. A write runs on the one writer, together with
/// what else waits, and is answered when it is on the disk. A login computes a slow hash and runs on threads of its
/// own.
enum class Lane : std::uint8_t { read, write, login };

struct Method {
    std::string_view name;
    std::string_view documentation;
    std::span<const Parameter> parameters;
    ReturnType returns;
    Lane lane;
    /// Does it: writes a whole result to the call's writer and answers success, or writes nothing and answers the
    /// failure. Throws when the database does.
    Outcome (Api::*body)(Call&) const;
    /// Of the items of its result; none for a method that answers a text.
    const Shape* items;
};

/// All methods, in the order in which the old server's discovery documents list them.
std::span<const Method> methods();

/// The method of that name (case-sensitive, as the old server's), or nullptr.
const Method* find_method(std::string_view name);

}  // namespace kimai::api
