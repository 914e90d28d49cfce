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
             "<a b='1' c=\"2\"/>",
             "<a b = '1'\n\tc='>'/>",
             "<a b='\"' c=\"'\"/>",
             "<a:b xmlns:a='urn:a' a:c='x'><a:d/></a:b>",
             "<a>x > y ]] > ]]</a>",
             "<a b=']]>'/>",
             "<a>&lt;&gt;&amp;&quot;&apos;</a>",
             "<größe länge='ü'>€😀</größe>",
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
        {"<a b='\r\n'/>", "<a b='\n'/>"},
        {"<a>&#x000000000000041;&#0000000000008364;</a>", "<a>&#65;€</a>"},
        {"<a b='&#x1F600;'/>", "<a b='😀'/>"},
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
         "<a b='' c=''><d b='' c=''/></a>",
         "<a b='' c='' d=''/>",
         "More than 2 attributes in one element"},
        {"attributes that are namespaces",
         {.attributes = 2},
         "<a xmlns='x' xmlns:b='y'/>",
         "<a xmlns='x' xmlns:b='y' c=''/>",
         "More than 2 attributes in one element"},
        {"namespaces",
         {.declarations = 3},
         "<a xmlns='x' xmlns:b='y'><c xmlns='z'/><c xmlns='z'></c></a>",
         "<a xmlns='x' xmlns:b='y'><c xmlns='z'><c xmlns='z'/></c></a>",
         "More than 3 namespaces declared at once"},
        {"name", {.name = 4}, "<abcd/>", "<abcde/>", "More than 4 bytes in a name"},
        {"name of an attribute", {.name = 4}, "<a abcd=''/>", "<a abcde=''/>", "More than 4 bytes in a name"},
        {"text", {.text = 4}, "<a>abcd</a>", "<a>abcde</a>", "More than 4 bytes in one text"},
        {"text before a child",
         {.text = 4},
         "<a>abcd<b/>abcd</a>",
         "<a>abcde<b/></a>",
         "More than 4 bytes in one text"},
        {"text behind a child", {.text = 4}, "<a><b/>abcd</a>", "<a><b/>abcde</a>", "More than 4 bytes in one text"},
        {"value", {.text = 4}, "<a b='abcd'/>", "<a b='abcde'/>", "More than 4 bytes in one attribute"},
    };
    for (const Case& c : cases) {
        CAPTURE(c.name);
        CHECK(guarded(c.within, c.limits) == c.within);
        CHECK(guarded(c.beyond, c.limits) == c.text);
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
    const std::string name(limits.name, 'n');
    CHECK(guarded("<" + name + "/>") == "<" + name + "/>");
    CHECK(guarded("<" + name + "n/>") == "More than 256 bytes in a name");
}
