// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "storage/charset.hpp"

#include <doctest/doctest.h>

#include <string>

using namespace kimai::storage;

TEST_CASE("names of character sets") {
    CHECK(charset_named("utf8") == Charset::utf8);
    CHECK(charset_named("UTF8MB3") == Charset::utf8);
    CHECK(charset_named("utf8mb4") == Charset::utf8);
    CHECK(charset_named("Latin1") == Charset::latin1);
    CHECK(charset_named("binary") == Charset::binary);
    CHECK(charset_named("latin2") == Charset::other);
    CHECK(charset_of_collation("latin1_german1_ci") == Charset::latin1);
    CHECK(charset_of_collation("utf8mb4_0900_ai_ci") == Charset::utf8);
    CHECK(charset_of_collation("binary") == Charset::binary);
}

TEST_CASE("texts in UTF-8") {
    struct Case {
        const char* name;
        Charset charset;
        std::string bytes;
        std::optional<std::string> expected;
    };
    const Case cases[] = {
        {"ASCII", Charset::utf8, "plain text, longer than eight", "plain text, longer than eight"},
        {"two bytes", Charset::utf8, "12345678\u00e4", "12345678\u00e4"},
        {"three and four", Charset::utf8, "\u20ac \U0001f600", "\u20ac \U0001f600"},
        {"lone tail", Charset::utf8, "a\x80", std::nullopt},
        {"cut sequence", Charset::utf8, "a\xE2\x82", std::nullopt},
        {"overlong", Charset::utf8, "\xC0\xAF", std::nullopt},
        {"overlong, three", Charset::utf8, "\xE0\x9F\xBF", std::nullopt},
        {"overlong, four", Charset::utf8, "\xF0\x8F\xBF\xBF", std::nullopt},
        {"surrogate", Charset::utf8, "\xED\xA0\x80", std::nullopt},
        {"beyond Unicode", Charset::utf8, "\xF4\x90\x80\x80", std::nullopt},
        {"Latin-1 as UTF-8", Charset::utf8, "M\xFCller", std::nullopt},
        {"Latin-1", Charset::latin1, "M\xFCller", "M\u00fcller"},
        {"the euro of Windows-1252", Charset::latin1, "\x80 \x9F", "\u20ac \u0178"},
        {"undefined in Windows-1252", Charset::latin1, "\x81\x8D\x8F\x90\x9D", "\u0081\u008d\u008f\u0090\u009d"},
        {"encoded twice stays so", Charset::utf8, "M\u00c3\u00bcller", "M\u00c3\u00bcller"},
        {"binary", Charset::binary, "\u00e4", "\u00e4"},
        {"another set, ASCII", Charset::other, "abc", "abc"},
        {"another set", Charset::other, "ab\xE4", std::nullopt},
    };
    std::string memory;
    for (const Case& test : cases) {
        CAPTURE(test.name);
        const auto text = to_utf8(test.charset, test.bytes, memory);
        REQUIRE(text.has_value() == test.expected.has_value());
        if (text) CHECK(*text == *test.expected);
    }
}
