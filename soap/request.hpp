// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <cstdint>
#include <string_view>
#include <variant>

#include "api/call.hpp"
#include "soap/fault.hpp"
#include "soap/limits.hpp"
#include "soap/version.hpp"

namespace kimai::soap {

/// How a call is written, and so its answer: as Kimai 1 did (rpc/encoded), or document/literal wrapped, as
/// ?wsdl=document describes it. The namespace of the operation's element tells (wsdl/names.hpp).
enum class Style : std::uint8_t { rpc, document };

/// The body of a POST, read.
struct Request {
    Version version = Version::soap_1_1;
    Style style = Style::rpc;
    /// The call that can be made, or the fault that answers it.
    std::variant<api::BoundCall, Fault> content = Fault{};
};

/// The call, unless the request is answered with a fault; then nullptr.
const api::BoundCall* only_call(const Request& request);

/// Reads a body. Every mistake of the caller becomes a Fault; throws nothing but std::bad_alloc. `content_type` is the
/// request's header of that name, for its charset.
Request read_request(std::string_view body, std::string_view content_type, const Limits& limits);

}  // namespace kimai::soap
