// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <string>

#include "api/method_table.hpp"
#include "wsdl/xml_writer.hpp"

namespace kimai::wsdl {

/// The element of a method's answer; that of its request has the method's own name.
std::string response_element(const api::Method& method);

/// Writes the schema of the document style: an element for each request and answer, and the types of what they hold,
/// made from the shapes in the method table. The types accept every value that the API can produce, also from odd
/// databases, so numbers have 64 bits. The prefixes xs and tns must be declared.
void write_document_schema(XmlWriter& xml);

}  // namespace kimai::wsdl
