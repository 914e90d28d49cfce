// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

// What becomes of parameters, from bytes to values.

#include <doctest/doctest.h>

#include "soap/value_reader.hpp"
#include "test/soap/envelope.hpp"

using kimai::api::BoundCall;
using kimai::api::List;
using kimai::api::Number;
using kimai::api::Record;
using kimai::api::Value;
using kimai::soap::FaultCode;
using kimai::test::call_of;
using kimai::test::envelope;
using kimai::test::fault_of;
using kimai::test::read;

namespace {

Value number(const char* text) { return Value(Number{text}); }

/// One parameter of authenticate, declared as text, after the attributes and content of its element.
Value text_argument(const std::string& element) {
    const BoundCall call =
        call_of(read(envelope("<authenticate><username>u</username>" + element + "</authenticate>")));
    return call.arguments["password"];
}

}  // namespace

TEST_CASE("A text comes as it was written") {
    struct Case {
        std::string element;
        std::string expected;
    };
    const Case cases[] = {
        {"<password>anna-secret</password>", "anna-secret"},
        {"<password i:type='s:string'>x</password>", "x"},
        {"<password i:type='c:string'>x</password>", "x"},
        {"<password i:type='string'>x</password>", "x"},
        {"<password i:type='s:anyType'>x</password>", "x"},
        {"<password>  two blanks before, one behind </password>", "  two blanks before, one behind "},
        {"<password>\n\tx\n</password>", "\n\tx\n"},
        {"<password> </password>", " "},
        {"<password></password>", ""},
        {"<password/>", ""},
        {"<password i:type='s:string'/>", ""},
        {"<password>a&lt;b&gt;&amp;&quot;&apos;</password>", "a<b>&\"'"},
        {"<password>gr&#xF6;&#223;er &#8364; &#x1F600; &#000000000252;</password>", "größer € 😀 ü"},
        {"<password>&#32;x&#9;&#10;&#13;</password>", " x\t\n\r"},
        {"<password>&#000000000000065;&#x0000000000042;&#x000000000000026;lt;</password>", "AB&lt;"},
        {"<password>größer € 😀</password>", "größer € 😀"},
        {"<password><![CDATA[<b>&amp;]]></password>", "<b>&amp;"},
        {"<password>a<![CDATA[]]>b<![CDATA[ c ]]> d</password>", "ab c  d"},
        {"<password><![CDATA[ ]] > ]] ]]></password>", " ]] > ]] "},
        {"<password>a<!-- not this -->b<!----></password>", "ab"},
        {"<password><!-- not this --> b</password>", " b"},
        {"<password>1\r\n2\r3\n4&#13;\n5<![CDATA[\r\n6]]></password>", "1\n2\n3\n4\r\n5\n6"},
        {"<password>]]&gt; a]b</password>", "]]> a]b"},
        {"<password>]]<!-- -->> b</password>", "]]> b"},
        {"<password>true</password>", "true"},
        {"<password>007</password>", "007"},
        {"<password i:type='s:token'> x </password>", "x"},
        {"<password i:type='s:date'> 2018-01-02\n</password>", "2018-01-02"},
        {"<password i:type='s:dateTime'>2018-01-02T10:00:00</password>", "2018-01-02T10:00:00"},
        {"<password i:type='s:base64Binary'>asO8cmdlbg==</password>", "jürgen"},
        {"<password i:type='c:base64'>\nasO8\n cmdlbg==\n</password>", "jürgen"},
        {"<password i:type='s:base64Binary'></password>", ""},
        {"<password i:type='urn:other'>x</password>", "x"},
        {"<password other='1' e:encodingStyle='x'>x</password>", "x"},
    };
    for (const Case& c : cases) {
        CAPTURE(c.element);
        CHECK(text_argument(c.element) == Value(c.expected));
    }
    const std::string long_text(300'000, 'x');
    CHECK(text_argument("<password> " + long_text + "\n</password>") == Value(" " + long_text + "\n"));
}

TEST_CASE("A type makes a number or a boolean, if it is one") {
    struct Case {
        std::string element;
        Value expected;
    };
    const Case cases[] = {
        {"<password i:type='s:int'>6</password>", number("6")},
        {"<password i:type='c:int'>6</password>", number("6")},
        {"<password i:type='s:long'> -12\n</password>", number("-12")},
        {"<password i:type='s:integer'>+05</password>", number("5")},
        {"<password i:type='s:short'>0</password>", number("0")},
        {"<password i:type='s:unsignedByte'>255</password>", number("255")},
        {"<password i:type='s:nonNegativeInteger'>7</password>", number("7")},
        {"<password i:type='s:double'>2.50</password>", number("2.50")},
        {"<password i:type='s:float'>1E5</password>", number("1e5")},
        {"<password i:type='s:decimal'>.5</password>", number("0.5")},
        {"<password i:type='s:double'>INF</password>", Value("INF")},
        {"<password i:type='s:int'>2018-01-02</password>", Value("2018-01-02")},
        {"<password i:type='s:int'>abc</password>", Value("abc")},
        {"<password i:type='s:int'></password>", Value()},
        {"<password i:type='s:int'/>", Value()},
        {"<password i:type='s:boolean'>true</password>", Value(true)},
        {"<password i:type='s:boolean'>1</password>", Value(true)},
        {"<password i:type='s:boolean'>True</password>", Value(true)},
        {"<password i:type='c:boolean'>false</password>", Value(false)},
        {"<password i:type='s:boolean'> 0 </password>", Value(false)},
        {"<password i:type='s:boolean'>False</password>", Value(false)},
        {"<password i:type='s:boolean'>maybe</password>", Value("maybe")},
        {"<password i:type='s:boolean'/>", Value()},
    };
    for (const Case& c : cases) {
        CAPTURE(c.element);
        CHECK(text_argument(c.element) == c.expected);
    }
}

TEST_CASE("Nil is null in all its forms") {
    for (const std::string element : {
             "<projectId i:nil='true'/>",
             "<projectId i:nil='1'/>",
             "<projectId i:nil='true' i:type='s:int'/>",
             "<projectId i:type='s:int' i:nil='true'></projectId>",
             "<projectId/>",
             "<projectId> </projectId>",
             "<projectId i:type='s:int'/>",
             "",
         }) {
        CAPTURE(element);
        const BoundCall call = call_of(read(envelope("<getTasks><apiKey>k</apiKey>" + element + "</getTasks>")));
        CHECK(call.arguments["projectId"] == Value());
    }
    CHECK(text_argument("<password i:nil='true'/>") == Value());
    CHECK(text_argument("<password i:nil='false'>x</password>") == Value("x"));
    CHECK(text_argument("<password i:nil='0'/>") == Value(""));
    CHECK(text_argument("<password xmlns:o='http://www.w3.org/1999/XMLSchema-instance' o:null='1'/>") == Value());
}

TEST_CASE("Without a type a text stays one, unless the parameter is a boolean") {
    struct Case {
        std::string element;
        Value expected;
    };
    const Case booleans[] = {
        {"<includeTasks>true</includeTasks>", Value(true)},
        {"<includeTasks>1</includeTasks>", Value(true)},
        {"<includeTasks>True</includeTasks>", Value(true)},
        {"<includeTasks>false</includeTasks>", Value(false)},
        {"<includeTasks>False</includeTasks>", Value(false)},
        {"<includeTasks> 0\n</includeTasks>", Value(false)},
        {"<includeTasks>includeTasks</includeTasks>", Value("includeTasks")},
        {"<includeTasks/>", Value()},
        {"<includeTasks i:type='s:anyType'>false</includeTasks>", Value(false)},
        {"<includeTasks i:type='s:int'>1</includeTasks>", number("1")},
        {"<includeTasks i:type='s:string'>false</includeTasks>", Value("false")},
        {"", Value(false)},
    };
    for (const Case& c : booleans) {
        CAPTURE(c.element);
        const BoundCall call =
            call_of(read(envelope("<getProjects><apiKey>k</apiKey>" + c.element + "</getProjects>")));
        CHECK(call.arguments["includeTasks"] == c.expected);
    }
    const Case numbers[] = {
        {"<from>2018-01-02</from>", Value("2018-01-02")},
        {"<from>20180102</from>", number("20180102")},
        {"<from> 1 </from>", number("1")},
        {"<from>abc</from>", Value("abc")},
        {"<from>6abc</from>", Value("6abc")},
        {"<from i:type='s:string'>6</from>", Value("6")},
        {"<from i:type='s:date'>2018-01-02</from>", Value("2018-01-02")},
        {"<from i:type='s:int'>20180102</from>", number("20180102")},
        {"", number("0")},
    };
    for (const Case& c : numbers) {
        CAPTURE(c.element);
        const BoundCall call =
            call_of(read(envelope("<getTimesheet><apiKey>k</apiKey>" + c.element + "</getTimesheet>")));
        CHECK(call.arguments["from"] == c.expected);
    }
}

TEST_CASE("References are followed, wherever what they point at stands") {
    struct Case {
        std::string name;
        std::string body;
        std::string expected = "x";
    };
    const Case cases[] = {
        {"behind", "<getUsers><apiKey href='#a'/></getUsers><multiRef id='a' i:type='s:string'>x</multiRef>"},
        {"behind, no type", "<getUsers><apiKey href='#a'/></getUsers><r id='a'>x</r>"},
        {"behind, type unknown to gSOAP", "<getUsers><apiKey href='#a'/></getUsers><r id='a' i:type='s:token'>x</r>"},
        {"of two", "<getUsers><apiKey href='#b'/></getUsers><r id='a'>y</r><r id='b'>x</r><r id='c'>z</r>"},
        {"within", "<getUsers><apiKey href='#a'/><other id='a'>x</other></getUsers>"},
        {"by two steps", "<getUsers><apiKey href='#a'/></getUsers><r id='a' href='#b'/><r id='b'>x</r>"},
        {"to base64", "<getUsers><apiKey href='#a'/></getUsers><r id='a' i:type='s:base64Binary'>eA==</r>"},
        {"with a character reference", "<getUsers><apiKey href='#&#97;'/></getUsers><r id='a'>x</r>"},
        {"not used", "<getUsers><apiKey>x</apiKey></getUsers><r id='a'>y</r><r/><r>z</r>"},
        {"operation with an id", "<getUsers id='o1' c:root='1'><apiKey>x</apiKey></getUsers>"},
    };
    for (const Case& c : cases) {
        CAPTURE(c.name);
        CHECK(call_of(read(envelope(c.body))).arguments["apiKey"] == Value(c.expected));
    }
}

TEST_CASE("References that lead nowhere or round in circles are faults") {
    struct Case {
        std::string name;
        std::string body;
        std::string text;
    };
    const Case cases[] = {
        {"nowhere", "<getUsers><apiKey href='#a'/></getUsers>", "Unresolved reference"},
        {"another id", "<getUsers><apiKey href='#a'/></getUsers><r id='A'>x</r>", "Unresolved reference"},
        {"outside", "<getUsers><apiKey href='http://localhost/x'/></getUsers>", "Unresolved reference"},
        {"attachment", "<getUsers><apiKey href='cid:x'/></getUsers>", "Unresolved reference"},
        {"empty", "<getUsers><apiKey href='#'/></getUsers>", "Unresolved reference"},
        {"itself", "<getUsers><apiKey id='a' href='#a'/></getUsers>", "References deeper than 64 levels"},
        {"two", "<getUsers><apiKey href='#a'/></getUsers><r id='a' href='#b'/><r id='b' href='#a'/>",
         "References deeper than 64 levels"},
        {"inner", "<getUsers><apiKey id='a'><b href='#a'/></apiKey></getUsers>", "References deeper than 64 levels"},
        {"map", "<getUsers><apiKey id='a'><item href='#a'/></apiKey></getUsers>", "References deeper than 64 levels"},
        {"key", "<getUsers><apiKey id='a'><item><key href='#a'/></item></apiKey></getUsers>",
         "References deeper than 64 levels"},
        {"twice", "<getUsers><apiKey href='#a'/></getUsers><r id='a'>x</r><r id='a'>y</r>",
         "Two elements have the same id"},
    };
    for (const Case& c : cases) {
        CAPTURE(c.name);
        const auto fault = fault_of(read(envelope(c.body)));
        CHECK(fault.code == FaultCode::client);
        CHECK(fault.text == c.text);
    }
}

TEST_CASE("Elements with the same id do no harm while nothing refers to them") {
    const std::string twice = "<r id='a'>x</r><r id='a'>y</r>";
    const std::string calls[] = {
        "<getUsers><apiKey>k</apiKey></getUsers>" + twice,
        "<getUsers><apiKey id='a'>k</apiKey><x id='a'/></getUsers>",
        "<getUsers><apiKey href='#b'/></getUsers>" + twice + "<r id='b'>k</r>",
    };
    for (const std::string& call : calls) {
        CAPTURE(call);
        CHECK(call_of(read(envelope(call))).arguments["apiKey"] == Value("k"));
    }
}

TEST_CASE("References make no more values and text than the limits allow") {
    // Four lists of four references to the next one: 1 + 4 + 16 + 64 + 256 values.
    std::string body = "<getUsers><apiKey href='#l0'/></getUsers>";
    for (int i = 0; i < 4; ++i) {
        const std::string next = "<x href='#l" + std::to_string(i + 1) + "'/>";
        body.append("<r id='l").append(std::to_string(i)).append("'>");
        body.append(next).append(next).append(next).append(next).append("</r>");
    }
    body += "<r id='l4'>0123456789</r>";
    constexpr std::size_t values = 341;
    const std::size_t text = 2560;
    const std::string document = envelope(body);
    CHECK(call_of(read(document, {.elements = values})).arguments["apiKey"].if_list() != nullptr);
    CHECK(fault_of(read(document, {.elements = values - 1})).text == "References make more than 340 values");
    const std::size_t repeated = text - document.size();
    CHECK(call_of(read(document, {.repeated_text = repeated})).arguments["apiKey"].if_list() != nullptr);
    CHECK(fault_of(read(document, {.repeated_text = repeated - 1})).text ==
          "References make more than " + std::to_string(repeated - 1) + " bytes of text");
}

TEST_CASE("References are as deep as elements may be") {
    std::string body = "<getUsers><apiKey href='#r1'/></getUsers>";
    for (int i = 1; i < 7; ++i) {
        body += "<r id='r" + std::to_string(i) + "'><x href='#r" + std::to_string(i + 1) + "'/></r>";
    }
    body += "<r id='r7'>x</r>";
    CHECK(call_of(read(envelope(body), {.depth = 7})).arguments["apiKey"].if_record() != nullptr);
    CHECK(fault_of(read(envelope(body), {.depth = 6})).text == "References deeper than 6 levels");
}

TEST_CASE("base64 that is none, or no text, is a fault") {
    struct Case {
        std::string content;
        std::string text;
    };
    const Case cases[] = {
        {"a", "base64Binary that is no base64"},
        {"ab=c", "base64Binary that is no base64"},
        {"jürgen", "base64Binary that is no base64"},
        {"/w==", "base64Binary that is no UTF-8 text"},
        {"avxyZ2Vu", "base64Binary that is no UTF-8 text"},
    };
    for (const Case& c : cases) {
        CAPTURE(c.content);
        const std::string body = "<getUsers><apiKey i:type='s:base64Binary'>" + c.content + "</apiKey></getUsers>";
        CHECK(fault_of(read(envelope(body))).text == c.text);
    }
}
