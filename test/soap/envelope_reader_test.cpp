// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Envelopes, operations and their parameters, from bytes to bound calls.

#include "soap/envelope_reader.hpp"

#include <doctest/doctest.h>

#include "test/soap/envelope.hpp"

using kimai::api::BoundCall;
using kimai::api::Value;
using kimai::soap::Fault;
using kimai::soap::FaultCode;
using kimai::soap::read_request;
using kimai::soap::Request;
using kimai::soap::Style;
using kimai::soap::Version;
using kimai::test::call_of;
using kimai::test::envelope;
using kimai::test::fault_of;
using kimai::test::read;

namespace {

const std::string soap_1_1 = "http://schemas.xmlsoap.org/soap/envelope/";
const std::string soap_1_2 = "http://www.w3.org/2003/05/soap-envelope";

std::string element(std::string_view name, std::string_view content) {
    std::string text = "<";
    text.append(name).append(">").append(content).append("</").append(name).append(">");
    return text;
}

std::string of_version(const std::string& name, const std::string& inside) {
    return "<e:Envelope xmlns:e='" + name + "'>" + inside + "</e:Envelope>";
}

}  // namespace

TEST_CASE("All operations are known") {
    for (const auto& method : kimai::api::methods()) {
        std::string parts;
        for (const auto& parameter : method.parameters) {
            parts += element(parameter.name, parameter.name);
        }
        const BoundCall call = call_of(read(envelope(element(method.name, parts))));
        CHECK(call.method == &method);
        for (const auto& parameter : method.parameters) {
            if (parameter.type == kimai::api::ParameterType::record) continue;
            CHECK(call.arguments[parameter.name] == Value(parameter.name));
        }
    }
}

TEST_CASE("The operation counts by its local name") {
    for (const std::string body : {
             "<getVersion/>",
             "<getVersion></getVersion>",
             "<x:getVersion xmlns:x='urn:x'/>",
             "<e:getVersion/>",
             "<unbound:getVersion/>",
             "<getVersion xmlns='http://www.w3.org/2001/XMLSchema'/>",
             "\n <n1:getVersion xmlns:n1='http://host/core/soap.php'>\n </n1:getVersion>\n",
             "<getVersion i:nil='true'/>",
             "<getVersion i:type='s:getVersion'/>",
             "<getVersion e:encodingStyle='http://schemas.xmlsoap.org/soap/encoding/'/>",
             "<getVersion><extra/></getVersion>",
             "<getVersion>text</getVersion>",
             "<getVersion/><getUsers/>",
             "<getVersion/><c:Array c:arrayType='s:anyType[1]'><Item>x</Item></c:Array>",
         }) {
        CAPTURE(body);
        CHECK(call_of(read(envelope(body))).method->name == "getVersion");
    }
}

TEST_CASE("Envelopes are read in either version, with any prefixes") {
    struct Case {
        std::string document;
        Version version;
    };
    const std::string call = "<getVersion/>";
    const Case cases[] = {
        {of_version(soap_1_1, "<e:Body>" + call + "</e:Body>"), Version::soap_1_1},
        {of_version(soap_1_2, "<e:Body>" + call + "</e:Body>"), Version::soap_1_2},
        {of_version(soap_1_1, "\n<e:Header/>\n<e:Body>" + call + "</e:Body>\n"), Version::soap_1_1},
        {of_version(soap_1_1, "<e:Header></e:Header><e:Body e:encodingStyle='x'>" + call + "</e:Body>"),
         Version::soap_1_1},
        {of_version(soap_1_1, "<e:Header/><o:Body xmlns:o='" + soap_1_1 + "'>" + call + "</o:Body>"),
         Version::soap_1_1},
        {"<Envelope xmlns='" + soap_1_1 + "'><Body><getVersion xmlns=''/></Body></Envelope>", Version::soap_1_1},
        {"<Envelope xmlns='" + soap_1_2 + "'><Header/><Body>" + call + "</Body></Envelope>", Version::soap_1_2},
        {"<?xml version='1.0' encoding='utf-8'?>\n" + of_version(soap_1_1, "<e:Body>" + call + "</e:Body>") + "\n",
         Version::soap_1_1},
        {of_version(soap_1_1, "<e:Body>" + call + "</e:Body><behind xmlns='urn:x'/>"), Version::soap_1_1},
        {"\xEF\xBB\xBF" + of_version(soap_1_2, "<e:Body>" + call + "</e:Body>"), Version::soap_1_2},
        {"<!-- x -->" + of_version(soap_1_1, "<e:Body><!-- y -->" + call + "</e:Body>"), Version::soap_1_1},
    };
    for (const Case& c : cases) {
        CAPTURE(c.document);
        Request request = read(c.document);
        CHECK(request.version == c.version);
        CHECK(request.style == Style::rpc);
        CHECK(call_of(std::move(request)).method->name == "getVersion");
    }
}

TEST_CASE("Header entries are ignored, unless they must be understood") {
    struct Case {
        std::string name;
        std::string entries;
        bool understood = true;
    };
    const Case cases[] = {
        {"one", "<x:a xmlns:x='urn:x'>1</x:a>"},
        {"several, nested", "<x:a xmlns:x='urn:x'><x:b i:type='s:int'>1</x:b></x:a><c/>text"},
        {"like a call", "<getUsers><apiKey>k</apiKey></getUsers>"},
        {"need not", "<a e:mustUnderstand='0'/>"},
        {"need not, in words", "<a e:mustUnderstand='false'/>"},
        {"another mustUnderstand", "<a mustUnderstand='1'/>"},
        {"must", "<a e:mustUnderstand='1'/>", false},
        {"must, in words", "<a e:mustUnderstand='true'>x</a>", false},
        {"the second must", "<a/><b e:mustUnderstand='1'><c/></b>", false},
    };
    for (const Case& c : cases) {
        CAPTURE(c.name);
        for (const std::string& version : {soap_1_1, soap_1_2}) {
            const Request request =
                read("<e:Envelope xmlns:e='" + version + "' xmlns:i='http://www.w3.org/2001/XMLSchema-instance' " +
                     "xmlns:s='http://www.w3.org/2001/XMLSchema'><e:Header>" + c.entries +
                     "</e:Header><e:Body><getVersion/></e:Body></e:Envelope>");
            CHECK((request.version == Version::soap_1_2) == (version == soap_1_2));
            if (c.understood) {
                CHECK(call_of(request).method->name == "getVersion");
            } else {
                CHECK(fault_of(request).code == FaultCode::must_understand);
                CHECK(fault_of(request).text == "Header not understood");
            }
        }
    }
}

TEST_CASE("Header entries for somebody else are ignored even if they must be understood") {
    struct Case {
        std::string version;
        std::string receiver;
        bool ours;
    };
    const Case cases[] = {
        {soap_1_1, "e:actor=''", true},
        {soap_1_1, "e:actor='urn:other'", false},
        {soap_1_1, "actor='urn:other'", true},
        {soap_1_2, "e:role=''", true},
        {soap_1_2, "e:role='" + soap_1_2 + "/role/ultimateReceiver'", true},
        {soap_1_2, "e:role='" + soap_1_2 + "/role/none'", false},
        {soap_1_2, "e:role='urn:other'", false},
    };
    for (const Case& c : cases) {
        CAPTURE(c.receiver);
        const Request request = read(of_version(c.version, "<e:Header><a e:mustUnderstand='1' " + c.receiver +
                                                               "/></e:Header><e:Body><getVersion/></e:Body>"));
        if (c.ours) {
            CHECK(fault_of(request).code == FaultCode::must_understand);
        } else {
            CHECK(call_of(request).method->name == "getVersion");
        }
    }
}

TEST_CASE("Attributes of other namespaces mean nothing") {
    for (const std::string attributes : {
             "q:type='xsd:int' q:nil='true' xmlns:q='u'",
             "type='base64' nil='true'",
             "q:type='xsd:int' q:null='1'",
             "q:href='#a' href2='#a'",
             "xmlns='http://www.w3.org/2001/XMLSchema-instance' nil='true'",
         }) {
        CAPTURE(attributes);
        const BoundCall call = call_of(read(envelope("<getUsers><apiKey " + attributes + ">z</apiKey></getUsers>")));
        CHECK(call.arguments["apiKey"] == Value("z"));
    }
    for (const std::string year : {"1999", "2000/10", "2001"}) {
        CAPTURE(year);
        const std::string start = "<getUsers><apiKey xmlns:q='http://www.w3.org/" + year + "/XMLSchema-instance' ";
        for (const std::string nil : {"q:nil='true'", "q:null='1'"}) {
            std::string call_text = start;
            call_text.append(nil).append("/></getUsers>");
            const BoundCall call = call_of(read(envelope(call_text)));
            CHECK(call.arguments["apiKey"] == Value());
        }
    }
}

TEST_CASE("What is no call is a fault that names the cause") {
    struct Case {
        std::string name;
        std::string document;
        FaultCode code;
        std::string text;
    };
    const Case cases[] = {
        {"not XML", "not xml", FaultCode::client, "Invalid XML"},
        {"no envelope", "<a/>", FaultCode::version_mismatch, "Wrong Version"},
        {"namespace of another", of_version("urn:wrong", "<e:Body/>"), FaultCode::version_mismatch, "Wrong Version"},
        {"no namespace", "<Envelope><Body><getVersion/></Body></Envelope>", FaultCode::version_mismatch,
         "Wrong Version"},
        {"a draft's namespace", of_version("http://www.w3.org/2001/12/soap-envelope", "<e:Body><getVersion/></e:Body>"),
         FaultCode::version_mismatch, "Wrong Version"},
        {"another root", "<e:Body xmlns:e='" + soap_1_1 + "'><getVersion/></e:Body>", FaultCode::version_mismatch,
         "Wrong Version"},
        {"no body", of_version(soap_1_1, ""), FaultCode::client, "Body must be present in a SOAP envelope"},
        {"no body behind the header", of_version(soap_1_1, "<e:Header/>"), FaultCode::client,
         "Body must be present in a SOAP envelope"},
        {"body of another namespace", of_version(soap_1_1, "<Body><getVersion/></Body>"), FaultCode::client,
         "Body must be present in a SOAP envelope"},
        {"empty envelope", "<e:Envelope xmlns:e='" + soap_1_1 + "'/>", FaultCode::client,
         "Body must be present in a SOAP envelope"},
        {"empty body", envelope(""), FaultCode::client, "looks like we got \"Body\" without function call"},
        {"no body's content", of_version(soap_1_1, "<e:Body/>"), FaultCode::client,
         "looks like we got \"Body\" without function call"},
        {"text in the body", envelope("getVersion"), FaultCode::client,
         "looks like we got \"Body\" without function call"},
        {"unknown operation", envelope("<k:nosuch xmlns:k='urn:k'/>"), FaultCode::server,
         "Procedure 'nosuch' not present"},
        {"operation in other case", envelope("<getversion/>"), FaultCode::server, "Procedure 'getversion' not present"},
        {"operation with more behind", envelope("<getVersions/>"), FaultCode::server,
         "Procedure 'getVersions' not present"},
        {"operation with less", envelope("<getVersio/>"), FaultCode::server, "Procedure 'getVersio' not present"},
        {"operation with a dot", envelope("<get.Version/>"), FaultCode::server, "Procedure 'get.Version' not present"},
        {"operation that is a type", envelope("<string>x</string>"), FaultCode::server,
         "Procedure 'string' not present"},
        {"a fault", envelope("<e:Fault><faultcode>x</faultcode></e:Fault>"), FaultCode::server,
         "Procedure 'Fault' not present"},
        {"operation by reference", envelope("<getVersion href='#a'/><r id='a'/>"), FaultCode::client,
         "Invalid SOAP envelope"},
        {"parameters missing", envelope("<authenticate/>"), FaultCode::client, "Missing parameter"},
        {"parameter missing by name", envelope("<authenticate><username>x</username></authenticate>"),
         FaultCode::client, "Missing parameter"},
        {"parameter missing by position", envelope("<authenticate><param0>x</param0></authenticate>"),
         FaultCode::client, "Missing parameter"},
        {"name in other case", envelope("<authenticate><username>x</username><Password>y</Password></authenticate>"),
         FaultCode::client, "Missing parameter"},
    };
    for (const Case& c : cases) {
        CAPTURE(c.name);
        const Fault fault = fault_of(read(c.document));
        CHECK(fault.code == c.code);
        CHECK(fault.text == c.text);
    }
}

TEST_CASE("A fault has the version of the envelope, or of what the body calls itself") {
    struct Case {
        std::string document;
        std::string content_type;
        Version version;
    };
    const Case cases[] = {
        {"not xml", "text/xml", Version::soap_1_1},
        {"not xml", "", Version::soap_1_1},
        {"not xml", "application/soap+xml; charset=utf-8", Version::soap_1_2},
        {"not xml", "Application/SOAP+XML;action=\"x\"", Version::soap_1_2},
        {"<a/>", "text/xml", Version::soap_1_1},
        {"<a/>", "application/soap+xml", Version::soap_1_2},
        {of_version(soap_1_2, "<e:Body><nosuch/></e:Body>"), "text/xml", Version::soap_1_2},
        {of_version(soap_1_1, "<e:Body><nosuch/></e:Body>"), "application/soap+xml", Version::soap_1_1},
        {of_version(soap_1_2, "<e:Body/>"), "text/xml", Version::soap_1_2},
        {of_version(soap_1_2, ""), "text/xml", Version::soap_1_2},
    };
    for (const Case& c : cases) {
        CAPTURE(c.document);
        CAPTURE(c.content_type);
        const Request request = read_request(c.document, c.content_type, {});
        CHECK(request.version == c.version);
        CHECK(std::holds_alternative<Fault>(request.content));
    }
}

TEST_CASE("Parameters bind by name in any order, else by position") {
    struct Case {
        std::string name;
        std::string parts;
        Value key;
        Value include_tasks;
    };
    const Case cases[] = {
        {"in order", "<apiKey>k</apiKey><includeTasks>true</includeTasks>", Value("k"), Value(true)},
        {"out of order", "<includeTasks>true</includeTasks><apiKey>k</apiKey>", Value("k"), Value(true)},
        {"qualified", "<m:includeTasks>true</m:includeTasks><c:apiKey>k</c:apiKey>", Value("k"), Value(true)},
        {"unknown among them", "<x>1</x><apiKey>k</apiKey><y/>", Value("k"), Value(false)},
        {"twice", "<apiKey>k</apiKey><apiKey>l</apiKey>", Value("k"), Value(false)},
        {"made up", "<param0>k</param0><param1>true</param1>", Value("k"), Value(true)},
        {"made up, one", "<c-gensym3 i:type='s:string'>k</c-gensym3>", Value("k"), Value(false)},
        {"made up, all the same", "<x>k</x><x>true</x>", Value("k"), Value(true)},
        {"made up, too many", "<x>k</x><y>true</y><z>1</z>", Value("k"), Value(true)},
        {"made up, nil", "<x i:nil='true'/><y i:nil='true'/>", Value(), Value()},
        {"nil", "<apiKey i:nil='true'/>", Value(), Value(false)},
    };
    for (const Case& c : cases) {
        CAPTURE(c.name);
        const BoundCall call = call_of(read(envelope("<getProjects>" + c.parts + "</getProjects>")));
        CHECK(call.arguments["apiKey"] == c.key);
        CHECK(call.arguments["includeTasks"] == c.include_tasks);
    }
}

TEST_CASE("Texts come in the encodings that are read") {
    const std::string document =
        of_version(soap_1_1, "<e:Body><getUsers><apiKey>j\xFCrgen &#8364;</apiKey></getUsers></e:Body>");
    const Request declared = read_request("<?xml version='1.0' encoding='ISO-8859-1'?>" + document, "text/xml", {});
    CHECK(call_of(declared).arguments["apiKey"] == Value("jürgen €"));
    const Request named = read_request(document, "text/xml; charset=iso-8859-1", {});
    CHECK(call_of(named).arguments["apiKey"] == Value("jürgen €"));
    std::string wide = "\xFE\xFF";
    for (const char c : document) wide += {'\0', c};
    CHECK(call_of(read_request(wide, "", {})).arguments["apiKey"] == Value("jürgen €"));
    CHECK(fault_of(read(document)).text == "Invalid XML: the text is not UTF-8");
}

TEST_CASE("SOAP 1.2 has references of its own") {
    const auto with = [](const std::string& part) {
        return of_version(soap_1_2,
                          "<e:Body xmlns:n='http://www.w3.org/2003/05/soap-encoding'><getUsers>" + part + "</e:Body>");
    };
    for (const std::string part : {
             "<apiKey n:ref='a'/></getUsers><r n:id='a'>x</r>",
             "<apiKey n:ref='#a'/></getUsers><r n:id='a'>x</r>",
             "<apiKey n:ref='a'/><other n:id='a'>x</other></getUsers>",
         }) {
        CAPTURE(part);
        CHECK(call_of(read(with(part))).arguments["apiKey"] == Value("x"));
    }
    CHECK(fault_of(read(with("<apiKey n:ref='a'/></getUsers>"))).text == "Unresolved reference");
}

TEST_CASE("The operation's namespace tells the style") {
    struct Case {
        std::string body;
        Style style;
    };
    const Case cases[] = {
        {"<getVersion xmlns='urn:kimai-gateway:document'/>", Style::document},
        {"<d:getVersion xmlns:d='urn:kimai-gateway:document'/>", Style::document},
        {"<d:nosuch xmlns:d='urn:kimai-gateway:document'/>", Style::document},
        {"<getVersion/>", Style::rpc},
        {"<getVersion xmlns=''/>", Style::rpc},
        {"<getVersion xmlns:d='urn:kimai-gateway:document'/>", Style::rpc},
        {"<d:getVersion xmlns:d='urn:kimai-gateway:documents'/>", Style::rpc},
        {"<m:getVersion/>", Style::rpc},
    };
    for (const Case& c : cases) {
        CAPTURE(c.body);
        CHECK(read(envelope(c.body)).style == c.style);
    }
    const BoundCall call = call_of(
        read(envelope("<d:getProjects xmlns:d='urn:kimai-gateway:document'><d:apiKey>k</d:apiKey></d:getProjects>")));
    CHECK(call.arguments["apiKey"] == Value("k"));
}

TEST_CASE("Nothing of one request is left for the next") {
    const std::string first = envelope("<getUsers><apiKey href='#a'/></getUsers><r id='a'>x</r>");
    CHECK(call_of(read(first)).arguments["apiKey"] == Value("x"));
    CHECK(fault_of(read(envelope("<getUsers><apiKey href='#a'/></getUsers>"))).text == "Unresolved reference");
    CHECK(call_of(read(first)).arguments["apiKey"] == Value("x"));
}
