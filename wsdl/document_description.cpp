// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "wsdl/document_description.hpp"

#include "api/method_table.hpp"
#include "wsdl/document_schema.hpp"
#include "wsdl/names.hpp"
#include "wsdl/xml_writer.hpp"

namespace kimai::wsdl {

namespace {

void write_message(XmlWriter& xml, const std::string& name, const std::string& element) {
    xml.open("wsdl:message", {{"name", name}});
    // Tools take a part of this name for the sign of the wrapped style.
    xml.element("wsdl:part", {{"name", "parameters"}, {"element", "tns:" + element}});
    xml.close();
}

void write_messages(XmlWriter& xml) {
    for (const api::Method& method : api::methods()) {
        const std::string name(method.name);
        write_message(xml, name + "In", name);
        write_message(xml, name + "Out", response_element(method));
    }
}

void write_port_type(XmlWriter& xml) {
    xml.open("wsdl:portType", {{"name", "Kimai"}});
    for (const api::Method& method : api::methods()) {
        const std::string message = "tns:" + std::string(method.name);
        xml.open("wsdl:operation", {{"name", method.name}});
        xml.open("wsdl:documentation");
        xml.text(method.documentation);
        xml.close();
        xml.element("wsdl:input", {{"message", message + "In"}});
        xml.element("wsdl:output", {{"message", message + "Out"}});
        xml.close();
    }
    xml.close();
}

void write_binding(XmlWriter& xml) {
    xml.open("wsdl:binding", {{"name", "KimaiBinding"}, {"type", "tns:Kimai"}});
    xml.element("soap:binding", {{"style", "document"}, {"transport", "http://schemas.xmlsoap.org/soap/http"}});
    for (const api::Method& method : api::methods()) {
        const std::string action = std::string(document_namespace) + "#" + std::string(method.name);
        xml.open("wsdl:operation", {{"name", method.name}});
        xml.element("soap:operation", {{"soapAction", action}, {"style", "document"}});
        for (const std::string_view direction : {"wsdl:input", "wsdl:output"}) {
            xml.open(direction);
            xml.element("soap:body", {{"use", "literal"}});
            xml.close();
        }
        xml.close();
    }
    xml.close();
}

void write_service(XmlWriter& xml, std::string_view url) {
    xml.open("wsdl:service", {{"name", "KimaiService"}});
    xml.open("wsdl:port", {{"name", "KimaiPort"}, {"binding", "tns:KimaiBinding"}});
    xml.element("soap:address", {{"location", url}});
    xml.close();
    xml.close();
}

}  // namespace

std::string document_description(std::string_view url) {
    std::string document = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";
    XmlWriter xml(document);
    xml.open("wsdl:definitions", {{"xmlns:wsdl", "http://schemas.xmlsoap.org/wsdl/"},
                                  {"xmlns:soap", "http://schemas.xmlsoap.org/wsdl/soap/"},
                                  {"xmlns:xs", "http://www.w3.org/2001/XMLSchema"},
                                  {"xmlns:tns", document_namespace},
                                  {"name", "KimaiGateway"},
                                  {"targetNamespace", document_namespace}});
    xml.open("wsdl:types");
    write_document_schema(xml);
    xml.close();
    write_messages(xml);
    write_port_type(xml);
    write_binding(xml);
    write_service(xml, url);
    xml.close();
    return document + "\n";
}

}  // namespace kimai::wsdl
