// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "gateway/call/answer_reader.hpp"

#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "api/text_buffer.hpp"
#include "gateway/call/request_text.hpp"
#include "rpc/json_writer.hpp"
#include "soap/encoded_writer.hpp"
#include "soap/fault.hpp"

using namespace kimai;
using namespace kimai::gateway;

namespace {

std::string text_of(const CallAnswer& answer) {
    if (const auto* fault = std::get_if<CallFault>(&answer)) return "fault: " + fault->text;
    if (const auto* nothing = std::get_if<NoAnswer>(&answer)) return "no answer: " + nothing->reason;
    return json_text(std::get<api::Value>(answer));
}

/// One result with all that results are made of.
void write_result(api::ResultWriter& out) {
    out.open_record();
    out.name("success");
    out.boolean(true);
    out.name("items");
    out.open_list();
    out.open_record();
    out.name("name");
    out.text("M\xc3\xbcller & <S\xc3\xb6hne>\r\n \"x\"");
    out.name("id");
    out.number_text(7);
    out.name("comment");
    out.null();
    out.name("empty");
    out.text("");
    out.name("tasks");
    out.open_list();
    out.close_list();
    out.name("wage");
    out.real(0.125);
    out.close_record();
    out.close_list();
    out.name("total");
    out.integer(-12345678901);
    out.close_record();
}

const char* const result =
    "{\"success\":true,\"items\":[{\"name\":\"M\\u00fcller & <S\\u00f6hne>\\r\\n \\\"x\\\"\",\"id\":\"7\","
    "\"comment\":null,\"empty\":\"\",\"tasks\":[],\"wage\":0.125}],\"total\":-12345678901}";

std::string envelope(const std::string& body) {
    return "<e:Envelope xmlns:e=\"http://schemas.xmlsoap.org/soap/envelope/\"><e:Body>" + body +
           "</e:Body></e:Envelope>";
}

}  // namespace

TEST_CASE("both wires bring the same result") {
    api::TextBuffer json;
    json += "{\"result\":";
    rpc::JsonWriter json_writer(json);
    write_result(json_writer);
    json += ",\"id\":\"1\",\"jsonrpc\":\"2.0\"}";
    CHECK(text_of(read_json_answer(json.view())) == result);

    api::TextBuffer xml;
    soap::EncodedWriter soap_writer(xml, soap::Version::soap_1_1, "getUsers", "http://h/core/soap.php");
    write_result(soap_writer);
    soap_writer.finish();
    CHECK(text_of(read_soap_answer(xml.view(), "text/xml; charset=utf-8")) == result);
}

TEST_CASE("faults and what is no answer are told apart from results") {
    CHECK(text_of(read_json_answer(R"({"error":{"code":-32601,"message":"Method not found","data":null},"id":"1"})")) ==
          "fault: Method not found (-32601)");
    CHECK(text_of(read_json_answer(R"({"result":"1.3.5-1400","id":"1"})")) == R"("1.3.5-1400")");
    CHECK(text_of(read_json_answer(R"({"error":null,"result":1})")) == "1");
    CHECK(text_of(read_json_answer("[]")) == "no answer: JSON, but no JSON-RPC answer");
    CHECK(text_of(read_json_answer("{}")) == "no answer: JSON, but no JSON-RPC answer");
    CHECK(text_of(read_json_answer("<html>")).starts_with("no answer: no JSON: "));

    api::TextBuffer fault;
    soap::append_fault(fault, soap::Version::soap_1_1, {soap::FaultCode::server, "Procedure 'x' not present"});
    CHECK(text_of(read_soap_answer(fault.view(), "")) == "fault: Procedure 'x' not present (SOAP-ENV:Server)");

    struct Row {
        const char* what;
        std::string body, expected;
    };
    const std::vector<Row> rows{
        {"text", envelope("<r><return>a&#x62;&#99;</return></r>"), "\"abc\""},
        {"nil", envelope("<r><return xmlns:i=\"http://www.w3.org/2001/XMLSchema-instance\" i:nil=\"1\"/></r>"), "null"},
        {"header",
         "<e:Envelope xmlns:e=\"http://schemas.xmlsoap.org/soap/envelope/\"><e:Header><x>1</x></e:Header>"
         "<e:Body><r><return>1</return></r></e:Body></e:Envelope>",
         "\"1\""},
        {"character data", envelope("<r><return><![CDATA[<a>]]></return></r>"), "\"<a>\""},
        {"empty body", envelope(""), "no answer: XML, but no SOAP answer"},
        {"no return", envelope("<r/>"), "no answer: XML, but no answer to a call"},
        {"no envelope", "<html><body/></html>", "no answer: XML, but no SOAP answer"},
    };
    for (const Row& row : rows) {
        CAPTURE(row.what);
        CHECK(text_of(read_soap_answer(row.body, "")) == row.expected);
    }
    CHECK(text_of(read_soap_answer("{}", "")).starts_with("no answer: no XML: "));
    CHECK(text_of(read_soap_answer("<!DOCTYPE a><a/>", "")).starts_with("no answer: no XML: "));
}

TEST_CASE("a failure of the API is found in a result") {
    const auto failure = [](const char* body) {
        const CallAnswer answer = read_json_answer(body);
        const std::string* const text = failure_in(std::get<api::Value>(answer));
        return text != nullptr ? *text : "none";
    };
    CHECK(failure(R"({"result":{"success":false,"error":{"msg":"Invalid ID"}}})") == "Invalid ID");
    CHECK(failure(R"({"result":{"success":true,"items":[]}})") == "none");
    CHECK(failure(R"({"result":"1.3.5"})") == "none");
}
