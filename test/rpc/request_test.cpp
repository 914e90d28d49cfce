// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "rpc/request.hpp"

#include <doctest/doctest.h>

using kimai::api::BoundCall;
using kimai::api::Lane;
using kimai::api::List;
using kimai::api::Number;
using kimai::api::Record;
using kimai::api::Value;
using kimai::rpc::Entry;
using kimai::rpc::ErrorCode;
using kimai::rpc::Fault;
using kimai::rpc::read_request;
using kimai::rpc::Request;

namespace {

constexpr std::size_t limit = 3;

Entry single(std::string_view body) {
    Request request = read_request(body, limit);
    CHECK_FALSE(request.batch);
    REQUIRE(request.entries.size() == 1);
    return request.entries.front();
}

const BoundCall& call_of(const Entry& entry) {
    const auto* call = std::get_if<BoundCall>(&entry.content);
    REQUIRE(call != nullptr);
    return *call;
}

const Fault& fault_of(const Entry& entry) {
    const auto* fault = std::get_if<Fault>(&entry.content);
    REQUIRE(fault != nullptr);
    return *fault;
}

Value number(const char* text) { return Value(Number{text}); }

}  // namespace

TEST_CASE("A call is read, whatever the order of its members") {
    const Entry entry = single(R"({"id":"7","params":["key"],"extra":{"a":1},"method":"getUsers","jsonrpc":"2.0"})");
    CHECK(call_of(entry).method->name == "getUsers");
    CHECK(call_of(entry).arguments["apiKey"] == Value("key"));
    CHECK(entry.id == "7");
    CHECK(entry.version_2);
}

TEST_CASE("The id goes back as the text that PHP makes of it") {
    struct Case {
        std::string id;
        std::string expected;
    };
    const Case cases[] = {
        {"\"1\"", "1"},
        {"1", "1"},
        {"1.5", "1.5"},
        {"1.0", "1"},
        {"true", "1"},
        {"false", ""},
        {"null", ""},
        {"\"\"", ""},
        {"0", "0"},
        {"-3", "-3"},
        {"\"ü/\"", "ü/"},
        {"[1]", "Array"},
        {"{}", "Array"},
        {"1e25", "1.0E+25"},
        {"-0", "0"},
        {"\"6a\"", "6a"},
        {"12345678901234567890", "1.2345678901235E+19"},
    };
    for (const Case& c : cases) {
        CAPTURE(c.id);
        CHECK(single(R"({"method":"getVersion","id":)" + c.id + "}").id == c.expected);
    }
    CHECK_FALSE(single(R"({"method":"getVersion"})").id.has_value());
    CHECK(single(R"({"id":1,"method":"getVersion","id":2})").id == "2");
}

TEST_CASE("The version is 2.0 when PHP finds it equal to that") {
    struct Case {
        std::string version;
        bool is_2;
    };
    const Case cases[] = {
        {"\"2.0\"", true}, {"\"2\"", true},     {"2", true},        {"2.0", true},      {"\"2.00\"", true},
        {"\" 2\"", true},  {"\"0.2e1\"", true}, {"true", true},     {"\"1.0\"", false}, {"1", false},
        {"\"\"", false},   {"null", false},     {"false", false},   {"\"2x\"", false},  {"\"v2\"", false},
        {"[2]", false},    {"{}", false},       {"\"2.1\"", false},
    };
    for (const Case& c : cases) {
        CAPTURE(c.version);
        CHECK(single(R"({"method":"getVersion","jsonrpc":)" + c.version + "}").version_2 == c.is_2);
    }
    CHECK_FALSE(single(R"({"method":"getVersion"})").version_2);
}

TEST_CASE("Arguments bind by position or by name") {
    struct Case {
        std::string params;
        Value key;
        Value include_tasks;
    };
    const Case cases[] = {
        {R"(["k",true])", Value("k"), Value(true)},
        {R"(["k"])", Value("k"), Value(false)},
        {R"(["k",null,3,4])", Value("k"), Value()},
        {"[]", Value(), Value(false)},
        {"{}", Value(), Value(false)},
        {"null", Value(), Value(false)},
        {R"({"unknown":1,"includeTasks":"1","apiKey":5})", number("5"), Value("1")},
        {R"({"apiKey":null})", Value(), Value(false)},
        {R"({"apiKey":"a","apiKey":"b"})", Value("b"), Value(false)},
    };
    for (const Case& c : cases) {
        CAPTURE(c.params);
        const Entry entry = single(R"({"method":"getProjects","params":)" + c.params + "}");
        CHECK(call_of(entry).arguments["apiKey"] == c.key);
        CHECK(call_of(entry).arguments["includeTasks"] == c.include_tasks);
    }
    CHECK(call_of(single(R"({"method":"getUsers"})")).arguments["apiKey"] == Value());
}

TEST_CASE("A mistake in an envelope is a fault") {
    struct Case {
        std::string name;
        std::string body;
        ErrorCode code;
        std::string detail = {};
    };
    const Case cases[] = {
        {"empty body", "", ErrorCode::invalid_request},
        {"empty list", "[]", ErrorCode::invalid_request},
        {"null", "null", ErrorCode::invalid_request},
        {"text", "\"x\"", ErrorCode::invalid_request},
        {"number", "42", ErrorCode::invalid_request},
        {"truth", "true", ErrorCode::invalid_request},
        {"empty object", "{}", ErrorCode::invalid_request},
        {"brace", "{", ErrorCode::parse_error},
        {"blanks", "  ", ErrorCode::parse_error},
        {"nonsense", "nonsense", ErrorCode::parse_error},
        {"junk behind", R"({"method":"getVersion"}})", ErrorCode::parse_error},
        {"form data", "method=getVersion", ErrorCode::parse_error},
        {"no method", R"({"jsonrpc":"2.0","id":1})", ErrorCode::invalid_request},
        {"method null", R"({"method":null})", ErrorCode::invalid_request},
        {"method 5", R"({"method":5})", ErrorCode::invalid_request},
        {"method true", R"({"method":true})", ErrorCode::invalid_request},
        {"method list", R"({"method":["getVersion"]})", ErrorCode::invalid_request},
        {"method empty", R"({"method":""})", ErrorCode::invalid_request},
        {"digit in front", R"({"method":"1a"})", ErrorCode::invalid_request},
        {"underscore in front", R"({"method":"_a"})", ErrorCode::invalid_request},
        {"hyphen", R"({"method":"get-version"})", ErrorCode::invalid_request},
        {"blank", R"({"method":"getVersion "})", ErrorCode::invalid_request},
        {"not ASCII", R"({"method":"gétVersion"})", ErrorCode::invalid_request},
        {"unknown", R"({"method":"nosuch"})", ErrorCode::method_not_found},
        {"unknown with dots", R"({"method":"A.b_9"})", ErrorCode::method_not_found},
        {"other case", R"({"method":"getversion"})", ErrorCode::method_not_found},
        {"unknown before params", R"({"method":"nosuch","params":5})", ErrorCode::method_not_found},
        {"params text", R"({"method":"getUsers","params":"x"})", ErrorCode::invalid_params,
         "params must be an array or an object"},
        {"params number", R"({"method":"getVersion","params":0})", ErrorCode::invalid_params,
         "params must be an array or an object"},
        {"params false", R"({"method":"getVersion","params":false})", ErrorCode::invalid_params,
         "params must be an array or an object"},
        {"required name", R"({"method":"getUsers","params":{"APIKEY":"x"}})", ErrorCode::invalid_params,
         "getUsers needs apiKey"},
        {"no record", R"({"method":"updateActiveRecording","params":["k"]})", ErrorCode::invalid_params,
         "record must be an object or an array"},
        {"record text", R"({"method":"setTimesheetRecord","params":["k","x",false]})", ErrorCode::invalid_params,
         "record must be an object or an array"},
    };
    for (const Case& c : cases) {
        CAPTURE(c.name);
        const Entry entry = single(c.body);
        CHECK(fault_of(entry).code == c.code);
        CHECK(fault_of(entry).detail == c.detail);
    }
}

TEST_CASE("A fault keeps the id and version of its envelope") {
    const Entry entry = single(R"({"method":5,"id":1,"jsonrpc":"2.0"})");
    CHECK(fault_of(entry).code == ErrorCode::invalid_request);
    CHECK(entry.id == "1");
    CHECK(entry.version_2);
}

TEST_CASE("The log learns where a body is not JSON") {
    CHECK(read_request("{\"a\":x}", limit).unreadable.ends_with(" at byte 5"));
    CHECK(read_request("{}", limit).unreadable.empty());
}

TEST_CASE("A list is a batch, up to the limit") {
    const std::string call = R"({"method":"getVersion","id":1})";
    const Request full = read_request("[" + call + ",7,[]]", limit);
    CHECK(full.batch);
    REQUIRE(full.entries.size() == limit);
    CHECK(call_of(full.entries[0]).method->name == "getVersion");
    CHECK(fault_of(full.entries[1]).code == ErrorCode::invalid_request);
    CHECK(fault_of(full.entries[2]).code == ErrorCode::invalid_request);

    const Entry entry = single("[" + call + "," + call + "," + call + "," + call + "]");
    CHECK(fault_of(entry).code == ErrorCode::invalid_request);
    CHECK(fault_of(entry).detail == "a batch may hold 3 calls at most");
    CHECK_FALSE(entry.id.has_value());

    CHECK(read_request("[" + call + "]", limit).batch);
}

TEST_CASE("The log and the scheduler learn which methods are called") {
    struct Case {
        std::string body;
        std::string names;
        Lane lane;
    };
    const Case cases[] = {
        {R"({"method":"getTimesheet"})", "getTimesheet", Lane::read},
        {R"({"method":"stopRecord"})", "stopRecord", Lane::write},
        {R"({"method":"authenticate"})", "authenticate", Lane::login},
        {R"({"method":"nosuch"})", "", Lane::read},
        {R"([{"method":"getUsers"},{"method":"nosuch"},{"method":"getTasks"}])", "getUsers,getTasks", Lane::read},
        {R"([{"method":"getUsers"},{"method":"stopRecord"},{"method":"getTasks"}])", "getUsers,stopRecord,getTasks",
         Lane::write},
        {R"([{"method":"authenticate"},{"method":"stopRecord"}])", "authenticate,stopRecord", Lane::login},
        {"", "", Lane::read},
    };
    for (const Case& c : cases) {
        CAPTURE(c.body);
        const Request request = read_request(c.body, limit);
        CHECK(method_names(request) == c.names);
        CHECK(slowest_lane(request) == c.lane);
    }
}
