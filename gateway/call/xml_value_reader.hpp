// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "api/value.hpp"

namespace kimai::gateway {

/// An element by its local name, and what it holds: see read_soap_answer(). What has no type and holds elements is a
/// record of them.
struct XmlValue {
    std::string name;
    api::Value value;
};

/// The first element within the Body of a SOAP envelope; nothing if it is none, or the Body is empty. The document must
/// have passed soap::guard(): here nothing is checked again, and only its limit on depth bounds the stack.
std::optional<XmlValue> read_xml_body(std::string_view document);

}  // namespace kimai::gateway
