// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "wsdl/xml_writer.hpp"

#include <doctest/doctest.h>

#include <stdexcept>

using namespace kimai::wsdl;

TEST_CASE("Elements are written without blanks, empty ones in short") {
    std::string document;
    XmlWriter xml(document);
    xml.open("a");
    xml.open("b", {{"x", "1"}, {"y", "2"}});
    xml.attribute("z", "3");
    xml.text("text");
    xml.element("c", {{"x", ""}});
    xml.close();
    xml.element("d");
    xml.close();
    CHECK(document == R"(<a><b x="1" y="2" z="3">text<c x=""/></b><d/></a>)");
}

TEST_CASE("What would be markup is escaped") {
    CHECK(xml_escaped(R"(<a href="x">R&D's</a>)") == "&lt;a href=&quot;x&quot;&gt;R&amp;D's&lt;/a&gt;");
    std::string document;
    XmlWriter xml(document);
    xml.open("a", {{"x", "\"<&>\""}});
    xml.text("\"<&>\"");
    xml.close();
    CHECK(document == R"(<a x="&quot;&lt;&amp;&gt;&quot;">&quot;&lt;&amp;&gt;&quot;</a>)");
}

TEST_CASE("Misuse throws") {
    std::string document;
    XmlWriter xml(document);
    CHECK_THROWS_AS(xml.close(), std::logic_error);
    xml.open("a");
    xml.text("");
    CHECK_THROWS_AS(xml.attribute("x", "1"), std::logic_error);
}
