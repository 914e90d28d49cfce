// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "soap/scalars.hpp"

#include <doctest/doctest.h>

using kimai::soap::read_base64;
using kimai::soap::read_boolean;
using kimai::soap::read_number;

TEST_CASE("Numbers get JSON's spelling") {
    struct Case {
        std::string text;
        std::string expected;
    };
    const Case cases[] = {
        {"0", "0"},         {"5", "5"},
        {"-5", "-5"},       {"+5", "5"},
        {"007", "7"},       {"-007", "-7"},
        {"000", "0"},       {" 12\n", "12"},
        {"-0", "-0"},       {"2.50", "2.50"},
        {"00.50", "0.50"},  {".5", "0.5"},
        {"-.5", "-0.5"},    {"5.", "5"},
        {"1E5", "1e5"},     {"1.5e-07", "1.5e-07"},
        {"1e+5", "1e5"},    {"12345678901234567890", "12345678901234567890"},
        {"0e999", "0e999"}, {"1e-999", "1e-999"},
    };
    for (const Case& c : cases) {
        CAPTURE(c.text);
        const auto number = read_number(c.text);
        REQUIRE(number.has_value());
        CHECK(number->text == c.expected);
    }
    for (const char* const text : {"", " ", "+", "-", ".", "abc", "5abc", "5 6", "+-5", "1e", "1e+", "e5", "0x10",
                                   "INF", "-INF", "NaN", "1e999", "1,5", "٣"}) {
        CAPTURE(text);
        CHECK_FALSE(read_number(text).has_value());
    }
}

TEST_CASE("Booleans are words or digits") {
    for (const char* const text : {"true", "1", "True", "TRUE", " true\n"}) {
        CAPTURE(text);
        CHECK(read_boolean(text) == true);
    }
    for (const char* const text : {"false", "0", "False", "\tfalse "}) {
        CAPTURE(text);
        CHECK(read_boolean(text) == false);
    }
    for (const char* const text : {"", "yes", "2", "00", "tru", "t rue"}) {
        CAPTURE(text);
        CHECK_FALSE(read_boolean(text).has_value());
    }
}

TEST_CASE("base64 is read with and without padding") {
    struct Case {
        std::string text;
        std::string expected;
    };
    const Case cases[] = {
        {"", ""},
        {"TQ==", "M"},
        {"TWE=", "Ma"},
        {"TWFu", "Man"},
        {"TWFuTQ==", "ManM"},
        {"TQ", "M"},
        {"TWE", "Ma"},
        {"asO8cmdlbg==", "jürgen"},
        {"T W\nE =", "Ma"},
        {"+/+/", "\xFB\xFF\xBF"},
        {"AAAA", std::string(3, '\0')},
    };
    for (const Case& c : cases) {
        CAPTURE(c.text);
        CHECK(read_base64(c.text) == c.expected);
    }
    for (const char* const text : {"T", "TWFuT", "TQ=", "TQ===", "TWE==", "TWFu=", "=", "TQ==TQ==", "T-_=", "TQ=x"}) {
        CAPTURE(text);
        CHECK_FALSE(read_base64(text).has_value());
    }
}
