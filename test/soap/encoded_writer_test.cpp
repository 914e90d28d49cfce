// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "soap/encoded_writer.hpp"

#include <doctest/doctest.h>

#include <functional>
#include <limits>
#include <stdexcept>

using kimai::soap::EncodedWriter;
using kimai::soap::Version;

// The expected bytes in this file were written by PHP's SOAP server for the same values.

namespace {

using Write = std::function<void(EncodedWriter&)>;

std::string written(const Write& write, Version version = Version::soap_1_1) {
    kimai::api::TextBuffer out;
    EncodedWriter writer(out, version, "m", "http://h/s");
    write(writer);
    writer.finish();
    return out.text();
}

/// The element of the result alone.
std::string result(const Write& write, Version version = Version::soap_1_1) {
    const std::string all = written(write, version);
    const std::size_t begin = all.find("<return");
    return all.substr(begin, all.find("</ns1:") - begin);
}

/// The prefixes that the Envelope declares behind its own and ns1, in their order.
std::string prefixes(const Write& write, Version version = Version::soap_1_1) {
    const std::string all = written(write, version);
    const std::string envelope = all.substr(0, all.find("Body"));
    std::string found;
    std::size_t at = envelope.find("xmlns:ns1=");
    while ((at = envelope.find(" xmlns:", at)) != std::string::npos) {
        at += 7;
        found += (found.empty() ? "" : " ") + envelope.substr(at, envelope.find('=', at) - at);
    }
    return found;
}

void write_texts(EncodedWriter& writer, int count) {
    writer.open_list();
    for (int i = 0; i < count; ++i) writer.text("a");
    writer.close_list();
}

/// {"a": what `value` writes}
Write map_of(const Write& value) {
    return [value](EncodedWriter& writer) {
        writer.open_record();
        writer.name("a");
        value(writer);
        writer.close_record();
    };
}

Write list_of(const Write& first, const Write& second) {
    return [first, second](EncodedWriter& writer) {
        writer.open_list();
        first(writer);
        second(writer);
        writer.close_list();
    };
}

const Write one = [](EncodedWriter& writer) { writer.integer(1); };
const Write word = [](EncodedWriter& writer) { writer.text("x"); };
const Write nothing = [](EncodedWriter& writer) { writer.null(); };
const Write no_items = [](EncodedWriter& writer) { write_texts(writer, 0); };
const Write one_item = [](EncodedWriter& writer) { write_texts(writer, 1); };

struct Case {
    std::string name;
    Write write;
    std::string expected;
};

}  // namespace

TEST_CASE("A whole answer in the rpc style, SOAP 1.1") {
    CHECK(written(word) ==
          "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
          R"(<SOAP-ENV:Envelope xmlns:SOAP-ENV="http://schemas.xmlsoap.org/soap/envelope/" xmlns:ns1="http://h/s" )"
          R"(xmlns:xsd="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" )"
          R"(xmlns:SOAP-ENC="http://schemas.xmlsoap.org/soap/encoding/" )"
          R"(SOAP-ENV:encodingStyle="http://schemas.xmlsoap.org/soap/encoding/"><SOAP-ENV:Body><ns1:mResponse>)"
          R"(<return xsi:type="xsd:string">x</return></ns1:mResponse></SOAP-ENV:Body></SOAP-ENV:Envelope>)"
          "\n");
}

TEST_CASE("A whole answer in the rpc style, SOAP 1.2") {
    CHECK(
        written(map_of(no_items), Version::soap_1_2) ==
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
        R"(<env:Envelope xmlns:env="http://www.w3.org/2003/05/soap-envelope" xmlns:ns1="http://h/s" )"
        R"(xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:enc="http://www.w3.org/2003/05/soap-encoding" )"
        R"(xmlns:xsd="http://www.w3.org/2001/XMLSchema" xmlns:ns2="http://xml.apache.org/xml-soap">)"
        R"(<env:Body xmlns:rpc="http://www.w3.org/2003/05/soap-rpc"><ns1:mResponse )"
        R"(env:encodingStyle="http://www.w3.org/2003/05/soap-encoding"><rpc:result>return</rpc:result>)"
        R"(<return xsi:type="ns2:Map"><item><key xsi:type="xsd:string">a</key>)"
        R"(<value enc:itemType="xsd:anyType" enc:arraySize="0" xsi:type="enc:Array"/></item></return>)"
        "</ns1:mResponse></env:Body></env:Envelope>\n");
}

TEST_CASE("Single values") {
    const auto integer = [](std::int64_t number) {
        return [number](EncodedWriter& writer) { writer.integer(number); };
    };
    const Case cases[] = {
        {"text", [](auto& w) { w.text("<ü> & \"q\"\r\n"); },
         "<return xsi:type=\"xsd:string\">&lt;ü&gt; &amp; \"q\"&#13;\n</return>"},
        {"empty text", [](auto& w) { w.text(""); }, R"(<return xsi:type="xsd:string"></return>)"},
        {"forbidden text", [](auto& w) { w.text("a\x01"); }, "<return xsi:type=\"xsd:string\">a\ufffd</return>"},
        {"zero", integer(0), R"(<return xsi:type="xsd:int">0</return>)"},
        {"most", integer(std::numeric_limits<std::int64_t>::max()),
         R"(<return xsi:type="xsd:int">9223372036854775807</return>)"},
        {"least", integer(std::numeric_limits<std::int64_t>::min()),
         R"(<return xsi:type="xsd:int">-9223372036854775808</return>)"},
        {"digit as text", [](auto& w) { w.number_text(9); }, R"(<return xsi:type="xsd:string">9</return>)"},
        {"number as text", [](auto& w) { w.number_text(-10); }, R"(<return xsi:type="xsd:string">-10</return>)"},
        {"true", [](auto& w) { w.boolean(true); }, R"(<return xsi:type="xsd:boolean">true</return>)"},
        {"false", [](auto& w) { w.boolean(false); }, R"(<return xsi:type="xsd:boolean">false</return>)"},
        {"null", nothing, R"(<return xsi:nil="true"/>)"},
        {"no members", [](auto& w) { w.open_record(), w.close_record(); }, R"(<return xsi:type="ns2:Map"/>)"},
        {"no items", no_items, R"(<return SOAP-ENC:arrayType="xsd:ur-type[0]" xsi:type="SOAP-ENC:Array"/>)"},
    };
    for (const Case& c : cases) {
        CAPTURE(c.name);
        CHECK(result(c.write) == c.expected);
    }
}

TEST_CASE("Doubles have 14 digits") {
    const double infinite = std::numeric_limits<double>::infinity();
    struct Row {
        double number;
        std::string text;
    };
    const Row rows[] = {
        {0.0, "0"},
        {-10.0, "-10"},
        {100.0, "100"},
        {2.5, "2.5"},
        {1.0 / 3, "0.33333333333333"},
        {0.1 + 0.2, "0.3"},
        {10.169444444444444, "10.169444444444"},
        {0.00012345678901234567, "0.00012345678901235"},
        {0.00001, "1.0E-5"},
        {-1.5e-7, "-1.5E-7"},
        {99999999999999.0, "99999999999999"},
        {99999999999999.9, "1.0E+14"},
        {123456789012345.0, "1.2345678901234E+14"},
        {1e25, "1.0E+25"},
        {1e100, "1.0E+100"},
        {5e-324, "4.9406564584125E-324"},
        {infinite, "INF"},
        {-infinite, "-INF"},
        {std::numeric_limits<double>::quiet_NaN(), "NaN"},  // PHP: NAN, which is no xsd:float
    };
    for (const Row& row : rows) {
        CAPTURE(row.text);
        CHECK(result([&row](EncodedWriter& writer) { writer.real(row.number); }) ==
              "<return xsi:type=\"xsd:float\">" + row.text + "</return>");
    }
}

TEST_CASE("Records are Maps, and lists say what they hold") {
    const std::string map_of_one =
        R"( xsi:type="ns2:Map"><item><key xsi:type="xsd:string">a</key><value xsi:type="xsd:int">1</value></item></)";
    const Case cases[] = {
        {"members",
         [](auto& w) {
             w.open_record();
             w.name("a");
             w.null();
             w.name("b");
             w.boolean(true);
             w.close_record();
         },
         R"(<return xsi:type="ns2:Map"><item><key xsi:type="xsd:string">a</key><value xsi:nil="true"/></item>)"
         R"(<item><key xsi:type="xsd:string">b</key><value xsi:type="xsd:boolean">true</value></item></return>)"},
        {"record in a record", map_of(map_of(one)),
         R"(<return xsi:type="ns2:Map"><item><key xsi:type="xsd:string">a</key><value)" + map_of_one +
             "value></item></return>"},
        {"records", list_of(map_of(one), map_of(one)),
         R"(<return SOAP-ENC:arrayType="ns2:Map[2]" xsi:type="SOAP-ENC:Array"><item)" + map_of_one + "item><item" +
             map_of_one + "item></return>"},
        {"texts", one_item,
         R"(<return SOAP-ENC:arrayType="xsd:string[1]" xsi:type="SOAP-ENC:Array">)"
         R"(<item xsi:type="xsd:string">a</item></return>)"},
        {"integer and text", list_of(one, word),
         R"(<return SOAP-ENC:arrayType="xsd:ur-type[2]" xsi:type="SOAP-ENC:Array"><item xsi:type="xsd:int">1</item>)"
         R"(<item xsi:type="xsd:string">x</item></return>)"},
        {"null and record", list_of(nothing, map_of(one)),
         R"(<return SOAP-ENC:arrayType="xsd:ur-type[2]" xsi:type="SOAP-ENC:Array"><item xsi:nil="true"/><item)" +
             map_of_one + "item></return>"},
        {"lists", list_of(one_item, no_items),
         R"(<return SOAP-ENC:arrayType="SOAP-ENC:Array[2]" xsi:type="SOAP-ENC:Array">)"
         R"(<item SOAP-ENC:arrayType="xsd:string[1]" xsi:type="SOAP-ENC:Array"><item xsi:type="xsd:string">a</item>)"
         R"(</item><item SOAP-ENC:arrayType="xsd:ur-type[0]" xsi:type="SOAP-ENC:Array"/></return>)"},
    };
    for (const Case& c : cases) {
        CAPTURE(c.name);
        CHECK(result(c.write) == c.expected);
    }
}

TEST_CASE("Lists of SOAP 1.2 say what they hold in attributes of their own") {
    CHECK(result(one_item, Version::soap_1_2) ==
          R"(<return enc:itemType="xsd:string" enc:arraySize="1" xsi:type="enc:Array">)"
          R"(<item xsi:type="xsd:string">a</item></return>)");
    CHECK(result(list_of(no_items, one), Version::soap_1_2) ==
          R"(<return enc:itemType="xsd:anyType" enc:arraySize="2" xsi:type="enc:Array">)"
          R"(<item enc:itemType="xsd:anyType" enc:arraySize="0" xsi:type="enc:Array"/>)"
          R"(<item xsi:type="xsd:int">1</item></return>)");
}

TEST_CASE("The number of items fits, however many digits it has") {
    for (const int count : {1, 9, 10, 99, 100, 1000}) {
        const std::string out = result([count](EncodedWriter& writer) { write_texts(writer, count); });
        CHECK(out.starts_with("<return SOAP-ENC:arrayType=\"xsd:string[" + std::to_string(count) +
                              "]\" xsi:type=\"SOAP-ENC:Array\"><item "));
        CHECK(out.ends_with("</item></return>"));
    }
}

TEST_CASE("Long lists within long lists") {
    std::string item = R"(<item SOAP-ENC:arrayType="xsd:string[11]" xsi:type="SOAP-ENC:Array">)";
    for (int i = 0; i < 11; ++i) item += R"(<item xsi:type="xsd:string">a</item>)";
    item += "</item>";
    std::string expected = R"(<return SOAP-ENC:arrayType="SOAP-ENC:Array[12]" xsi:type="SOAP-ENC:Array">)";
    for (int i = 0; i < 12; ++i) expected += item;
    CHECK(result([](EncodedWriter& writer) {
              writer.open_list();
              for (int i = 0; i < 12; ++i) write_texts(writer, 11);
              writer.close_list();
          }) == expected + "</return>");
}

TEST_CASE("Namespaces are declared in the order in which PHP comes to need them") {
    const Case cases[] = {
        {"text", word, "xsd xsi SOAP-ENC"},
        {"null", nothing, "xsi xsd SOAP-ENC"},
        {"empty list", no_items, "SOAP-ENC xsd xsi"},
        {"list of texts", one_item, "xsd SOAP-ENC xsi"},
        {"list of records", list_of(map_of(one), map_of(one)), "ns2 SOAP-ENC xsi xsd"},
        {"list of lists", list_of(one_item, one_item), "SOAP-ENC xsd xsi"},
        {"record of a number", map_of(one), "xsi xsd ns2 SOAP-ENC"},
        {"record of null", map_of(nothing), "xsi ns2 xsd SOAP-ENC"},
        {"record of records", map_of(map_of(one)), "xsi xsd ns2 SOAP-ENC"},
        {"record of an empty list", map_of(no_items), "xsi SOAP-ENC xsd ns2"},
        {"record of texts", map_of(one_item), "xsi xsd SOAP-ENC ns2"},
        {"record of a list of records", map_of(list_of(map_of(one), map_of(no_items))), "xsi ns2 SOAP-ENC xsd"},
    };
    for (const Case& c : cases) {
        CAPTURE(c.name);
        CHECK(prefixes(c.write) == c.expected);
    }
    CHECK(prefixes(map_of(no_items), Version::soap_1_2) == "xsi enc xsd ns2");
}

TEST_CASE("An answer is written behind what stands there") {
    kimai::api::TextBuffer out;
    out += "before";
    EncodedWriter writer(out, Version::soap_1_1, "m", "http://h/a&\"b");
    writer.text("x");
    writer.finish();
    CHECK(out.view().starts_with("before<?xml "));
    CHECK(out.view().find(R"( xmlns:ns1="http://h/a&amp;&quot;b" xmlns:xsd=)") != std::string::npos);
}

TEST_CASE("An answer without a result is a bug") {
    CHECK_THROWS_AS(written([](EncodedWriter&) {}), std::logic_error);
}
