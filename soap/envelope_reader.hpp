// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <string_view>

#include "soap/limits.hpp"
#include "soap/request.hpp"

namespace kimai::soap {

/// Reads an envelope with gSOAP. `document` has passed the guard (xml_guard.hpp); `likely` is the version of a fault
/// about an envelope of no known version. The messages are those of PHP's SOAP server (recorded).
///
/// Header entries are ignored; one that must be understood is a fault. The first element of the body is the operation,
/// by its local name. Throws nothing but std::bad_alloc.
Request read_envelope(std::string_view document, Version likely, const Limits& limits);

}  // namespace kimai::soap
