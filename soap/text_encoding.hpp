// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <string>
#include <string_view>
#include <variant>

#include "soap/fault.hpp"

namespace kimai::soap {

/// The document in UTF-8, without byte order mark: `body` itself where nothing needs to change, otherwise a view of
/// `converted`, which is overwritten.
///
/// What the bytes are says first a byte order mark, then the XML declaration, then the charset of the request's
/// Content-Type; without any of them it is UTF-8. RFC 7303 section 3 has the charset before the declaration. But the
/// old server's parser never saw the charset, so programs that were written for it send what their declaration says,
/// below whatever charset their HTTP library puts in ("none", "unicode", that of the locale). A charset that is not
/// known does not count, for the same reason; a declaration of an encoding that is not read is a fault.
///
/// UTF-8, UTF-16, ISO-8859-1 and Windows-1252 are read. (ISO-8859-1 is taken as Windows-1252, which most that call
/// themselves so are; the two differ in control characters only.) Bytes that are not what they claim are a fault.
std::variant<std::string_view, Fault> decode(std::string_view body, std::string_view content_type,
                                             std::string& converted);

}  // namespace kimai::soap
