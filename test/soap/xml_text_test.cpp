// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "soap/xml_text.hpp"

#include <doctest/doctest.h>

#include <algorithm>

using namespace kimai::soap;

namespace {

std::string as_text(std::string_view text) {
    kimai::api::TextBuffer out;
    append_xml_text(out, text);
    return out.text();
}

std::string as_attribute(std::string_view value) {
    kimai::api::TextBuffer out;
    append_xml_attribute(out, value);
    return out.text();
}

}  // namespace

TEST_CASE("Text is escaped as PHP's SOAP server does") {
    struct Case {
        std::string text;
        std::string expected;
    };
    const Case cases[] = {
        {"", ""},
        {"plain text", "plain text"},
        {"<b>&</b>", "&lt;b&gt;&amp;&lt;/b&gt;"},
        {"]]>", "]]&gt;"},
        {"&amp;", "&amp;amp;"},
        {"\"quoted\" 'single' \\ /", "\"quoted\" 'single' \\ /"},
        {"a\r\n\tb", "a&#13;\n\tb"},
        {" kept ", " kept "},
        {"ü€😀", "ü€😀"},
        {"\x7f\u0085\u2028", "\x7f\u0085\u2028"},
        {"\ud7ff\ue000\ufffd\U00010000\U0010ffff", "\ud7ff\ue000\ufffd\U00010000\U0010ffff"},
        {"\U0001fffe", "\U0001fffe"},
    };
    for (const Case& c : cases) {
        CAPTURE(c.expected);
        CHECK(as_text(c.text) == c.expected);
    }
}

TEST_CASE("Text is escaped the same at every place of a long one") {
    struct Case {
        std::string text;
        std::string expected;
    };
    const Case cases[] = {{"&", "&amp;"}, {"<", "&lt;"},      {"\r", "&#13;"},    {"\n", "\n"},
                          {"ü", "ü"},     {"\x01", "\ufffd"}, {"\xFF", "\ufffd"}, {"😀", "😀"}};
    for (const Case& c : cases) {
        CAPTURE(c.expected);
        for (std::size_t before = 0; before <= 20; ++before) {
            for (const std::size_t behind : {0UL, 1UL, 7UL, 8UL, 9UL, 2000UL}) {
                const auto between = [&](const std::string& middle) {
                    return std::string(before, 'a').append(middle).append(middle).append(behind, 'z');
                };
                REQUIRE(as_text(between(c.text)) == between(c.expected));
            }
        }
    }
}

TEST_CASE("What XML cannot hold becomes the replacement character") {
    struct Case {
        std::string name;
        std::string text;
        std::string expected;
    };
    const Case cases[] = {
        {"control characters", "a\x01\x1f\v\f\x1b[0m", "a\ufffd\ufffd\ufffd\ufffd\ufffd[0m"},
        {"zero bytes", std::string("a\0z\0", 4), "a\ufffdz\ufffd"},
        {"no characters", "\ufffe\uffff", "\ufffd\ufffd"},
        {"latin1", "M\xFCller", "M\ufffdller"},
        {"cut at the end", "\xE2\x82", "\ufffd"},
        {"cut before markup", "\xE2\x82<", "\ufffd&lt;"},
        {"surrogate", "\xED\xA0\x80", "\ufffd\ufffd\ufffd"},
        {"overlong markup", "\xC0\xBC", "\ufffd\ufffd"},
    };
    for (const Case& c : cases) {
        CAPTURE(c.name);
        CHECK(as_text(c.text) == c.expected);
    }
}

TEST_CASE("Between quotes, quotes and white space are escaped too") {
    CHECK(as_attribute("a\"b'c") == "a&quot;b'c");
    CHECK(as_attribute("\t\n\r ") == "&#9;&#10;&#13; ");
    CHECK(as_attribute("http://h/a&b<c>") == "http://h/a&amp;b&lt;c&gt;");
    CHECK(as_attribute("\x01\ufffe\xFFü") == "\ufffd\ufffd\ufffdü");
}

TEST_CASE("No text of two bytes brings markup or a control character") {
    const auto harmless = [](char c) {
        return static_cast<unsigned char>(c) >= 0x20 ? c != '<' && c != '>' : c == '\t' || c == '\n';
    };
    for (int first = 0; first < 256; ++first) {
        for (int second = 0; second < 256; ++second) {
            const std::string text{static_cast<char>(first), static_cast<char>(second)};
            const bool good = std::ranges::all_of(as_text(text), harmless) &&
                              as_attribute(text).find_first_of("<\"\t\n\r") == std::string::npos;
            REQUIRE_MESSAGE(good, first << ' ' << second);
        }
    }
}

TEST_CASE("What stands in the buffer already stays") {
    kimai::api::TextBuffer out;
    out += "<a>";
    append_xml_text(out, "&");
    CHECK(out.text() == "<a>&amp;");
}
