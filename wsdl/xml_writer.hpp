// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

namespace kimai::wsdl {

struct Attribute {
    std::string_view name;
    std::string_view value;
};

/// Text as it stands in an XML document, between tags or in a quoted attribute.
std::string xml_escaped(std::string_view text);

/// Writes an XML document without blanks between elements. Names are written as they are, values escaped.
/// Throws std::logic_error when more is closed than was opened.
class XmlWriter {
  public:
    using Attributes = std::initializer_list<Attribute>;

    explicit XmlWriter(std::string& document) : document_(document) {}
    XmlWriter(const XmlWriter&) = delete;
    XmlWriter& operator=(const XmlWriter&) = delete;

    /// Opens an element. One that is closed without content is written as <name/>.
    void open(std::string_view name, Attributes attributes = {});
    void attribute(std::string_view name, std::string_view value);
    void text(std::string_view text);
    void close();

    /// An element without content.
    void element(std::string_view name, Attributes attributes = {});

  private:
    void end_of_tag();

    std::string& document_;
    std::vector<std::string> open_;
    /// The last start tag still lacks its bracket.
    bool in_tag_ = false;
};

}  // namespace kimai::wsdl
