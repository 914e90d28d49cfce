// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

// The forms in which stacks send a record, from bytes to its members.

#include "soap/record_reader.hpp"

#include <doctest/doctest.h>

#include "test/soap/envelope.hpp"

using kimai::api::Number;
using kimai::api::Record;
using kimai::api::Value;
using kimai::test::call_of;
using kimai::test::envelope;
using kimai::test::fault_of;
using kimai::test::read;

namespace {

Value number(const char* text) { return Value(Number{text}); }

/// The record of a call whose parameter looks so; `behind` stands behind the operation.
Record record_of(const std::string& element, const std::string& behind = "") {
    const std::string body =
        "<updateActiveRecording><apiKey>k</apiKey>" + element + "</updateActiveRecording>" + behind;
    const auto call = call_of(read(envelope(body)));
    const Record* const record = call.arguments["record"].if_record();
    REQUIRE(record != nullptr);
    return *record;
}

}  // namespace

TEST_CASE("Each stack's way to send a record gives the same members") {
    struct Case {
        std::string name;
        std::string element;
        std::string behind = {};
    };
    const std::string typed_items =
        "<item><key i:type='s:string'>description</key><value i:type='s:string'>ü b</value></item>"
        "<item><key i:type='s:string'>projectID</key><value i:type='s:int'>2</value></item>";
    const std::string items =
        "<item><key>description</key><value>ü b</value></item>\n<item><key>projectID</key><value "
        "i:type='s:int'>2</value></item>";
    const std::string members = "<description>ü b</description><projectID i:type='s:int'>2</projectID>";
    const Case cases[] = {
        {"typed Map", "<record i:type='m:Map'>" + typed_items + "</record>"},
        {"Map, pretty", "<record i:type='m:Map'>\n  " + items + "\n</record>"},
        {"Map of another prefix",
         "<record xmlns:ns9='http://xml.apache.org/xml-soap' i:type='ns9:Map'>" + items + "</record>"},
        {"items without type", "<record>" + items + "</record>"},
        {"items typed Array", "<record i:type='c:Array' c:arrayType='m:Map[2]'>" + items + "</record>"},
        {"items that have types",
         "<record i:type='m:Map'><item i:type='c:Array' c:arrayType='s:anyType[2]'><key>description</key><value>ü "
         "b</value></item><item i:type='c:Struct'><value i:type='s:int'>2</value><key>projectID</key></item></record>"},
        {"Struct", "<record i:type='c:Struct'>" + members + "</record>"},
        {"struct of a type of its own", "<record i:type='m:Recording'>" + members + "</record>"},
        {"struct without type", "<record>" + members + "</record>"},
        {"qualified struct",
         "<d:record xmlns:d='urn:kimai-gateway:document'><d:description>ü b</d:description>"
         "<d:projectID i:type='s:int'>2</d:projectID></d:record>"},
        {"members typed Array", "<record i:type='m:Array'>" + members + "</record>"},
        {"members with an arrayType", "<record c:arrayType='s:anyType[2]'>" + members + "</record>"},
        {"Array of one Map", "<record i:type='c:Array'><item i:type='m:Map'>" + items + "</item></record>"},
        {"Array of one struct", "<record i:type='c:Array'><item>" + members + "</item></record>"},
        {"Array of one Map of its own name",
         "<record i:type='c:Array' c:arrayType='s:anyType[1]'><record href='#r'/></record>",
         "<multiRef id='r' i:type='m:Map'>" + items + "</multiRef>"},
        {"wrapped twice", "<record><a><b>" + members + "</b></a></record>"},
        {"array of keys and values",
         "<record i:type='c:Array'><x><key>description</key><value>ü b</value></x>"
         "<x><key>projectID</key><value i:type='s:int'>2</value></x></record>"},
        {"names and values by turns",
         "<record i:type='c:Array'><Item>description</Item><Item>ü b</Item>"
         "<Item>projectID</Item><Item i:type='s:int'>2</Item></record>"},
        {"Map by reference", "<record href='#r'/>", "<multiRef id='r' i:type='m:Map'>" + items + "</multiRef>"},
        {"Map by reference, values too", "<record href='#id0'/>",
         "<multiRef id='id0' i:type='m:Map'><item><key i:type='c:string'>description</key><value href='#id1'/></item>"
         "<item><key href='#id3'/><value href='#id2'/></item></multiRef>"
         "<multiRef id='id1' i:type='c:string'>ü b</multiRef><multiRef id='id2' i:type='c:int'>2</multiRef>"
         "<multiRef id='id3' i:type='c:string'>projectID</multiRef>"},
        {"items by reference", "<record><item href='#a'/><item href='#b'/></record>",
         "<r id='a'><key>description</key><value>ü b</value></r>"
         "<r id='b'><key>projectID</key><value i:type='s:int'>2</value></r>"},
        {"struct by reference", "<record href='#r'/>", "<r id='r' i:type='c:Struct'>" + members + "</r>"},
        {"Array by reference", "<record href='#id1'/>",
         "<c:Array id='id1' c:arrayType='s:anyType[4]'><Item i:type='s:string'>description</Item>"
         "<Item i:type='s:string'>ü b</Item><Item i:type='s:string'>projectID</Item>"
         "<Item i:type='s:int'>2</Item></c:Array>"},
        {"base64",
         "<record i:type='m:Map'><item><key>description</key><value i:type='s:base64Binary'>w7wgYg==</value>"
         "</item><item><key i:type='s:base64Binary'>cHJvamVjdElE</key><value i:type='s:int'>2</value></item>"
         "</record>"},
        {"twice the same name",
         "<record><description>x</description><projectID i:type='s:int'>2</projectID>"
         "<description>ü b</description></record>"},
    };
    for (const Case& c : cases) {
        CAPTURE(c.name);
        CHECK(record_of(c.element, c.behind) == Record{{"description", Value("ü b")}, {"projectID", number("2")}});
    }
}

TEST_CASE("A record binds by position too") {
    const auto call = call_of(read(
        envelope("<updateActiveRecording><c-gensym3>k</c-gensym3><c-gensym5 i:type='m:Map'><item><key>description</key>"
                 "<value>x</value></item></c-gensym5></updateActiveRecording>")));
    CHECK(call.arguments["apiKey"] == Value("k"));
    CHECK(call.arguments["record"] == Value(Record{{"description", Value("x")}}));
}

TEST_CASE("One member is enough") {
    const std::string pair = "<x><key>description</key><value>x</value></x>";
    const Record expected = {{"description", Value("x")}};
    const std::string elements[] = {
        "<record><description>x</description></record>",
        "<record i:type='m:Array'><description>x</description></record>",
        "<record i:type='m:Map'><item><key>description</key><value>x</value></item></record>",
        "<record><item><key>description</key><value>x</value></item></record>",
        "<record>" + pair + "</record>",
        "<record>" + pair + pair + "</record>",
        "<record><key>description</key><value>x</value></record>",
        "<record><Item>description</Item><Item>x</Item></record>",
    };
    for (const std::string& element : elements) {
        CAPTURE(element);
        CHECK(record_of(element) == expected);
    }
}

TEST_CASE("Members keep their values, and unknown ones have none") {
    CHECK(record_of("<record><description/><projectID i:nil='true'/><start> a </start><end>1</end>"
                    "<activityID i:type='s:boolean'>true</activityID><unknown>1</unknown></record>") ==
          Record{{"description", Value("")},
                 {"projectID", Value()},
                 {"start", Value(" a ")},
                 {"end", Value("1")},
                 {"activityID", Value(true)},
                 {"unknown", Value()}});
    CHECK(record_of("<record><projectID i:type='s:int'/><list><item>1</item><item>2</item></list></record>") ==
          Record{{"projectID", Value()}, {"list", Value()}});
    CHECK(record_of(
              "<record><item><key>description</key></item><item><key i:nil='1'/><value>x</value></item></record>") ==
          Record{{"description", Value()}, {"", Value()}});
}

// Each was once answered with a success that changed nothing.
TEST_CASE("A description that comes in an odd form is not lost") {
    for (const std::string element : {
             "<record><KeyValuePair><Key>description</Key><Value>x</Value></KeyValuePair></record>",
             "<record><Item><Key>description</Key><Value>x</Value></Item></record>",
             "<record><Item><key>description</key><value>x</value></Item></record>",
             "<record><p><Key>a</Key><Value>y</Value></p><p><Key>description</Key><Value>x</Value></p></record>",
             "<record><Key>description</Key><Value>x</Value></record>",
             "<record><item><key> description </key><value>x</value></item></record>",
             "<record><item><key>\n  description\n\t</key><value>x</value></item></record>",
             "<record><item><key><string>description</string></key><value><string>x</string></value></item></record>",
             "<record><Item> description </Item><Item>x</Item></record>",
             "<record><description><string>x</string></description></record>",
             "<record><description>\n <value>\n  <string>x</string>\n </value>\n</description></record>",
             "<record><description>y</description><description>x</description></record>",
             "<record><description>description</description><description>x</description></record>",
             "<record><record><description>x</description></record></record>",
             "<record><i><key>5</key><value>y</value></i><i><key>description</key><value>x</value></i></record>",
         }) {
        CAPTURE(element);
        const Record record = record_of(element);
        const Value* const description = kimai::api::find(record, "description");
        REQUIRE(description != nullptr);
        CHECK(*description == Value("x"));
    }
}

TEST_CASE("A member that is more than one text is a fault") {
    for (const std::string content : {
             "a<b/>c",
             "a<b>c</b>",
             "<b>a</b>c",
             "<b>a</b><![CDATA[c]]>",
             "<b>a</b><!-- d -->e",
             "<b><a>x</a>y</b>",
             "<b/>c",
             "<b/>",
             "<b><c/></b>",
             "<b>x</b><b>x</b>",
             "<a>x</a><b>y</b>",
             "<b><a>x</a><b>y</b></b>",
         }) {
        CAPTURE(content);
        for (const std::string& element : {"<description>" + content + "</description>",
                                           "<item><key>description</key><value>" + content + "</value></item>"}) {
            const auto fault = fault_of(read(envelope("<updateActiveRecording><apiKey>k</apiKey><record>" + element +
                                                      "</record></updateActiveRecording>")));
            CHECK(fault.text == "The record's description is more than one text");
        }
    }
}

TEST_CASE("Text that hides members is a fault") {
    struct Case {
        std::string record;
        std::string text;
    };
    const Case cases[] = {
        {"<start>1</start>a<description>x</description>", "A record has text between its members"},
        {"<item><key>description</key>a<value>x</value></item>", "A Map's item has text between its elements"},
    };
    for (const Case& c : cases) {
        CAPTURE(c.record);
        const auto fault = fault_of(read(envelope("<updateActiveRecording><apiKey>k</apiKey><record>" + c.record +
                                                  "</record></updateActiveRecording>")));
        CHECK(fault.text == c.text);
    }
}

TEST_CASE("An untyped true or false is one where a number is wanted, any other text stays") {
    struct Case {
        std::string value;
        Value expected;
    };
    const Case cases[] = {
        {"<value>true</value>", Value(true)},
        {"<value>True</value>", Value(true)},
        {"<value> false\n</value>", Value(false)},
        {"<value i:type='s:anyType'>true</value>", Value(true)},
        {"<value i:type='s:boolean'>true</value>", Value(true)},
        {"<value i:type='s:string'>true</value>", Value("true")},
        {"<value>1</value>", Value("1")},
        {"<value>0</value>", Value("0")},
        {"<value>yes</value>", Value("yes")},
        {"<value/>", Value("")},
    };
    for (const Case& c : cases) {
        CAPTURE(c.value);
        const auto call = call_of(
            read(envelope("<setTimesheetRecord><apiKey>k</apiKey><record><item><key>flagCleared</key>" + c.value +
                          "</item><item><key>description</key><value>true</value></item></record><doUpdate>0</"
                          "doUpdate></setTimesheetRecord>")));
        CHECK(call.arguments["record"] == Value(Record{{"flagCleared", c.expected}, {"description", Value("true")}}));
    }
}

TEST_CASE("A typed Map may have nothing but unknown names, as over JSON-RPC") {
    const std::string items = "<item><key>foo</key><value>1</value></item>";
    CHECK(record_of("<record i:type='m:Map'>" + items + "</record>") == Record{{"foo", Value()}});
    CHECK(record_of("<record><a i:type='m:Map'>" + items + "</a></record>") == Record{{"foo", Value()}});
    CHECK(record_of("<record>" + items + "</record>").empty());
}

TEST_CASE("References of a record are followed a limited number of times") {
    // 15 items, each by way of 9 references, are looked at more than once.
    std::string body = "<updateActiveRecording><apiKey>k</apiKey><record>";
    for (int i = 0; i < 15; ++i) body += "<item href='#r0'/>";
    body += "</record></updateActiveRecording>";
    for (int i = 0; i < 8; ++i) body += "<r id='r" + std::to_string(i) + "' href='#r" + std::to_string(i + 1) + "'/>";
    body += "<r id='r8'><key>description</key><value>x</value></r>";
    CHECK(call_of(read(envelope(body), {.elements = 60})).arguments["record"].if_record() != nullptr);
    CHECK(fault_of(read(envelope(body), {.elements = 33})).text == "References make more than 33 values");
}

TEST_CASE("What is no record is the empty one, which the API refuses") {
    for (const std::string element : {
             "<record/>",
             "<record></record>",
             "<record>\n</record>",
             "<record>x</record>",
             "<record i:type='s:int'>5</record>",
             "<record i:type='s:boolean'>true</record>",
             "<record i:nil='true'/>",
             "<record i:nil='true' i:type='c:Array'/>",
             "<record i:type='m:Map'/>",
             "<record i:type='c:Struct'/>",
             "<record i:type='c:Array' c:arrayType='s:anyType[0]'/>",
             "<record><item>x</item></record>",
             "<record><item>x</item><item>y</item><item>z</item></record>",
             "<record><item>a b</item><item>y</item></record>",
             "<record><item i:type='s:int'>1</item><item>y</item></record>",
             "<record><item/></record>",
             "<record><item><a>1</a><b>2</b></item><item><a>1</a><b>2</b></item></record>",
             "<record><foo>1</foo></record>",
             "<record><Description>1</Description></record>",
             "<record><foo>1</foo><record><description>x</description></record></record>",
             "<record><item>foo</item><item>description</item></record>",
             "<record><item><key>foo</key><value>description</value></item></record>",
             "<record i:type='m:Map'><i><key>5</key><value>x</value></i><i><key>7</key><value>y</value></i></record>",
             "<record><item><key i:type='s:int'>5</key><value>x</value></item></record>",
             "<record><item><key>a</key><value>b</value><key>description</key><value>x</value></item></record>",
             "<record><item><key>description</key><content>x</content></item></record>",
             "<record i:type='c:Array' id='r'><a href='#r'/></record>",
         }) {
        CAPTURE(element);
        CHECK(record_of(element).empty());
    }
}

TEST_CASE("A Map that is half one is a fault") {
    const auto fault =
        fault_of(read(envelope("<updateActiveRecording><apiKey>k</apiKey><record><item><key>a</key><value>1</value></"
                               "item><item><value>2</value>"
                               "</item></record></updateActiveRecording>")));
    CHECK(fault.text == "A Map's item has no key");
}

TEST_CASE("Records of many members take no more than their time") {
    std::string members;
    for (int i = 0; i < 9000; ++i)
        members += "<m" + std::to_string(i % 6000) + ">" + std::to_string(i) + "</m" + std::to_string(i % 6000) + ">";
    const std::string description = "<description>x</description>";
    const Record record = record_of("<record>" + description + members + description + "</record>");
    REQUIRE(record.size() == 6001);
    CHECK(record[0].value == Value("x"));
    CHECK(record[6000].name == "m5999");
}

// Else items that refer to one element of many children would cost their product.
TEST_CASE("No key is looked for behind many other children") {
    std::string children;
    for (int i = 0; i < 100; ++i) children += "<b/>";
    CHECK(record_of("<record><item href='#x'/><item href='#x'/></record>",
                    "<r id='x'>" + children + "<key>description</key><value>x</value></r>")
              .empty());
}
