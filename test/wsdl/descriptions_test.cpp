// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "wsdl/descriptions.hpp"

#include <doctest/doctest.h>

#include <fstream>
#include <iterator>
#include <set>
#include <string>

#include "api/method_table.hpp"
#include "test/test_data.hpp"
#include "wsdl/names.hpp"

using kimai::wsdl::Descriptions;

namespace {

const std::string url = "http://127.0.0.1:8080/core/soap.php";

std::string replaced(std::string text, const std::string& from, const std::string& to) {
    for (std::size_t at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size())) {
        text.replace(at, from.size(), to);
    }
    return text;
}

/// The old server's document for clients that reach it at 127.0.0.1:8080.
std::string recorded() {
    std::ifstream file(kimai::test::test_file("data/wsdl.xml"), std::ios::binary);
    const std::string text{std::istreambuf_iterator<char>(file), {}};
    REQUIRE(text.find("{{host}}") != std::string::npos);
    return replaced(text, "{{host}}", "127.0.0.1:8080");
}

std::string without_documentation(std::string text) {
    const std::string end = "</documentation>";
    for (std::size_t at = text.find("<documentation>"); at != std::string::npos;
         at = text.find("<documentation>", at)) {
        text.erase(at, text.find(end, at) + end.size() - at);
    }
    return text;
}

const std::string with_import = "<xsd:schema targetNamespace=\"" + url +
                                "\"><xsd:import namespace=\"http://schemas.xmlsoap.org/soap/encoding/\"/></xsd:schema>";
const std::string without_import = "<xsd:schema targetNamespace=\"" + url + "\"/>";
const std::string array_type =
    "<xsd:schema targetNamespace=\"http://schemas.xmlsoap.org/soap/encoding/\"><xsd:complexType name=\"Array\">"
    "<xsd:sequence><xsd:any namespace=\"##any\" minOccurs=\"0\" maxOccurs=\"unbounded\" processContents=\"lax\"/>"
    "</xsd:sequence><xsd:anyAttribute namespace=\"##any\" processContents=\"lax\"/></xsd:complexType></xsd:schema>";

std::size_t count(const std::string& text, const std::string& part) {
    std::size_t found = 0;
    for (std::size_t at = text.find(part); at != std::string::npos; at = text.find(part, at + part.size())) ++found;
    return found;
}

/// What stands in quotes behind each `start`.
std::multiset<std::string> quoted(const std::string& text, const std::string& start) {
    std::multiset<std::string> all;
    for (std::size_t at = text.find(start); at != std::string::npos; at = text.find(start, at)) {
        at += start.size();
        all.insert(text.substr(at, text.find('"', at) - at));
    }
    return all;
}

}  // namespace

TEST_CASE("The RPC description is the old server's, byte for byte, but for documentation and one import") {
    const std::string described = Descriptions().rpc(url);
    CHECK(count(described, with_import) == 1);
    CHECK(replaced(without_documentation(described), with_import, without_import) == recorded());
    CHECK(count(described, "<documentation>") == kimai::api::methods().size());
    for (const auto& method : kimai::api::methods()) {
        CHECK(count(described, "<documentation>" + std::string(method.documentation) + "</documentation>") == 1);
    }
}

TEST_CASE("The description for tools without internet has the type that is used before the other schema, and no more") {
    const Descriptions descriptions;
    CHECK(descriptions.offline(url) == replaced(descriptions.rpc(url), with_import, array_type + with_import));
}

TEST_CASE("A URL can inject nothing") {
    const Descriptions descriptions;
    const std::string evil = "http://h/a\"><x y='&lt;";
    const std::string harmless = "http://h/a&quot;&gt;&lt;x y='&amp;lt;";
    for (const auto& [described, expected] : {std::pair{descriptions.rpc(evil), descriptions.rpc("URL")},
                                              std::pair{descriptions.offline(evil), descriptions.offline("URL")},
                                              std::pair{descriptions.document(evil), descriptions.document("URL")}}) {
        CHECK(described == replaced(expected, "URL", harmless));
    }
}

TEST_CASE("Only the address of the document description depends on the gateway") {
    const Descriptions descriptions;
    const std::string here = "<soap:address location=\"" + url + "\"/>";
    CHECK(count(descriptions.document(url), url) == 1);
    CHECK(count(descriptions.document(url), here) == 1);
}

TEST_CASE("The document description names every element and type that it uses, once") {
    const std::string described = Descriptions().document(url);
    const auto elements = quoted(described, "<xs:element name=\"");
    std::multiset<std::string> types = quoted(described, "<xs:complexType name=\"");
    types.merge(quoted(described, "<xs:simpleType name=\""));
    CHECK(std::set(types.begin(), types.end()).size() == types.size());
    for (const std::string& type : quoted(described, "type=\"tns:")) {
        if (type != "Kimai") CHECK_MESSAGE(types.contains(type), type);
    }
    const auto messages = quoted(described, "<wsdl:message name=\"");
    CHECK(messages.size() == 2 * kimai::api::methods().size());
    for (const std::string& message : quoted(described, "message=\"tns:")) CHECK(messages.count(message) == 1);
    for (const std::string& element : quoted(described, " element=\"tns:")) {
        CHECK_MESSAGE(elements.count(element) == 1, element);
    }
    for (const auto& method : kimai::api::methods()) {
        const std::string name(method.name);
        CHECK(quoted(described, "<wsdl:operation name=\"").count(name) == 2);  // Port type and binding.
        CHECK(quoted(described, "soapAction=\"").count(std::string(kimai::wsdl::document_namespace) + "#" + name) == 1);
    }
}

// WS-I Basic Profile 1.1, by the numbers of its rules.
TEST_CASE("The document description keeps the profile") {
    const std::string described = Descriptions().document(url);
    CHECK(described.starts_with("<?xml version=\"1.0\" encoding=\"UTF-8\"?>"));  // R4003
    for (const char* foreign : {"soap/encoding", "wsdl/soap12", "<xs:import", "<wsdl:import", "soap:fault"}) {
        CHECK(count(described, foreign) == 0);  // R2401, R2706, ...
    }
    CHECK(count(described, "style=\"document\"") == 1 + kimai::api::methods().size());            // R2705
    CHECK(count(described, "<soap:body use=\"literal\"/>") == 2 * kimai::api::methods().size());  // R2706, R2716
    CHECK(count(described, "<wsdl:part name=\"parameters\" element=\"") == 2 * kimai::api::methods().size());  // R2204
    CHECK(described.find("<wsdl:types>") < described.find("<wsdl:message"));                                   // R2023
    CHECK(quoted(described, "name=\"ArrayOf").empty());                                                        // R2112
}
