// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <string>
#include <string_view>
#include <variant>

#include "soap/fault.hpp"
#include "soap/limits.hpp"

namespace kimai::soap {

/// Looks once over a body before gSOAP reads it. gSOAP takes a lot that is not XML, takes attributes of any namespace
/// for SOAP's, and without a limit on the names of attributes 1 MB can keep it busy for 100 s (measured).
///
/// Refused are: what is not well-formed (tags that do not nest, attributes without quotes or twice, bad names, unknown
/// entities, characters that XML does not have, anything but comments beside the root), what SOAP forbids (document
/// types and processing instructions; SOAP 1.1 section 3, 1.2 part 1 section 5), and what is beyond the limits.
///
/// Answers what gSOAP is to read, in UTF-8 and without XML declaration: a part of `body`, or of `text`, which is
/// overwritten. It says the same in a plainer way, where gSOAP would misread it: line ends are \n, comments and CDATA
/// sections are resolved, long character references written out, and attributes that mean nothing to SOAP left out
/// (attribute_scope.hpp).
///
/// Takes time in proportion to the body, times what the limits allow at one place (attributes, declarations): at most
/// some 0.3 s for 1 MB, gSOAP included, with the usual limits. Throws nothing but std::bad_alloc.
std::variant<std::string_view, Fault> guard(std::string_view body, std::string_view content_type, const Limits& limits,
                                            std::string& text);

}  // namespace kimai::soap
