// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "rpc/json_reader.hpp"

#include <doctest/doctest.h>

#include <chrono>

using kimai::api::List;
using kimai::api::Number;
using kimai::api::Record;
using kimai::api::Value;
using kimai::rpc::max_nesting;
using kimai::rpc::max_values;
using kimai::rpc::ParseError;
using kimai::rpc::read_json;

namespace {

Value number(const char* text) { return Value(Number{text}); }

std::string repeated(std::string_view text, std::size_t times) {
    std::string result;
    for (std::size_t i = 0; i < times; ++i) result += text;
    return result;
}

std::string nested(std::string_view open, std::string_view close, std::size_t depth) {
    return repeated(open, depth) + repeated(close, depth);
}

const Value& value_of(const std::variant<Value, ParseError>& read) {
    const auto* error = std::get_if<ParseError>(&read);
    REQUIRE_MESSAGE(!error, (error ? error->reason : ""));
    return std::get<Value>(read);
}

}  // namespace

TEST_CASE("Every kind of value is read") {
    struct Case {
        std::string text;
        Value expected;
    };
    const Case cases[] = {
        {"null", Value()},
        {"true", Value(true)},
        {"false", Value(false)},
        {"0", number("0")},
        {"-0", number("-0")},
        {"12", number("12")},
        {"-12.50", number("-12.50")},
        {"1E+3", number("1E+3")},
        {"12345678901234567890", number("12345678901234567890")},
        {"0.10000000000000000000000001", number("0.10000000000000000000000001")},
        {"0e400", number("0e400")},
        {"1e-400", number("1e-400")},
        {"1.7976931348623157e308", number("1.7976931348623157e308")},
        {"\"\"", Value("")},
        {"\"a b\"", Value("a b")},
        {R"("\"\\\/\b\f\n\r\t")", Value("\"\\/\b\f\n\r\t")},
        {R"("a\u00fcb\u20acc\ud83d\ude00d")", Value("aüb€c😀d")},
        {"\"ü€😀\"", Value("ü€😀")},
        {R"("\u0000")", Value(std::string(1, '\0'))},
        {"\"\x7f\"", Value("\x7f")},
        {"[]", Value(List{})},
        {"{}", Value(Record{})},
        {" \t\r\n[ 1 , \"x\" ] \n", Value(List{number("1"), Value("x")})},
        {R"({"b":1,"a":[{}],"":null})",
         Value(Record{{"b", number("1")}, {"a", Value(List{Value(Record{})})}, {"", Value()}})},
        {"\xEF\xBB\xBF[true]", Value(List{Value(true)})},
    };
    for (const Case& c : cases) {
        CAPTURE(c.text);
        CHECK(value_of(read_json(c.text)) == c.expected);
    }
}

TEST_CASE("Of members with equal names the last value stands in the first one's place") {
    CHECK(value_of(read_json(R"({"a":1,"b":2,"a":3,"\u0061":4,"c":5})")) ==
          Value(Record{{"a", number("4")}, {"b", number("2")}, {"c", number("5")}}));
    // The same where there are too many members to compare each with each.
    std::string text = "{\"first\":0";
    Record expected{{"first", number("1")}};
    for (int i = 0; i < 1000; ++i) {
        const std::string name = "name" + std::to_string(i);
        text += ",\"" + name + "\":0,\"first\":" + std::to_string(i);
        if (i % 3 == 0) text += ",\"name0\":[" + std::to_string(i) + "]";
        expected.push_back({name, number("0")});
    }
    text += ",\"first\":1}";
    expected[1].value = Value(List{number("999")});
    CHECK(value_of(read_json(text)) == Value(expected));
}

TEST_CASE("What is not JSON is refused, with the place") {
    struct Case {
        std::string name;
        std::string text;
        std::size_t offset;
    };
    const Case cases[] = {
        {"nothing", "", 0},
        {"blanks", "  ", 2},
        {"byte order mark alone", "\xEF\xBB\xBF", 3},
        {"byte order mark counts", "\xEF\xBB\xBF[x]", 4},
        {"byte order mark inside", "[\xEF\xBB\xBF]", 1},
        {"word", "nonsense", 0},
        {"word in capitals", "TRUE", 0},
        {"single quotes", "{'a':1}", 1},
        {"no end of a record", "{\"a\":1", 6},
        {"no end of a list", "[1", 2},
        {"no end of a text", "\"ab", 3},
        {"no value", "{\"a\":}", 5},
        {"no name", "{1:2}", 1},
        {"comma at the end", "[1,]", 3},
        {"comment", "[/**/1]", 1},
        {"junk behind the value", "{} x", 3},
        {"second value", "1 2", 2},
        {"zero byte behind the value", std::string("1\0", 2), 1},
        {"vertical tab", "\v1", 0},
        {"leading zero", "01", 1},
        {"plus sign", "+1", 0},
        {"no digits", "-", 1},
        {"not a number", "NaN", 0},
        {"infinite", "1e400", 5},
        {"infinite whole number", std::string("[").append(10'000, '9') + "]", 10'001},
        {"power beyond integers", "1e99999999999", 11},
        {"invalid escape", "\"\\x\"", 2},
        {"control character in a text", "\"a\nb\"", 2},
        {"lone leading surrogate", "\"\\ud83d\"", 7},
        {"lone trailing surrogate", "\"\\ude00\"", 7},
        {"two leading surrogates", R"("\ud83d\ud83d")", 9},
        {"invalid UTF-8 byte", "\"a\xFF\"", 2},
        {"latin1", "\"M\xFCller\"", 2},
        {"overlong UTF-8", "\"\xC0\x80\"", 1},
        {"surrogate in UTF-8", "\"\xED\xA0\x80\"", 1},
        {"beyond Unicode", "\"\xF4\x90\x80\x80\"", 1},
        {"cut UTF-8", "\"\xE2\x82\"", 1},
        {"invalid UTF-8 in a name", "{\"\xFF\":1}", 2},
        {"UTF-16", std::string("{\0}\0", 4), 1},
    };
    for (const Case& c : cases) {
        CAPTURE(c.name);
        const auto read = read_json(c.text);
        const auto* error = std::get_if<ParseError>(&read);
        REQUIRE(error != nullptr);
        CHECK(error->offset == c.offset);
        CHECK_FALSE(error->reason.empty());
    }
}

TEST_CASE("Nesting ends at the limit") {
    const auto is_read = [](const std::string& text) { return std::holds_alternative<Value>(read_json(text)); };
    CHECK(is_read(nested("[", "]", max_nesting)));
    CHECK_FALSE(is_read(nested("[", "]", max_nesting + 1)));
    CHECK(is_read(repeated("{\"a\":", max_nesting - 1) + "{}" + repeated("}", max_nesting - 1)));
    CHECK_FALSE(is_read(repeated("{\"a\":", max_nesting) + "{}" + repeated("}", max_nesting)));
    // A mebibyte of it must not cost the stack.
    CHECK_FALSE(is_read(std::string(1 << 20, '[')));
    CHECK_FALSE(is_read(repeated("{\"a\":", (1 << 20) / 5)));
    CHECK_FALSE(is_read(repeated("[{\"a\":", (1 << 20) / 6)));
}

TEST_CASE("A text may hold so many values, lists and records among them, and no more") {
    const auto is_read = [](const std::string& text) { return std::holds_alternative<Value>(read_json(text)); };
    // The list itself counts.
    CHECK(is_read("[" + repeated("0,", max_values - 2) + "0]"));
    CHECK_FALSE(is_read("[" + repeated("0,", max_values - 1) + "0]"));
    CHECK_FALSE(is_read("[" + repeated("{},", max_values - 1) + "\"\"]"));
    CHECK_FALSE(is_read("[" + repeated("true,", max_values - 1) + "null]"));
}

TEST_CASE("Large bodies cost time in proportion") {
    const auto seconds = [](const std::string& text) {
        const auto start = std::chrono::steady_clock::now();
        const auto read = read_json(text);
        CHECK(std::holds_alternative<Value>(read));
        return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    };
    std::string distinct = "{\"\":0";
    std::string equal = distinct;
    for (int i = 0; i < 60'000; ++i) {
        distinct += ",\"" + std::to_string(i) + "\":0";
        equal += ",\"a\":0";
    }
    // Each with each, the members would take many seconds.
    CHECK(seconds(distinct + "}") < 1);
    CHECK(seconds(equal + "}") < 1);
    CHECK(seconds(std::string("\"") + repeated("\\n", 500'000) + "\"") < 1);
    CHECK(seconds(std::string("0.").append(1'000'000, '1')) < 1);
}
