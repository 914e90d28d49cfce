// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "wsdl/xml_writer.hpp"

#include <stdexcept>

namespace kimai::wsdl {

std::string xml_escaped(std::string_view text) {
    std::string escaped;
    escaped.reserve(text.size());
    for (const char c : text) {
        switch (c) {
            case '&':
                escaped += "&amp;";
                break;
            case '<':
                escaped += "&lt;";
                break;
            case '>':
                escaped += "&gt;";
                break;
            case '"':
                escaped += "&quot;";
                break;
            default:
                escaped += c;
        }
    }
    return escaped;
}

void XmlWriter::end_of_tag() {
    if (in_tag_) document_ += '>';
    in_tag_ = false;
}

void XmlWriter::open(std::string_view name, Attributes attributes) {
    end_of_tag();
    document_.append("<").append(name);
    open_.emplace_back(name);
    in_tag_ = true;
    for (const Attribute& each : attributes) attribute(each.name, each.value);
}

void XmlWriter::attribute(std::string_view name, std::string_view value) {
    if (!in_tag_) throw std::logic_error("an attribute after the start tag");
    document_.append(" ").append(name).append("=\"").append(xml_escaped(value)).append("\"");
}

void XmlWriter::text(std::string_view text) {
    end_of_tag();
    document_ += xml_escaped(text);
}

void XmlWriter::close() {
    if (open_.empty()) throw std::logic_error("closed more elements than were opened");
    if (in_tag_) {
        document_ += "/>";
        in_tag_ = false;
    } else {
        document_.append("</").append(open_.back()).append(">");
    }
    open_.pop_back();
}

void XmlWriter::element(std::string_view name, Attributes attributes) {
    open(name, attributes);
    close();
}

}  // namespace kimai::wsdl
