// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "api/record_fields.hpp"

#include <doctest/doctest.h>

#include <array>
#include <stdexcept>
#include <string>

using namespace kimai::api;
using kimai::storage::Money;

namespace {

Value number(const char* text) { return Value(Number{text}); }

const Value sent(Record{{"text", Value("6abc")},
                        {"number", number("7.9")},
                        {"empty", Value("")},
                        {"null", Value()},
                        {"yes", Value(true)},
                        {"list", Value(List{})},
                        {"money", Value("12.345")},
                        {"huge", Value("1e30")}});
constexpr std::array declared{
    ShapeMember{"text", MemberType::text},     ShapeMember{"number", MemberType::number},
    ShapeMember{"empty", MemberType::text},    ShapeMember{"null", MemberType::text},
    ShapeMember{"yes", MemberType::number},    ShapeMember{"list", MemberType::number},
    ShapeMember{"money", MemberType::decimal}, ShapeMember{"huge", MemberType::decimal},
    ShapeMember{"missing", MemberType::text},
};
const Shape shape{"Probe", "", declared};
const RecordFields fields(sent, shape);

}  // namespace

TEST_CASE("Only a record with members is not empty") {
    const Value values[] = {Value(),         Value(List{}),      Value(List{Value("x")}),
                            Value(Record{}), Value("projectId"), Value(true)};
    for (const Value& value : values) {
        const RecordFields none(value, shape);
        CHECK(none.is_empty());
        CHECK(none.given("missing") == nullptr);
        CHECK(none.number("missing") == 0);
        CHECK(none.text("missing").empty());
    }
    CHECK_FALSE(fields.is_empty());
    const Value only_null(Record{{"a", Value()}});
    CHECK_FALSE(RecordFields(only_null, shape).is_empty());
}

TEST_CASE("What is null counts as not given") {
    CHECK(fields.given("text") != nullptr);
    CHECK(fields.given("empty") != nullptr);
    CHECK(fields.given("null") == nullptr);
    CHECK(fields.given("missing") == nullptr);
}

TEST_CASE("Members that are not declared cannot be read, whether they were sent or not") {
    CHECK_THROWS_AS(fields.given("Text"), std::logic_error);
    CHECK_THROWS_AS(fields.number("undeclared"), std::logic_error);
    const Value undeclared(Record{{"undeclared", Value("x")}});
    CHECK_THROWS_AS(RecordFields(undeclared, shape).text("undeclared"), std::logic_error);
}

TEST_CASE("Numbers are read as PHP reads them") {
    CHECK(fields.number("text") == 6);
    CHECK(fields.number("number") == 7);
    CHECK(fields.number("yes") == 1);
    for (const char* name : {"empty", "null", "missing", "list"}) CHECK(fields.number(name) == 0);

    std::int64_t taken = 5;
    fields.take("missing", taken);
    fields.take("null", taken);
    CHECK(taken == 5);
    fields.take("empty", taken);
    CHECK(taken == 0);
    std::optional<std::int64_t> perhaps;
    fields.take("null", perhaps);
    CHECK_FALSE(perhaps);
    fields.take("number", perhaps);
    CHECK(perhaps == 7);
}

TEST_CASE("Empty text becomes null, missing text leaves what was") {
    std::optional<std::string> taken = "before";
    fields.take("missing", taken);
    fields.take("null", taken);
    CHECK(taken == "before");
    fields.take("number", taken);
    CHECK(taken == "7.9");
    fields.take("empty", taken);
    CHECK_FALSE(taken);
    fields.take("yes", taken);
    CHECK(taken == "1");
    CHECK(fields.text("text") == "6abc");
    CHECK(fields.text("missing").empty());
}

TEST_CASE("Money is rounded; what is no number is zero; what is too large is refused") {
    Money taken{500};
    CHECK(fields.take("missing", taken));
    CHECK(taken == Money{500});
    CHECK_FALSE(fields.take("huge", taken));
    CHECK(taken == Money{500});
    CHECK(fields.take("money", taken));
    CHECK(taken == Money{1235});
    CHECK(fields.take("list", taken));
    CHECK(taken == Money{});

    std::optional<Money> perhaps;
    CHECK(fields.take("null", perhaps));
    CHECK_FALSE(perhaps);
    CHECK_FALSE(fields.take("huge", perhaps));
    CHECK_FALSE(perhaps);
    CHECK(fields.take("empty", perhaps));
    CHECK(perhaps == Money{});
}
