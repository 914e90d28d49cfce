// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "soap/xml_guard.hpp"

#include <doctest/doctest.h>

using kimai::soap::Fault;
using kimai::soap::FaultCode;
using kimai::soap::guard;
using kimai::soap::Limits;

namespace {

using namespace std::string_literals;

/// What gSOAP would get to read, or the text of the fault.
std::string guarded(const std::string& body, const Limits& limits = {}) {
    std::string scratch;
    const auto result = guard(body, "", limits, scratch);
    if (const auto* fault = std::get_if<Fault>(&result)) {
        CHECK(fault->code == FaultCode::client);
        return fault->text;
    }
    return std::string(std::get<std::string_view>(result));
}

std::string repeated(const std::string& text, std::size_t times) {
    std::string all;
    for (std::size_t i = 0; i < times; ++i) all += text;
    return all;
}

}  // namespace

TEST_CASE("What is well-formed passes as it is") {
    for (const std::string document : {
             "<a/>",
             "<a></a >",
             "<a id='1' href=\"2\"/>",
             "<a id = '1'\n\thref='>'/>",
             "<a id='\"' href=\"'\"/>",
             "<a:b xmlns:a='urn:a'><a:d/></a:b>",
             "<a>x > y ]] > ]]</a>",
             "<a id=']]>'/>",
             "<a>&lt;&gt;&amp;&quot;&apos;</a>",
             "<größe id='ü'>€😀</größe>",
             "<_a-b.c1/>",
             "<a/>\n ",
             "\n<a/>",
         }) {
        CAPTURE(document);
        std::string scratch;
        const auto result = guard(document, "", {}, scratch);
        REQUIRE(std::holds_alternative<std::string_view>(result));
        CHECK(std::get<std::string_view>(result) == document);
        CHECK(scratch.empty());
    }
}

TEST_CASE("What gSOAP would misread is said in a plainer way") {
    struct Case {
        std::string document;
        std::string expected;
    };
    const Case cases[] = {
        {"<?xml version='1.0'?><a/>", "<a/>"},
        {"<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\" ?>\n<a/>", "\n<a/>"},
        {"<?xml version='1.0'?><a>&#65;</a>", "<a>&#65;</a>"},
        {"<!-- a --><a/><!-- b > -->", "<a/>"},
        {"<a>b<!-- <c> & -->d</a>", "<a>bd</a>"},
        {"<a><![CDATA[<b> & ]]></a>", "<a>&lt;b&gt; &amp; </a>"},
        {"<a><![CDATA[]]]]><![CDATA[>]]></a>", "<a>]]&gt;</a>"},
        {"<a><![CDATA[\r\n\r]]>\r\n\r</a>", "<a>\n\n\n\n</a>"},
        {"<a>]]<!-- -->></a>", "<a>]]></a>"},
        {"<a><![CDATA[]]]]>></a>", "<a>]]></a>"},
        {"<a id='\r\n'/>", "<a id='\n'/>"},
        {"<a xmlns='\r\r\n' id='1' x='\r' href='\r'/>", "<a xmlns='\n\n' id='1' href='\n'/>"},
        {"<a>&#x000000000000041;&#0000000000008364;</a>", "<a>&#65;€</a>"},
        {"<a id='&#x000001F600;'/>", "<a id='😀'/>"},
        {"<a>&#13;&#10;</a>", "<a>&#13;&#10;</a>"},
        {"<a>&#60;</a>", "<a>&#60;</a>"},
    };
    for (const Case& c : cases) {
        CAPTURE(c.document);
        CHECK(guarded(c.document) == c.expected);
    }
}

TEST_CASE("What is not well-formed, or forbidden, is refused") {
    struct Case {
        std::string name;
        std::string document;
        std::string text;
    };
    const Case cases[] = {
        {"empty", "", "Invalid XML"},
        {"blanks", " \n", "Invalid XML"},
        {"text", "not xml", "Invalid XML"},
        {"JSON", "{\"method\":\"getUsers\"}", "Invalid XML"},
        {"cut off in a tag", "<a", "Invalid XML"},
        {"cut off in a name", "<", "Invalid XML"},
        {"cut off in an attribute", "<a b", "Invalid XML"},
        {"cut off behind the equals sign", "<a b=", "Invalid XML"},
        {"cut off in a value", "<a b='x", "Invalid XML"},
        {"cut off in a text", "<a>x", "Invalid XML"},
        {"cut off in an end tag", "<a></a", "Invalid XML"},
        {"cut off in a comment", "<a><!-- x", "Invalid XML"},
        {"cut off in CDATA", "<a><![CDATA[x]]", "Invalid XML"},
        {"cut off in the declaration", "<?xml version='1.0'", "Invalid XML"},
        {"document type", "<!DOCTYPE a><a/>", "DOCTYPE"},
        {"document type with entities", "<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>", "DOCTYPE"},
        {"document type inside", "<a><!DOCTYPE a></a>", "DOCTYPE"},
        {"entity declaration", "<a><!ENTITY b 'c'></a>", "DOCTYPE"},
        {"small document type", "<!doctype a><a/>", "DOCTYPE"},
        {"processing instruction", "<a><?b c?></a>", "Invalid XML: processing instructions are not allowed"},
        {"style sheet", "<?xml-stylesheet href='x'?><a/>", "Invalid XML: processing instructions are not allowed"},
        {"second declaration", "<a/><?xml version='1.0'?>", "Invalid XML: processing instructions are not allowed"},
        {"late declaration", " <?xml version='1.0'?><a/>", "Invalid XML: processing instructions are not allowed"},
        {"wrong end tag", "<a><b></a></b>", "Invalid XML: tags do not match"},
        {"other case", "<a></A>", "Invalid XML: tags do not match"},
        {"other prefix", "<x:a></a>", "Invalid XML: tags do not match"},
        {"end tag alone", "</a>", "Invalid XML: tags do not match"},
        {"end tag behind the root", "<a/></a>", "Invalid XML: tags do not match"},
        {"attribute in an end tag", "<a></a b='c'>", "Invalid XML: tags do not match"},
        {"two roots", "<a/><b/>", "Invalid XML: there are two root elements"},
        {"text behind the root", "<a/>x", "Invalid XML: something stands behind the root element"},
        {"zero byte behind the root", "<a/>\0"s, "Invalid XML: something stands behind the root element"},
        {"reference behind the root", "<a/>&#32;", "Invalid XML: something stands behind the root element"},
        {"CDATA beside the root", "<![CDATA[x]]><a/>", "Invalid XML: text stands beside the root element"},
        {"attribute without quotes", "<a b=c/>", "Invalid XML: an attribute's value has no quotes"},
        {"attribute without value", "<a b/>", "Invalid XML: an attribute has no value"},
        {"attribute twice", "<a b='1' b='2'/>", "Invalid XML: an attribute stands twice in one tag"},
        {"attributes without blank", "<a b='1'c='2'/>", "Invalid XML: a tag is not well-formed"},
        {"tag in a value", "<a b='<'/>", "Invalid XML: an attribute's value holds <"},
        {"slash in a tag", "<a / >", "Invalid XML: a name is not well-formed"},
        {"name of digits", "<1/>", "Invalid XML: a name is not well-formed"},
        {"blank before a name", "< a/>", "Invalid XML: a name is not well-formed"},
        {"name without local part", "<a:/>", "Invalid XML: a name is not well-formed"},
        {"name without prefix", "<:a/>", "Invalid XML: a name is not well-formed"},
        {"two colons", "<a:b:c/>", "Invalid XML: a name is not well-formed"},
        {"local part of digits", "<a:1/>", "Invalid XML: a name is not well-formed"},
        {"quote in a tag", "<a'/>", "Invalid XML: a tag is not well-formed"},
        {"unknown entity", "<a>&nbsp;</a>", "Invalid XML: an unknown entity"},
        {"entity in other case", "<a>&LT;</a>", "Invalid XML: an unknown entity"},
        {"unknown entity in a value", "<a b='&c;'/>", "Invalid XML: an unknown entity"},
        {"empty entity", "<a>&;</a>", "Invalid XML: an unknown entity"},
        {"ampersand", "<a>a & b</a>", "Invalid XML: a & that is no reference"},
        {"ampersand at the end", "<a>&", "Invalid XML: a & that is no reference"},
        {"reference without number", "<a>&#;</a>", "Invalid XML: a bad character reference"},
        {"reference without digits", "<a>&#x;</a>", "Invalid XML: a bad character reference"},
        {"reference with a large X", "<a>&#X41;</a>", "Invalid XML: a bad character reference"},
        {"reference with a sign", "<a>&#-65;</a>", "Invalid XML: a bad character reference"},
        {"reference with letters", "<a>&#6a;</a>", "Invalid XML: a bad character reference"},
        {"reference too large for any number", "<a>&#99999999999;</a>", "Invalid XML: a bad character reference"},
        {"reference to zero", "<a>&#0;</a>", "Invalid XML: a character that XML does not have"},
        {"reference to a control", "<a>&#8;</a>", "Invalid XML: a character that XML does not have"},
        {"reference to a surrogate", "<a>&#xD800;</a>", "Invalid XML: a character that XML does not have"},
        {"reference to U+FFFF", "<a>&#xFFFF;</a>", "Invalid XML: a character that XML does not have"},
        {"reference beyond Unicode", "<a>&#x110000;</a>", "Invalid XML: a character that XML does not have"},
        {"U+FFFE", "<a>\xEF\xBF\xBE</a>", "Invalid XML: a character that XML does not have"},
        {"control in a text", "<a>\x01</a>", "Invalid XML: a control character"},
        {"zero in a text", "<a>\0</a>"s, "Invalid XML: a control character"},
        {"control in a value", "<a b='\x1F'/>", "Invalid XML: a control character"},
        {"control in CDATA", "<a><![CDATA[\x02]]></a>", "Invalid XML: a control character"},
        {"control in a comment", "<a><!--\x02--></a>", "Invalid XML: a control character"},
        {"end of CDATA in a text", "<a>b]]></a>", "Invalid XML: ]]> without a beginning"},
        {"end of CDATA twice", "<a><![CDATA[]]>]]></a>", "Invalid XML: ]]> without a beginning"},
        {"hyphens in a comment", "<a><!-- -- --></a>", "Invalid XML: a comment holds --"},
        {"hyphen at a comment's end", "<a><!-- ---></a>", "Invalid XML: a comment holds --"},
        {"comment of three hyphens", "<a><!---></a>", "Invalid XML"},
        {"not UTF-8", "<a>\xFC</a>", "Invalid XML: the text is not UTF-8"},
    };
    for (const Case& c : cases) {
        CAPTURE(c.name);
        CHECK(guarded(c.document) == c.text);
    }
}

TEST_CASE("Limits hold exactly") {
    struct Case {
        std::string name;
        Limits limits;
        std::string within;
        std::string beyond;
        std::string text;
    };
    const Case cases[] = {
        {"depth",
         {.depth = 3},
         "<a><b><c/></b><b/></a>",
         "<a><b><c><d/></c></b></a>",
         "More than 3 levels of elements"},
        {"elements", {.elements = 3}, "<a><b/><c/></a>", "<a><b/><c/><d/></a>", "More than 3 elements"},
        {"attributes",
         {.attributes = 2},
         "<a id='' href=''><d id='' href=''/></a>",
         "<a id='' href='' d=''/>",
         "More than 2 attributes in one element"},
        {"attributes that are namespaces",
         {.attributes = 2},
         "<a xmlns='x' xmlns:b='y'/>",
         "<a xmlns='x' xmlns:b='y' id=''/>",
         "More than 2 attributes in one element"},
        {"namespaces",
         {.declarations = 3},
         "<a xmlns='x' xmlns:b='y'><c xmlns='z'/><c xmlns='z'></c></a>",
         "<a xmlns='x' xmlns:b='y'><c xmlns='z'><c xmlns='z'/></c></a>",
         "More than 3 namespaces declared at once"},
        {"different names of attributes",
         {.attribute_names = 3},
         "<a xmlns='x' xmlns:b='y' id='1'><c xmlns='z' id='2'/></a>",
         "<a xmlns='x' xmlns:b='y' id='1'><c href=''/></a>",
         "More than 3 different names of attributes"},
        {"different prefixes",
         {.attribute_names = 3},
         "<a><a xmlns:b=''/><a xmlns:c=''/><a xmlns:d=''/><a xmlns:d=''/></a>",
         "<a><a xmlns:b=''/><a xmlns:c=''/><a xmlns:d=''/><a xmlns:e=''/></a>",
         "More than 3 different names of attributes"},
        {"name", {.name = 4}, "<abcd/>", "<abcde/>", "More than 4 bytes in a name"},
        {"name of an attribute", {.name = 4}, "<a href=''/>", "<a abcde=''/>", "More than 4 bytes in a name"},
        {"text", {.text = 4}, "<a>abcd</a>", "<a>abcde</a>", "More than 4 bytes in one text"},
        {"text before a child",
         {.text = 4},
         "<a>abcd<b/>abcd</a>",
         "<a>abcde<b/></a>",
         "More than 4 bytes in one text"},
        {"text behind a child", {.text = 4}, "<a><b/>abcd</a>", "<a><b/>abcde</a>", "More than 4 bytes in one text"},
        {"value", {.text = 4}, "<a id='abcd'/>", "<a id='abcde'/>", "More than 4 bytes in one attribute"},
    };
    for (const Case& c : cases) {
        CAPTURE(c.name);
        CHECK(guarded(c.within, c.limits) == c.within);
        CHECK(guarded(c.beyond, c.limits) == c.text);
    }
}

TEST_CASE("Attributes that mean nothing to SOAP are left out") {
    const std::string instance = "http://www.w3.org/2001/XMLSchema-instance";
    const std::string envelope = "http://schemas.xmlsoap.org/soap/envelope/";
    const std::string envelope_1_2 = "http://www.w3.org/2003/05/soap-envelope";
    const std::string encoding = "http://schemas.xmlsoap.org/soap/encoding/";
    const std::string encoding_1_2 = "http://www.w3.org/2003/05/soap-encoding";
    struct Case {
        std::string name;
        /// What p is.
        std::string space;
        std::string attributes;
        std::string left;
    };
    const Case cases[] = {
        {"no namespace", "urn:x", " type='base64' nil='true' null='1' ref='a' arrayType='x'", ""},
        {"references", "urn:x", " id='a' href='#a'", " id='a' href='#a'"},
        {"foreign", "urn:x", " p:type='a' p:nil='true' p:id='a' p:href='#a' p:ref='#a'", ""},
        {"instance", instance, " p:type='s:int' p:nil='1' p:null='1'", " p:type='s:int' p:nil='1' p:null='1'"},
        {"instance of 2000", "http://www.w3.org/2000/10/XMLSchema-instance", " p:null='1'", " p:null='1'"},
        {"instance of 1999", "http://www.w3.org/1999/XMLSchema-instance", " p:type='s:int'", " p:type='s:int'"},
        {"instance of no year", "http://www.w3.org/2002/XMLSchema-instance", " p:type='s:int'", ""},
        {"schema", "http://www.w3.org/2001/XMLSchema", " p:type='s:int' p:nil='1'", ""},
        {"other of instance", instance, " p:schemaLocation='x' p:id='a'", ""},
        {"encoding", encoding, " p:arrayType='x' p:root='1' p:id='a' p:offset='[1]'", " p:arrayType='x' p:root='1'"},
        {"encoding of 1.2", encoding_1_2, " p:id='a' p:ref='b' p:itemType='x' p:arraySize='1' p:href='c'",
         " p:id='a' p:ref='b' p:itemType='x' p:arraySize='1'"},
        {"envelope", envelope, " p:mustUnderstand='1' p:actor='x' p:encodingStyle='y' p:x='z'",
         " p:mustUnderstand='1' p:actor='x' p:encodingStyle='y'"},
        {"envelope of 1.2", envelope_1_2, " p:mustUnderstand='1' p:role='x' p:relay='1'",
         " p:mustUnderstand='1' p:role='x'"},
        {"no actor", envelope, " p:actor='' p:mustUnderstand='1'", " p:mustUnderstand='1'"},
        {"no role", envelope_1_2, " p:role='' p:mustUnderstand='1'", " p:mustUnderstand='1'"},
        {"our role", envelope_1_2, " p:mustUnderstand='1' p:role='" + envelope_1_2 + "/role/ultimateReceiver'",
         " p:mustUnderstand='1'"},
        {"undeclared", "urn:x", " xsi:type='s:int'", ""},
        {"of XML", "urn:x", " xml:id='a' xml:space='preserve'", ""},
        {"blanks", "urn:x", "\n  x = '1'\n  id='a'\n  y='2'\n", "\n  id='a'\n"},
        {"left out with what is in it", "urn:x", " x='&#x0000000041;\r' id='&#x0000000041;'", " id='&#65;'"},
    };
    for (const Case& c : cases) {
        CAPTURE(c.name);
        const std::string declaration = " xmlns:p='" + c.space + "'";
        CHECK(guarded("<a" + declaration + "><b" + c.attributes + "/></a>") ==
              "<a" + declaration + "><b" + c.left + "/></a>");
        // A declaration holds for what stands before it, and wins over one outside.
        CHECK(guarded("<a xmlns:p='urn:y'><b" + c.attributes + declaration + ">x</b></a>") ==
              "<a xmlns:p='urn:y'><b" + c.left + declaration + ">x</b></a>");
    }
    const std::string inner = "<c xmlns:p='urn:x' p:nil='1'/><c p:nil='1'/>";
    CHECK(guarded("<a xmlns:p='" + instance + "'>" + inner + "</a>") ==
          "<a xmlns:p='" + instance + "'><c xmlns:p='urn:x'/><c p:nil='1'/></a>");
}

TEST_CASE("Ids and references are as long as names at most") {
    for (const std::string attribute : {"id", "href", "p:id", "p:ref"}) {
        CAPTURE(attribute);
        std::string start = "<abcdefg xmlns:p='http://www.w3.org/2003/05/soap-encoding' ";
        start.append(attribute).append("='");
        CHECK(guarded(start + "abcdefg'/>", {.name = 7}) == start + "abcdefg'/>");
        CHECK(guarded(start + "abcdefgh'/>", {.name = 7}) == "More than 7 bytes in an id or a reference");
    }
}

TEST_CASE("The limits are those that stand in their header") {
    constexpr Limits limits;
    const auto nested = [](std::size_t depth) { return repeated("<a>", depth) + repeated("</a>", depth); };
    CHECK(guarded(nested(limits.depth)) == nested(limits.depth));
    CHECK(guarded(nested(limits.depth + 1)) == "More than 64 levels of elements");
    const auto many = [](std::size_t elements) { return "<a>" + repeated("<b/>", elements - 1) + "</a>"; };
    CHECK(guarded(many(limits.elements)) == many(limits.elements));
    CHECK(guarded(many(limits.elements + 1)) == "More than 20000 elements");
    const auto prefixes = [](std::size_t count) {
        std::string all;
        for (std::size_t i = 0; i < count; ++i) all += "<a xmlns:n" + std::to_string(i) + "=''/>";
        return "<a>" + all + "</a>";
    };
    CHECK(guarded(prefixes(limits.attribute_names)) == prefixes(limits.attribute_names));
    CHECK(guarded(prefixes(limits.attribute_names + 1)) == "More than 256 different names of attributes");
    const std::string name(limits.name, 'n');
    CHECK(guarded("<" + name + "/>") == "<" + name + "/>");
    CHECK(guarded("<" + name + "n/>") == "More than 256 bytes in a name");
}
