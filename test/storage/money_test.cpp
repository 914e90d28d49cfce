// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "storage/money.hpp"

#include <doctest/doctest.h>

#include <limits>
#include <string>

using kimai::storage::Money;

TEST_CASE("Decimal notation becomes money with two digits behind the point") {
    struct Case {
        std::string decimal;
        std::string text;
    };
    const Case cases[] = {
        {"0", "0.00"},
        {"12.5", "12.50"},
        {"123456789.5", "123456789.50"},
        {"007", "7.00"},
        {"+5", "5.00"},
        {"-5", "-5.00"},
        {".5", "0.50"},
        {"5.", "5.00"},
        {"-.25", "-0.25"},
        {"0.01", "0.01"},
        // Rounded, halves away from zero.
        {"1.004999999999999999999", "1.00"},
        {"1.005", "1.01"},
        {"-1.005", "-1.01"},
        {"0.005", "0.01"},
        {"-0.005", "-0.01"},
        {"0.00499", "0.00"},
        {"-0.004", "0.00"},
        {"-0", "0.00"},
        {"0.0005", "0.00"},
        {"99.999", "100.00"},
        {"9.995", "10.00"},
        // With a power of ten.
        {"1e3", "1000.00"},
        {"1E3", "1000.00"},
        {"1e+3", "1000.00"},
        {"12345e-3", "12.35"},
        {"0.00001e7", "100.00"},
        {"5e-3", "0.01"},
        {"1e-999", "0.00"},
        {"1e-99999999999999999999", "0.00"},
        {"0e999", "0.00"},
        {"0.000e99999999999999999999", "0.00"},
        // The largest ones.
        {"9999999999999999", "9999999999999999.00"},
        {"9999999999999999.994", "9999999999999999.99"},
        {"-9999999999999999.999", "-10000000000000000.00"},
        {"0000000000000000000000001", "1.00"},
        {"0.00000000000000000000000000001e30", "10.00"},
    };
    for (const Case& c : cases) {
        CAPTURE(c.decimal);
        const auto money = Money::parse(c.decimal);
        REQUIRE(money);
        CHECK(money->text() == c.text);
    }
}

TEST_CASE("What is no number as a whole, or too large, is no money") {
    const std::string bad[] = {"", " ", ".", "-", "+", "-.", "abc", "12abc", " 5", "5 ", "1,5", "1.2.3", "--5", "+-5",
                               "1e", "1e+", "1e1.5", "1e+-5", "1e-+5", "e5", ".e5", "0x10", "1_000", "NAN", "INF",
                               "1e5x", "1e99999999999999999999x", "1e-99999999999999999999x", std::string("5\0", 2),
                               // Too large: 17 digits in front of the point.
                               "10000000000000000", "12345678901234567", "-12345678901234567", "1e16", "1e999",
                               "1e99999999999999999999"};
    for (const std::string& text : bad) {
        CAPTURE(text);
        CHECK_FALSE(Money::parse(text));
    }
}

TEST_CASE("Any number of hundredths has a text") {
    struct Case {
        std::int64_t hundredths;
        std::string text;
    };
    const Case cases[] = {
        {0, "0.00"},
        {1, "0.01"},
        {-1, "-0.01"},
        {-5, "-0.05"},
        {10, "0.10"},
        {-1250, "-12.50"},
        {std::numeric_limits<std::int64_t>::max(), "92233720368547758.07"},
        {std::numeric_limits<std::int64_t>::min(), "-92233720368547758.08"},
    };
    for (const Case& c : cases) CHECK(Money{c.hundredths}.text() == c.text);
}

TEST_CASE("What was written reads back") {
    for (const std::int64_t hundredths : {0L, 1L, -1L, 99L, 100L, -12345L, 999999999999999999L, -999999999999999999L}) {
        CHECK(Money::parse(Money{hundredths}.text()) == Money{hundredths});
    }
}
