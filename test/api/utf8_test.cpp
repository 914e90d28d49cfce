// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "api/utf8.hpp"

#include <doctest/doctest.h>

#include <string>

using kimai::api::code_point_at;
using kimai::api::replacement_character;

TEST_CASE("Code points are read with their length") {
    struct Case {
        std::string name;
        std::string text;
        char32_t value;
        std::size_t length;
    };
    const Case cases[] = {
        {"ASCII", "az", 'a', 1},
        {"zero", std::string(1, '\0'), 0, 1},
        {"last of one byte", "\x7f", 0x7f, 1},
        {"first of two", "\u0080", 0x80, 2},
        {"last of two", "\u07ff", 0x7ff, 2},
        {"first of three", "\u0800", 0x800, 3},
        {"below the surrogates", "\ud7ff", 0xd7ff, 3},
        {"above the surrogates", "\ue000", 0xe000, 3},
        {"last of three", "\uffff", 0xffff, 3},
        {"first of four", "\U00010000", 0x10000, 4},
        {"last of all", "\U0010ffff", 0x10ffff, 4},
        {"latin1", "\xFCller", replacement_character, 1},
        {"lone continuation", "\x80z", replacement_character, 1},
        {"overlong slash", "\xC0\xAF", replacement_character, 1},
        {"overlong in three", "\xE0\x80\xAF", replacement_character, 1},
        {"overlong in four", "\xF0\x8F\xBF\xBF", replacement_character, 1},
        {"surrogate", "\xED\xA0\x80", replacement_character, 1},
        {"beyond Unicode", "\xF4\x90\x80\x80", replacement_character, 1},
        {"impossible lead", "\xF5\x80", replacement_character, 1},
        {"cut at the end", "\xE2\x82", replacement_character, 2},
        {"cut before text", "\xF0\x9F\x98/", replacement_character, 3},
    };
    for (const Case& c : cases) {
        CAPTURE(c.name);
        const auto read = code_point_at(c.text, 0);
        CHECK(static_cast<std::uint32_t>(read.value) == static_cast<std::uint32_t>(c.value));
        CHECK(read.length == c.length);
    }
}

TEST_CASE("Code points are read from within a text") {
    const std::string text = "a\u20acz";
    CHECK(code_point_at(text, 1).value == U'\u20ac');
    CHECK(code_point_at(text, 2).value == replacement_character);
    CHECK(code_point_at(text, 4).value == U'z');
}
