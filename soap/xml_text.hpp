// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <string_view>

#include "api/text_buffer.hpp"

namespace kimai::soap {

/// Appends the content of an element, escaped as PHP's SOAP server escapes it (recorded): & < > and carriage returns,
/// which a parser would take for the end of a line. Everything outside ASCII stays as it is.
/// Bytes that are no UTF-8 and characters that XML 1.0 forbids (most control characters, U+FFFE, U+FFFF; XML 1.0 2.2)
/// become U+FFFD, so that the answer can always be read: PHP answers the first with a fault and writes the others,
/// which no parser takes.
void append_xml_text(api::TextBuffer& out, std::string_view text);

/// The same for a value between double quotes.
void append_xml_attribute(api::TextBuffer& out, std::string_view value);

}  // namespace kimai::soap
