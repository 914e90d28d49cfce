// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "soap/envelope.hpp"

#include "soap/xml_text.hpp"

namespace kimai::soap {

void begin_envelope(api::TextBuffer& out, Version version) {
    const Vocabulary& words = vocabulary_of(version);
    out += "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";
    begin_envelope_element(out, version, "Envelope");
    append_namespace(out, words.prefix, words.envelope_namespace);
}

void append_namespace(api::TextBuffer& out, std::string_view prefix, std::string_view name) {
    out += " xmlns";
    if (!prefix.empty()) out.append(":").append(prefix);
    out += "=\"";
    append_xml_attribute(out, name);
    out += '"';
}

void begin_envelope_element(api::TextBuffer& out, Version version, std::string_view name) {
    out.append("<").append(vocabulary_of(version).prefix).append(":").append(name);
}

void end_envelope_element(api::TextBuffer& out, Version version, std::string_view name) {
    out.append("</").append(vocabulary_of(version).prefix).append(":").append(name).append(">");
}

void end_envelope(api::TextBuffer& out, Version version) {
    end_envelope_element(out, version, "Body");
    end_envelope_element(out, version, "Envelope");
    out += '\n';
}

}  // namespace kimai::soap
