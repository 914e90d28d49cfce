// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "soap/fault.hpp"

#include "soap/envelope.hpp"
#include "soap/xml_text.hpp"

namespace kimai::soap {

namespace {

/// In SOAP 1.2's words.
std::string_view new_name_of(FaultCode code) {
    switch (code) {
        case FaultCode::client:
            return "Sender";
        case FaultCode::server:
            return "Receiver";
        case FaultCode::version_mismatch:
        case FaultCode::must_understand:
            break;
    }
    return name_of(code);
}

void append_content(api::TextBuffer& out, const Fault& fault) {
    out.append("<faultcode>SOAP-ENV:").append(name_of(fault.code)).append("</faultcode><faultstring>");
    append_xml_text(out, fault.text);
    out += "</faultstring>";
}

void append_new_content(api::TextBuffer& out, const Fault& fault) {
    out.append("<env:Code><env:Value>env:").append(new_name_of(fault.code)).append("</env:Value></env:Code>");
    out += "<env:Reason><env:Text xml:lang=\"en\">";
    append_xml_text(out, fault.text);
    out += "</env:Text></env:Reason>";
}

}  // namespace

std::string_view name_of(FaultCode code) {
    switch (code) {
        case FaultCode::client:
            return "Client";
        case FaultCode::server:
            return "Server";
        case FaultCode::version_mismatch:
            return "VersionMismatch";
        case FaultCode::must_understand:
            return "MustUnderstand";
    }
    return {};
}

void append_fault(api::TextBuffer& out, Version version, const Fault& fault) {
    begin_envelope(out, version);
    out += '>';
    begin_envelope_element(out, version, "Body");
    out += '>';
    begin_envelope_element(out, version, "Fault");
    out += '>';
    switch (version) {
        case Version::soap_1_1:
            append_content(out, fault);
            break;
        case Version::soap_1_2:
            append_new_content(out, fault);
            break;
    }
    end_envelope_element(out, version, "Fault");
    end_envelope(out, version);
}

}  // namespace kimai::soap
