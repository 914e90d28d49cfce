// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "soap/document_writer.hpp"

#include <doctest/doctest.h>

#include <functional>
#include <limits>
#include <stdexcept>

using kimai::soap::DocumentWriter;
using kimai::soap::Version;

namespace {

using Write = std::function<void(DocumentWriter&)>;

std::string written(const Write& write, Version version = Version::soap_1_1) {
    kimai::api::TextBuffer out;
    DocumentWriter writer(out, version, "m");
    write(writer);
    writer.finish();
    return out.text();
}

/// The element of the result alone.
std::string result(const Write& write) {
    const std::string all = written(write);
    const std::size_t begin = all.find("<return");
    return all.substr(begin, all.find("</mResponse>") - begin);
}

}  // namespace

TEST_CASE("A whole answer in the document style, SOAP 1.1") {
    CHECK(written([](DocumentWriter& writer) { writer.text("1.3.5-1400"); }) ==
          "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
          R"(<SOAP-ENV:Envelope xmlns:SOAP-ENV="http://schemas.xmlsoap.org/soap/envelope/" )"
          R"(xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><SOAP-ENV:Body>)"
          R"(<mResponse xmlns="urn:kimai-gateway:document"><return>1.3.5-1400</return></mResponse>)"
          "</SOAP-ENV:Body></SOAP-ENV:Envelope>\n");
}

TEST_CASE("A whole answer in the document style, SOAP 1.2") {
    CHECK(written([](DocumentWriter& writer) { writer.text("x"); }, Version::soap_1_2) ==
          "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
          R"(<env:Envelope xmlns:env="http://www.w3.org/2003/05/soap-envelope" )"
          R"(xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><env:Body>)"
          R"(<mResponse xmlns="urn:kimai-gateway:document"><return>x</return></mResponse>)"
          "</env:Body></env:Envelope>\n");
}

TEST_CASE("Values are elements without types") {
    struct Case {
        std::string name;
        Write write;
        std::string expected;
    };
    const Case cases[] = {
        {"text", [](auto& w) { w.text("<ü> & \"q\"\r\n"); }, "<return>&lt;ü&gt; &amp; \"q\"&#13;\n</return>"},
        {"empty text", [](auto& w) { w.text(""); }, "<return></return>"},
        {"forbidden text", [](auto& w) { w.text("a\x01\xFF"); }, "<return>a\ufffd\ufffd</return>"},
        {"integer", [](auto& w) { w.integer(std::numeric_limits<std::int64_t>::min()); },
         "<return>-9223372036854775808</return>"},
        {"double", [](auto& w) { w.real(0.1 + 0.2); }, "<return>0.30000000000000004</return>"},
        {"whole double", [](auto& w) { w.real(10); }, "<return>10</return>"},
        {"large double", [](auto& w) { w.real(1e22); }, "<return>1.0e+22</return>"},
        {"true", [](auto& w) { w.boolean(true); }, "<return>true</return>"},
        {"false", [](auto& w) { w.boolean(false); }, "<return>false</return>"},
        {"null", [](auto& w) { w.null(); }, R"(<return xsi:nil="true"/>)"},
        {"no members", [](auto& w) { w.open_record(), w.close_record(); }, "<return></return>"},
        {"no items", [](auto& w) { w.open_list(), w.close_list(); }, "<return></return>"},
    };
    for (const Case& c : cases) {
        CAPTURE(c.name);
        CHECK(result(c.write) == c.expected);
    }
}

TEST_CASE("Members are named, entries of a list are items") {
    CHECK(result([](DocumentWriter& writer) {
              writer.open_record();
              writer.name("success");
              writer.boolean(true);
              writer.name("items");
              writer.open_list();
              writer.open_record();
              writer.name("name");
              writer.text("x");
              writer.name("tasks");
              writer.open_list();
              writer.text("a");
              writer.null();
              writer.close_list();
              writer.name("comment");
              writer.null();
              writer.close_record();
              writer.open_record();
              writer.close_record();
              writer.close_list();
              writer.name("total");
              writer.integer(2);
              writer.close_record();
          }) == R"(<return><success>true</success><items><item><name>x</name><tasks><item>a</item>)"
                R"(<item xsi:nil="true"/></tasks><comment xsi:nil="true"/></item><item></item></items>)"
                R"(<total>2</total></return>)");
}

TEST_CASE("Names need to live for a moment only") {
    CHECK(result([](DocumentWriter& writer) {
              writer.open_record();
              std::string name = "items";
              writer.name(name);
              name = "gone!";
              writer.open_list();
              for (int i = 0; i < 1000; ++i) writer.text("so long that the buffer has to move");
              writer.close_list();
              writer.close_record();
          }).ends_with("</item></items></return>"));
}

TEST_CASE("A document without a result is a bug") {
    CHECK_THROWS_AS(written([](DocumentWriter&) {}), std::logic_error);
}
