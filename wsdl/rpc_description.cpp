// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "wsdl/rpc_description.hpp"

#include "api/method_table.hpp"
#include "wsdl/names.hpp"
#include "wsdl/xml_writer.hpp"

namespace kimai::wsdl {

namespace {

constexpr std::string_view encoding = "http://schemas.xmlsoap.org/soap/encoding/";

// What old clients generated their classes from, so their names.
constexpr std::string_view definitions_name = "Kimai_Remote_Api";
constexpr std::string_view port_name = "Kimai_Remote_ApiPort";
constexpr std::string_view binding_name = "Kimai_Remote_ApiBinding";
constexpr std::string_view service_name = "Kimai_Remote_ApiService";

std::string_view type_of(api::ParameterType type) {
    switch (type) {
        case api::ParameterType::text:
            return "xsd:string";
        case api::ParameterType::integer:
        case api::ParameterType::integer_or_list:
        case api::ParameterType::date:
            return "xsd:int";
        case api::ParameterType::boolean:
            return "xsd:boolean";
        case api::ParameterType::truth:
            return "xsd:anyType";
        case api::ParameterType::record:
            return "soap-enc:Array";
    }
    return {};
}

std::string_view type_of(api::ReturnType type) {
    switch (type) {
        case api::ReturnType::text:
            return "xsd:string";
        case api::ReturnType::list:
        case api::ReturnType::list_or_boolean:
            return "soap-enc:Array";
    }
    return {};
}

/// As short as this, because the whole schema of SOAP's encoding breaks some tools.
void write_array_type(XmlWriter& xml) {
    xml.open("xsd:schema", {{"targetNamespace", encoding}});
    xml.open("xsd:complexType", {{"name", "Array"}});
    xml.open("xsd:sequence");
    xml.element("xsd:any",
                {{"namespace", "##any"}, {"minOccurs", "0"}, {"maxOccurs", "unbounded"}, {"processContents", "lax"}});
    xml.close();
    xml.element("xsd:anyAttribute", {{"namespace", "##any"}, {"processContents", "lax"}});
    xml.close();
    xml.close();
}

void write_types(XmlWriter& xml, std::string_view url, EncodingTypes types) {
    xml.open("types");
    if (types == EncodingTypes::enclosed) write_array_type(xml);
    xml.open("xsd:schema", {{"targetNamespace", url}});
    xml.element("xsd:import", {{"namespace", encoding}});
    xml.close();
    xml.close();
}

void write_port_type(XmlWriter& xml) {
    xml.open("portType", {{"name", port_name}});
    for (const api::Method& method : api::methods()) {
        const std::string message = "tns:" + std::string(method.name);
        xml.open("operation", {{"name", method.name}});
        xml.open("documentation");
        xml.text(method.documentation);
        xml.close();
        xml.element("input", {{"message", message + "In"}});
        xml.element("output", {{"message", message + "Out"}});
        xml.close();
    }
    xml.close();
}

void write_binding(XmlWriter& xml, std::string_view url) {
    xml.open("binding", {{"name", binding_name}, {"type", "tns:" + std::string(port_name)}});
    xml.element("soap:binding", {{"style", "rpc"}, {"transport", "http://schemas.xmlsoap.org/soap/http"}});
    for (const api::Method& method : api::methods()) {
        xml.open("operation", {{"name", method.name}});
        xml.element("soap:operation", {{"soapAction", std::string(url) + "#" + std::string(method.name)}});
        for (const std::string_view direction : {"input", "output"}) {
            xml.open(direction);
            xml.element("soap:body", {{"use", "encoded"}, {"encodingStyle", encoding}, {"namespace", url}});
            xml.close();
        }
        xml.close();
    }
    xml.close();
}

void write_service(XmlWriter& xml, std::string_view url) {
    xml.open("service", {{"name", service_name}});
    xml.open("port", {{"name", port_name}, {"binding", "tns:" + std::string(binding_name)}});
    xml.element("soap:address", {{"location", url}});
    xml.close();
    xml.close();
}

void write_messages(XmlWriter& xml) {
    for (const api::Method& method : api::methods()) {
        xml.open("message", {{"name", std::string(method.name) + "In"}});
        for (const api::Parameter& parameter : method.parameters) {
            xml.element("part", {{"name", parameter.name}, {"type", type_of(parameter.type)}});
        }
        xml.close();
        xml.open("message", {{"name", std::string(method.name) + "Out"}});
        xml.element("part", {{"name", result_element}, {"type", type_of(method.returns)}});
        xml.close();
    }
}

}  // namespace

std::string rpc_description(std::string_view url, EncodingTypes types) {
    std::string document = "<?xml version=\"1.0\"?>\n";
    XmlWriter xml(document);
    xml.open("definitions", {{"xmlns", "http://schemas.xmlsoap.org/wsdl/"},
                             {"xmlns:tns", url},
                             {"xmlns:soap", "http://schemas.xmlsoap.org/wsdl/soap/"},
                             {"xmlns:xsd", "http://www.w3.org/2001/XMLSchema"},
                             {"xmlns:soap-enc", encoding},
                             {"xmlns:wsdl", "http://schemas.xmlsoap.org/wsdl/"},
                             {"name", definitions_name},
                             {"targetNamespace", url}});
    write_types(xml, url, types);
    write_port_type(xml);
    write_binding(xml, url);
    write_service(xml, url);
    write_messages(xml);
    xml.close();
    return document + "\n";
}

}  // namespace kimai::wsdl
