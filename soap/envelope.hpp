// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <string_view>

#include "api/text_buffer.hpp"
#include "soap/version.hpp"

/// The outermost part of every message, in the bytes of PHP's SOAP server: one line behind the XML declaration.
namespace kimai::soap {

/// Appends the XML declaration and the Envelope's tag, without its end: further attributes may follow.
void begin_envelope(api::TextBuffer& out, Version version);

/// Appends ` xmlns:PREFIX="NAMESPACE"`, or ` xmlns="NAMESPACE"` for an empty prefix.
void append_namespace(api::TextBuffer& out, std::string_view prefix, std::string_view name);

/// Appends `<PREFIX:NAME`, or `</PREFIX:NAME>`, of an element in the envelope's namespace.
void begin_envelope_element(api::TextBuffer& out, Version version, std::string_view name);
void end_envelope_element(api::TextBuffer& out, Version version, std::string_view name);

/// Appends the end tags of Body and Envelope, and the line break that PHP ends a message with.
void end_envelope(api::TextBuffer& out, Version version);

}  // namespace kimai::soap
