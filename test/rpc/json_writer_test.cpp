// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "rpc/json_writer.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <limits>

using kimai::api::TextBuffer;
using kimai::rpc::append_json_text;
using kimai::rpc::JsonWriter;

namespace {

std::string spelled(std::string_view text) {
    TextBuffer out;
    append_json_text(out, text);
    return out.text();
}

}  // namespace

TEST_CASE("Text is spelled as json_encode does") {
    struct Case {
        std::string text;
        std::string expected;
    };
    const Case cases[] = {
        {"", R"("")"},
        {"plain text", R"("plain text")"},
        {"<&>'", R"("<&>'")"},
        {"a/b\\c\"d", R"("a\/b\\c\"d")"},
        {"/", R"("\/")"},
        {"\b\f\n\r\t", R"("\b\f\n\r\t")"},
        {std::string("\0\x01\v\x1f\x7f", 5), "\"\\u0000\\u0001\\u000b\\u001f\x7f\""},
        {"ü€", R"("\u00fc\u20ac")"},
        {"x😀y", R"("x\ud83d\ude00y")"},
        {"\u0080\u07ff\u0800\ud7ff\ue000\uffff", R"("\u0080\u07ff\u0800\ud7ff\ue000\uffff")"},
        {"\U00010000\U0010ffff", R"("\ud800\udc00\udbff\udfff")"},
        {"\u2028", R"("\u2028")"},
    };
    for (const Case& c : cases) {
        CAPTURE(c.expected);
        CHECK(spelled(c.text) == c.expected);
    }
}

TEST_CASE("Invalid UTF-8 becomes the replacement character") {
    struct Case {
        std::string name;
        std::string text;
        std::string expected;
    };
    const Case cases[] = {
        {"latin1", "M\xFCller", R"("M\ufffdller")"},
        {"lone continuation", "a\x80z", R"("a\ufffdz")"},
        {"overlong slash", "\xC0\xAF", R"("\ufffd\ufffd")"},
        {"overlong in three", "\xE0\x80\xAF", R"("\ufffd\ufffd\ufffd")"},
        {"overlong in four", "\xF0\x8F\xBF\xBF", R"("\ufffd\ufffd\ufffd\ufffd")"},
        {"surrogate", "\xED\xA0\x80", R"("\ufffd\ufffd\ufffd")"},
        {"beyond Unicode", "\xF4\x90\x80\x80", R"("\ufffd\ufffd\ufffd\ufffd")"},
        {"impossible lead", "\xF5z", R"("\ufffdz")"},
        {"cut at the end", "\xE2\x82", R"("\ufffd")"},
        {"cut before text", "\xF0\x9F\x98/", R"("\ufffd\/")"},
        {"cut before another", "\xE2\xC3\xBC", R"("\ufffd\u00fc")"},
        {"cut before a quote", "\xC3\"", R"("\ufffd\"")"},
    };
    for (const Case& c : cases) {
        CAPTURE(c.name);
        CHECK(spelled(c.text) == c.expected);
    }
}

TEST_CASE("Text is spelled the same at every place of a long one") {
    struct Case {
        std::string text;
        std::string expected;
    };
    const Case cases[] = {{"/", "\\/"},     {"\"", "\\\""},          {"\n", "\\n"},      {"\x01", "\\u0001"},
                          {"ü", "\\u00fc"}, {"😀", "\\ud83d\\ude00"}, {"\xFF", "\\ufffd"}};
    for (const Case& c : cases) {
        CAPTURE(c.expected);
        for (std::size_t before = 0; before <= 20; ++before) {
            for (const std::size_t behind : {0UL, 1UL, 7UL, 8UL, 9UL, 2000UL}) {
                const auto between = [&](const std::string& middle) {
                    return std::string(before, 'a').append(middle).append(middle).append(behind, 'z');
                };
                REQUIRE(spelled(between(c.text)) == '"' + between(c.expected) + '"');
            }
        }
    }
}

TEST_CASE("Every byte pair makes a text of ASCII between quotes") {
    for (int first = 0; first < 256; ++first) {
        for (int second = 0; second < 256; ++second) {
            const std::string out = spelled(std::string{static_cast<char>(first), static_cast<char>(second)});
            const bool ascii = std::ranges::all_of(out, [](char c) { return c >= 0x20; });
            REQUIRE_MESSAGE(ascii, first << ' ' << second);
        }
    }
}

TEST_CASE("A result is written behind what stands there, with commas where they belong") {
    TextBuffer out;
    out += "before:";
    JsonWriter writer(out);
    writer.open_record();
    writer.name("success");
    writer.boolean(true);
    writer.name("items");
    writer.open_list();
    writer.open_record();
    writer.close_record();
    writer.open_record();
    writer.name("a");
    writer.text("1");
    writer.name("none");
    writer.null();
    writer.close_record();
    writer.open_list();
    writer.close_list();
    writer.open_list();
    writer.boolean(false);
    writer.close_list();
    writer.null();
    writer.text("");
    writer.close_list();
    writer.name("total");
    writer.integer(2);
    writer.close_record();
    CHECK(out.text() == R"(before:{"success":true,"items":[{},{"a":"1","none":null},[],[false],null,""],"total":2})");
}

TEST_CASE("Numbers are written as json_encode does") {
    TextBuffer out;
    JsonWriter writer(out);
    writer.open_list();
    writer.integer(0);
    writer.integer(std::numeric_limits<std::int64_t>::min());
    writer.integer(std::numeric_limits<std::int64_t>::max());
    for (const std::int64_t number : {-1L, 0L, 9L, 10L, std::numeric_limits<std::int64_t>::min()}) {
        writer.number_text(number);
    }
    writer.real(10);
    writer.real(0.125);
    writer.real(1e22);
    writer.real(2.5e-7);
    writer.real(std::numeric_limits<double>::infinity());
    writer.close_list();
    CHECK(
        out.text() ==
        R"([0,-9223372036854775808,9223372036854775807,"-1","0","9","10","-9223372036854775808",10,0.125,1.0e+22,2.5e-7,0])");
}
