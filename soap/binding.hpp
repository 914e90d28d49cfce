// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <variant>

#include "api/call.hpp"
#include "soap/fault.hpp"
#include "soap/reading.hpp"

namespace kimai::soap {

/// Binds what is in an operation's element to the parameters of its method: by local names, in any order, as soon as
/// one of them is the name of a parameter; otherwise by position, since some stacks make up names (SOAP::Lite
/// c-gensym3, PHP without WSDL param0). (Recorded.) What is too much is ignored, of parameters that come twice the
/// first counts, a missing optional one takes its default. A missing required one is a fault.
std::variant<api::BoundCall, Fault> bind(const api::Method& method, const Part& operation, const Reading& reading);

}  // namespace kimai::soap
