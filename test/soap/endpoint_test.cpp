// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "soap/endpoint.hpp"

#include <doctest/doctest.h>

#include <stdexcept>
#include <vector>

using kimai::api::Arguments;
using kimai::api::BoundCall;
using kimai::api::Method;
using kimai::api::ResultWriter;
using namespace kimai::soap;

namespace {

constexpr std::string_view endpoint = "http://h/core/soap.php";

/// Methods that are easy to tell apart: getVersion answers a text, getTasks throws amid its result, getProjects writes
/// nothing.
struct Bench {
    std::vector<std::string> ran;
    std::vector<std::string> reported;

    void run(const Method& method, const Arguments&, ResultWriter& result) {
        ran.emplace_back(method.name);
        if (method.name == "getVersion") return result.text("1.3.5-1400");
        if (method.name == "getProjects") return;
        result.open_record();
        result.name("success");
        throw std::runtime_error("disk on fire");
    }

    Answer answer(const Request& request) {
        return kimai::soap::answer(
            request, endpoint,
            [this](const Method& method, const Arguments& arguments, ResultWriter& result) {
                run(method, arguments, result);
            },
            [this](const Method& method, const std::exception& error) {
                reported.push_back(std::string(method.name) + ": " + error.what());
            });
    }
};

Request call_of(std::string_view name, Version version = Version::soap_1_1, Style style = Style::rpc) {
    const Method& method = *kimai::api::find_method(name);
    return {.version = version,
            .style = style,
            .content = BoundCall{&method, std::get<Arguments>(kimai::api::bind_by_position(method, {}))}};
}

Request fault_of(Version version) {
    return {.version = version, .style = Style::rpc, .content = Fault{FaultCode::client, "Missing parameter"}};
}

std::string fault_text(Version version, const Fault& fault) {
    kimai::api::TextBuffer out;
    append_fault(out, version, fault);
    return out.text();
}

const Fault internal{FaultCode::server, "Internal error"};

}  // namespace

TEST_CASE("A call is answered in its version and style") {
    struct Case {
        Version version;
        Style style;
        std::string media_type;
        std::string expected;
    };
    const Case cases[] = {
        {Version::soap_1_1, Style::rpc, "text/xml; charset=utf-8",
         R"(<SOAP-ENV:Body><ns1:getVersionResponse><return xsi:type="xsd:string">1.3.5-1400</return>)"},
        {Version::soap_1_2, Style::rpc, "application/soap+xml; charset=utf-8",
         R"(<rpc:result>return</rpc:result><return xsi:type="xsd:string">1.3.5-1400</return>)"},
        {Version::soap_1_1, Style::document, "text/xml; charset=utf-8",
         R"(<SOAP-ENV:Body><getVersionResponse xmlns="urn:kimai-gateway:document"><return>1.3.5-1400</return>)"},
        {Version::soap_1_2, Style::document, "application/soap+xml; charset=utf-8",
         R"(<env:Body><getVersionResponse xmlns="urn:kimai-gateway:document"><return>1.3.5-1400</return>)"},
    };
    for (const Case& c : cases) {
        CAPTURE(c.expected);
        Bench bench;
        const Answer answer = bench.answer(call_of("getVersion", c.version, c.style));
        CHECK_FALSE(answer.is_fault);
        CHECK(answer.media_type == c.media_type);
        CHECK(answer.body.find(c.expected) != std::string::npos);
        CHECK(bench.reported.empty());
    }
}

TEST_CASE("Answers of the rpc style are named after the endpoint") {
    Bench bench;
    CHECK(bench.answer(call_of("getVersion")).body.find(R"( xmlns:ns1="http://h/core/soap.php")") != std::string::npos);
}

TEST_CASE("A fault runs nothing") {
    for (const Version version : {Version::soap_1_1, Version::soap_1_2}) {
        Bench bench;
        const Answer answer = bench.answer(fault_of(version));
        CHECK(answer.is_fault);
        CHECK(answer.media_type == vocabulary_of(version).media_type);
        CHECK(answer.body == fault_text(version, {FaultCode::client, "Missing parameter"}));
        CHECK(bench.ran.empty());
    }
}

TEST_CASE("Of a call that throws nothing remains, and its text goes to the log alone") {
    for (const Version version : {Version::soap_1_1, Version::soap_1_2}) {
        for (const Style style : {Style::rpc, Style::document}) {
            Bench bench;
            const Answer answer = bench.answer(call_of("getTasks", version, style));
            CHECK(answer.is_fault);
            CHECK(answer.body == fault_text(version, internal));
            CHECK(bench.reported == std::vector<std::string>{"getTasks: disk on fire"});
        }
    }
}

TEST_CASE("A method that writes nothing is a bug, not a broken answer") {
    for (const Style style : {Style::rpc, Style::document}) {
        Bench bench;
        CHECK(bench.answer(call_of("getProjects", Version::soap_1_1, style)).body ==
              fault_text(Version::soap_1_1, internal));
        CHECK(bench.reported == std::vector<std::string>{"getProjects: the method wrote no result"});
    }
}

TEST_CASE("After a failed commit a call is an internal error, a fault stays what it was") {
    CHECK(internal_error(call_of("stopRecord")).body == fault_text(Version::soap_1_1, internal));
    CHECK(internal_error(call_of("stopRecord", Version::soap_1_2)).body == fault_text(Version::soap_1_2, internal));
    CHECK(internal_error(fault_of(Version::soap_1_2)).body ==
          fault_text(Version::soap_1_2, {FaultCode::client, "Missing parameter"}));
}
