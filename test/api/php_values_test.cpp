// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "api/php_values.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <fstream>
#include <limits>
#include <sstream>

#include "test/test_data.hpp"

using namespace kimai::api;

namespace {

Value number(const char* text) { return Value(Number{text}); }

/// What PHP makes of a value: (int), (float), (string), (bool), is_numeric().
struct Reading {
    std::string json;
    Value value;
    std::int64_t whole;
    double real;
    std::string text;
    bool truth;
    bool numeric;
};

const Reading readings[] = {
    {"null", Value(), 0, 0, "", false, false},
    {"true", Value(true), 1, 1, "1", true, false},
    {"false", Value(false), 0, 0, "", false, false},
    {"0", number("0"), 0, 0, "0", false, true},
    {"-0", number("-0"), 0, 0, "0", false, true},
    {"-7", number("-7"), -7, -7, "-7", true, true},
    {"1.5", number("1.5"), 1, 1.5, "1.5", true, true},
    {"-1.9", number("-1.9"), -1, -1.9, "-1.9", true, true},
    {"0.0", number("0.0"), 0, 0, "0", false, true},
    {"-0.0", number("-0.0"), 0, -0.0, "-0", false, true},
    {"1e3", number("1e3"), 1000, 1000, "1000", true, true},
    {"1E-2", number("1E-2"), 0, 0.01, "0.01", true, true},
    {"0e9", number("0e9"), 0, 0, "0", false, true},
    {"9223372036854775807", number("9223372036854775807"), 9223372036854775807, 9.223372036854776e+18,
     "9223372036854775807", true, true},
    {"-9223372036854775808", number("-9223372036854775808"), std::numeric_limits<std::int64_t>::min(),
     -9.223372036854776e+18, "-9223372036854775808", true, true},
    {"9223372036854775808", number("9223372036854775808"), std::numeric_limits<std::int64_t>::min(),
     9.223372036854776e+18, "9.2233720368548E+18", true, true},
    {"12345678901234567890", number("12345678901234567890"), -6101065172474984448, 1.2345678901234567e+19,
     "1.2345678901235E+19", true, true},
    {"1e19", number("1e19"), -8446744073709551616, 1.0e+19, "1.0E+19", true, true},
    {"-1e19", number("-1e19"), 8446744073709551616, -1.0e+19, "-1.0E+19", true, true},
    {"1e25", number("1e25"), 1590897979265384448, 1.0e+25, "1.0E+25", true, true},
    {"1e15", number("1e15"), 1000000000000000, 1000000000000000, "1.0E+15", true, true},
    {"100000000000000", number("100000000000000"), 100000000000000, 100000000000000, "100000000000000", true, true},
    {"123456789.123456789", number("123456789.123456789"), 123456789, 123456789.12345679, "123456789.12346", true,
     true},
    {"0.1", number("0.1"), 0, 0.1, "0.1", true, true},
    {"1e-5", number("1e-5"), 0, 1.0e-5, "1.0E-5", true, true},
    {"0.0001", number("0.0001"), 0, 0.0001, "0.0001", true, true},
    {"\"\"", Value(""), 0, 0, "", false, false},
    {"\"0\"", Value("0"), 0, 0, "0", false, true},
    {"\"00\"", Value("00"), 0, 0, "00", true, true},
    {"\"0.0\"", Value("0.0"), 0, 0, "0.0", true, true},
    {"\" \"", Value(" "), 0, 0, " ", true, false},
    {"\"1\"", Value("1"), 1, 1, "1", true, true},
    {"\"true\"", Value("true"), 0, 0, "true", true, false},
    {"\"false\"", Value("false"), 0, 0, "false", true, false},
    {"\"abc\"", Value("abc"), 0, 0, "abc", true, false},
    {"\"6abc\"", Value("6abc"), 6, 6, "6abc", true, false},
    {"\" 6\"", Value(" 6"), 6, 6, " 6", true, true},
    {"\"\\t\\n\\r\\u000b\\f6\"", Value("\t\n\r\v\f6"), 6, 6, "\t\n\r\v\f6", true, true},
    {"\"\\u00a06\"", Value("\u00a06"), 0, 0, "\u00a06", true, false},
    {"\"+7\"", Value("+7"), 7, 7, "+7", true, true},
    {"\"-7\"", Value("-7"), -7, -7, "-7", true, true},
    {"\"--7\"", Value("--7"), 0, 0, "--7", true, false},
    {"\"1.5\"", Value("1.5"), 1, 1.5, "1.5", true, true},
    {"\"1.5x\"", Value("1.5x"), 1, 1.5, "1.5x", true, false},
    {"\".5\"", Value(".5"), 0, 0.5, ".5", true, true},
    {"\"-.5\"", Value("-.5"), 0, -0.5, "-.5", true, true},
    {"\".\"", Value("."), 0, 0, ".", true, false},
    {"\"5.\"", Value("5."), 5, 5, "5.", true, true},
    {"\"5.e2\"", Value("5.e2"), 500, 500, "5.e2", true, true},
    {"\"1e3\"", Value("1e3"), 1000, 1000, "1e3", true, true},
    {"\"1e\"", Value("1e"), 1, 1, "1e", true, false},
    {"\"1e+\"", Value("1e+"), 1, 1, "1e+", true, false},
    {"\"1e3x\"", Value("1e3x"), 1000, 1000, "1e3x", true, false},
    {"\"e3\"", Value("e3"), 0, 0, "e3", true, false},
    {"\"0x1A\"", Value("0x1A"), 0, 0, "0x1A", true, false},
    {"\"1,5\"", Value("1,5"), 1, 1, "1,5", true, false},
    {"\"1 2\"", Value("1 2"), 1, 1, "1 2", true, false},
    {"\"9223372036854775807\"", Value("9223372036854775807"), 9223372036854775807, 9.223372036854776e+18,
     "9223372036854775807", true, true},
    {"\"9223372036854775808\"", Value("9223372036854775808"), 9223372036854775807, 9.223372036854776e+18,
     "9223372036854775808", true, true},
    {"\"99999999999999999999\"", Value("99999999999999999999"), 9223372036854775807, 1.0e+20, "99999999999999999999",
     true, true},
    {"\"-99999999999999999999\"", Value("-99999999999999999999"), std::numeric_limits<std::int64_t>::min(), -1.0e+20,
     "-99999999999999999999", true, true},
    {"\"1e25\"", Value("1e25"), 9223372036854775807, 1.0e+25, "1e25", true, true},
    {"\"Array\"", Value("Array"), 0, 0, "Array", true, false},
    {"[]", Value(List{}), 0, 0, "Array", false, false},
    {"[0]", Value(List{number("0")}), 1, 1, "Array", true, false},
    {"{}", Value(Record{}), 0, 0, "Array", false, false},
    {"{\"a\":1}", Value(Record{{"a", number("1")}}), 1, 1, "Array", true, false},
};

}  // namespace

TEST_CASE("Values are read as PHP reads them") {
    for (const Reading& r : readings) {
        CAPTURE(r.json);
        CHECK(php_truth(r.value) == r.truth);
        CHECK(php_empty(r.value) != r.truth);
        CHECK(php_int(r.value) == r.whole);
        CHECK(php_double(r.value) == r.real);
        CHECK(php_string(r.value) == r.text);
        CHECK(php_is_numeric(r.value) == r.numeric);
    }
}

TEST_CASE("Numbers too large for a double are infinite, and no whole number") {
    for (const char* const text : {"1e400", "1e99999999999"}) {
        CHECK(std::isinf(php_double(Value(text))));
        CHECK(php_int(Value(text)) == 0);
        CHECK(php_int(number(text)) == 0);
        CHECK(php_string(number(text)) == "INF");
    }
    CHECK(php_string(number("-1e400")) == "-INF");
    CHECK(php_double(Value("1e-400")) == 0);
    CHECK(php_is_numeric(Value(std::string(10'000, '9'))));
}

TEST_CASE("A text with blanks behind its number is not numeric in PHP 7") {
    CHECK_FALSE(php_is_numeric(Value("1 ")));
    CHECK_FALSE(php_is_numeric(Value("1\n")));
    CHECK(php_int(Value("1 ")) == 1);
}

TEST_CASE("A zero byte ends no text") {
    CHECK_FALSE(php_is_numeric(Value(std::string("1\0", 2))));
    CHECK(php_truth(Value(std::string("0\0", 2))));
    CHECK(php_int(Value(std::string("\0001", 2))) == 0);
}

TEST_CASE("A decimal keeps its digits") {
    struct Case {
        Value value;
        std::string expected;
    };
    const Case cases[] = {
        {number("123456789.99"), "123456789.99"},
        {number("12345678901234567890.125"), "12345678901234567890.125"},
        {number("1e3"), "1e3"},
        {Value("12.50"), "12.50"},
        {Value("12.5abc"), "12.5"},
        {Value("\n-0.10"), "-0.10"},
        {Value("+.5"), "+.5"},
        {Value("1e3 EUR"), "1e3"},
        {Value("1,50"), "1"},
        {Value("abc"), "0"},
        {Value(""), "0"},
        {Value(), "0"},
        {Value(true), "1"},
        {Value(false), "0"},
        {Value(List{}), "0"},
        {Value(Record{{"a", Value()}}), "1"},
    };
    for (const Case& c : cases) {
        CAPTURE(c.expected);
        CHECK(php_decimal(c.value) == c.expected);
    }
}

TEST_CASE("Two equal signs compare with a number as in PHP 7") {
    struct Case {
        std::string name;
        Value value;
        double number;
        bool expected;
    };
    const Case cases[] = {
        {"word and 0", Value("abc"), 0, true},     // False since PHP 8.
        {"empty text and 0", Value(""), 0, true},  // False since PHP 8.
        {"word and 1", Value("abc"), 1, false},
        {"prefix", Value("1abc"), 1, true},  // False since PHP 8.
        {"text", Value("1.0"), 1, true},
        {"blank in front", Value(" 1"), 1, true},
        {"other text", Value("2"), 1, false},
        {"null and 0", Value(), 0, true},
        {"null and 1", Value(), 1, false},
        {"true and 1", Value(true), 1, true},
        {"true and 5", Value(true), 5, true},
        {"true and 0", Value(true), 0, false},
        {"false and 0", Value(false), 0, true},
        {"number", number("1.0"), 1, true},
        {"negative", number("-1"), -1, true},
        {"fraction", number("1.5"), 1, false},
        {"list and 0", Value(List{}), 0, false},
        {"list and 1", Value(List{number("1")}), 1, false},
        {"record and 1", Value(Record{{"a", number("1")}}), 1, false},
    };
    for (const Case& c : cases) {
        CAPTURE(c.name);
        CHECK(php_equals(c.value, c.number) == c.expected);
    }
}

TEST_CASE("The number of a row is a whole number as a whole") {
    struct Case {
        std::string name;
        Value value;
        std::optional<std::int64_t> expected;
    };
    const Case cases[] = {
        {"number", number("5"), 5},
        {"text", Value("5"), 5},
        {"blank in front", Value(" 5"), 5},
        {"fraction of nothing", Value("5.0"), 5},
        {"power", number("5e2"), 500},
        {"negative", Value("-5"), -5},
        {"largest", Value("9223372036854774784"), 9223372036854774784},
        {"too large", Value("9223372036854775808"), std::nullopt},
        {"much too large", Value("1e400"), std::nullopt},
        {"fraction", number("5.5"), std::nullopt},
        {"prefix", Value("5a"), std::nullopt},
        {"word", Value("a"), std::nullopt},
        {"empty", Value(""), std::nullopt},
        {"null", Value(), std::nullopt},
        {"true", Value(true), std::nullopt},
        {"list", Value(List{number("5")}), std::nullopt},
    };
    for (const Case& c : cases) {
        CAPTURE(c.name);
        CHECK(php_row_number(c.value) == c.expected);
    }
}

TEST_CASE("Doubles are spelled as json_encode does") {
    struct Case {
        double number;
        std::string expected;
    };
    const Case cases[] = {
        {0, "0"},
        {-0.0, "-0"},
        {10, "10"},
        {-10.5, "-10.5"},
        {0.125, "0.125"},
        {0.1 + 0.2, "0.30000000000000004"},
        {1.0 / 3, "0.3333333333333333"},
        {100000, "100000"},
        {1e14, "100000000000000"},
        {1e15, "1000000000000000"},
        {1e16, "10000000000000000"},
        {12345678901234567.0, "12345678901234568"},
        {1e17, "1.0e+17"},
        {1.5e300, "1.5e+300"},
        {1e22, "1.0e+22"},
        {-1e22, "-1.0e+22"},
        {0.0001, "0.0001"},
        {0.00012345, "0.00012345"},
        {0.00001, "1.0e-5"},
        {2.5e-7, "2.5e-7"},
        {5e-324, "5.0e-324"},
        {std::numeric_limits<double>::max(), "1.7976931348623157e+308"},
        {std::numeric_limits<double>::infinity(), "0"},
        {std::nan(""), "0"},
    };
    for (const Case& c : cases) {
        CAPTURE(c.expected);
        CHECK(php_json_number(c.number) == c.expected);
    }
}

TEST_CASE("Wages are spelled as recorded") {
    std::ifstream file(kimai::test::test_file("data/wage.tsv"));
    int lines = 0;
    for (std::string line; std::getline(file, line);) {
        if (line.starts_with('#')) continue;
        CAPTURE(line);
        std::istringstream columns(line);
        double duration = 0;
        double rate = 0;
        std::string expected;
        columns >> duration >> rate >> expected;
        REQUIRE_FALSE(columns.fail());
        CHECK(php_json_number(duration / 3600.0 * rate) == expected);
        ++lines;
    }
    CHECK(lines == 612);
}
