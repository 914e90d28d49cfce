// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "api/call.hpp"

#include <doctest/doctest.h>

#include <stdexcept>
#include <string>

using namespace kimai::api;

namespace {

Value number(const char* text) { return Value(Number{text}); }

const Method& method(const char* name) { return *find_method(name); }

Arguments bound(std::variant<Arguments, BindingError> result) { return std::get<Arguments>(std::move(result)); }

std::string error_of(const std::variant<Arguments, BindingError>& result) {
    const auto* error = std::get_if<BindingError>(&result);
    return error == nullptr ? "" : error->text;
}

}  // namespace

TEST_CASE("By position: what is missing takes its default, what is too much is ignored") {
    const Arguments few = bound(bind_by_position(method("getTimesheet"), {Value("key"), Value("2018")}));
    CHECK(few["apiKey"] == Value("key"));
    CHECK(few["from"] == Value("2018"));
    CHECK(few["to"] == number("0"));
    CHECK(few["cleared"] == number("-1"));
    CHECK(few["limit"] == number("0"));

    const Arguments many = bound(bind_by_position(method("getUsers"), {Value("key"), Value("more"), Value(true)}));
    CHECK(many["apiKey"] == Value("key"));

    CHECK(bound(bind_by_position(method("getProjects"), {}))["includeTasks"] == Value(false));
    CHECK(bound(bind_by_position(method("getTasks"), {}))["projectId"].is_null());
    CHECK(bound(bind_by_position(method("getUsers"), {}))["apiKey"].is_null());
    bound(bind_by_position(method("getVersion"), {Value("ignored")}));
}

TEST_CASE("By name: any order, unknown names ignored, exact names only") {
    const Arguments arguments = bound(bind_by_name(
        method("getTimesheet"), {{"to", Value("b")}, {"nonsense", Value(true)}, {"apiKey", Value("key")}}));
    CHECK(arguments["apiKey"] == Value("key"));
    CHECK(arguments["from"] == number("0"));
    CHECK(arguments["to"] == Value("b"));

    CHECK(bound(bind_by_name(method("getUsers"), {{"apiKey", Value()}}))["apiKey"].is_null());
    CHECK(error_of(bind_by_name(method("getUsers"), {})) == "getUsers needs apiKey");
    CHECK(error_of(bind_by_name(method("getUsers"), {{"apikey", Value("key")}})) == "getUsers needs apiKey");
    CHECK(error_of(bind_by_name(method("authenticate"), {{"username", Value("anna")}})) ==
          "authenticate needs password");
}

TEST_CASE("A record must be a record or a list; nothing else is checked") {
    struct Case {
        std::string name;
        Value value;
        bool fits;
    };
    const Case cases[] = {
        {"record", Value(Record{{"a", Value(true)}}), true},
        {"empty record", Value(Record{}), true},
        {"list", Value(List{Value(true)}), true},
        {"empty list", Value(List{}), true},
        {"null", Value(), false},
        {"text", Value("{}"), false},
        {"number", number("1"), false},
        {"boolean", Value(true), false},
    };
    for (const Case& c : cases) {
        CAPTURE(c.name);
        const std::string error = c.fits ? "" : "record must be an object or an array";
        CHECK(error_of(bind_by_position(method("setExpenseRecord"), {Value("key"), c.value})) == error);
        CHECK(error_of(bind_by_name(method("updateActiveRecording"), {{"apiKey", Value()}, {"record", c.value}})) ==
              error);
        CHECK(error_of(bind_by_position(method("getUsers"), {c.value})).empty());
    }
    CHECK(error_of(bind_by_position(method("setExpenseRecord"), {Value("key")})) ==
          "record must be an object or an array");
}

TEST_CASE("To ask for a parameter that the method does not declare is a mistake of the program") {
    const Arguments arguments = bound(bind_by_position(method("getUsers"), {}));
    CHECK_THROWS_WITH_AS(arguments["id"], "getUsers has no parameter id", std::logic_error);
}
