// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace kimai::soap {

/// A reference in a text: "&amp;", "&#252;", "&#xFC;".
struct XmlReference {
    std::size_t length = 0;
    /// The same for gSOAP, which misreads references of 11 characters and more (2.8.124); empty if it needs no other.
    std::string plainer = {};
    /// Why it is none, or no character of XML; empty if it is good.
    std::string_view problem = {};
};

/// Reads the reference that `text` begins with.
XmlReference read_xml_reference(std::string_view text);

}  // namespace kimai::soap
