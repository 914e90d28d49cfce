// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "gateway/call/request_text.hpp"

#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "rpc/request.hpp"
#include "soap/request.hpp"

using namespace kimai;
using api::List;
using api::Number;
using api::Record;
using api::Value;

namespace {

struct Row {
    const char* method;
    std::vector<Value> values;
};

const std::vector<Row> calls{
    {"getVersion", {}},
    {"authenticate", {Value("j\xc3\xbcrgen <&> \"\\/"), Value("\t ' ]]>")}},
    {"getTasks", {Value("KEY"), Value(List{Value(Number{"1"}), Value(Number{"2"})})}},
    {"getProjects", {Value("KEY"), Value(true)}},
    {"getTasks", {Value("KEY"), Value()}},
    {"getTimesheet", {Value("KEY"), Value("last monday"), Value(Number{"0"}), Value(Number{"-1"})}},
    {"setTimesheetRecord",
     {Value("KEY"),
      Value(Record{{"projectId", Value(Number{"3"})}, {"rate", Value("12.50")}, {"description", Value("a & b")}}),
      Value(false)}},
    {"setExpenseRecord", {Value("KEY"), Value(Record{}), Value(true)}},
};

}  // namespace

TEST_CASE("the gateway reads JSON-RPC calls as they were meant") {
    for (const Row& row : calls) {
        CAPTURE(row.method);
        const api::Method& method = *api::find_method(row.method);
        const std::string body = gateway::json_request(method, row.values);
        CAPTURE(body);
        const auto request = rpc::read_request(body, 1);
        const api::BoundCall* const call = rpc::only_call(request);
        REQUIRE(call != nullptr);
        CHECK(call->method == &method);
        const auto& values = call->arguments.values();
        for (std::size_t i = 0; i < row.values.size(); ++i) CHECK(values[i] == row.values[i]);
    }
}

TEST_CASE("the gateway reads SOAP calls as they were meant") {
    for (const Row& row : calls) {
        CAPTURE(row.method);
        const api::Method& method = *api::find_method(row.method);
        const std::string body = gateway::soap_request(method, row.values, "http://h/core/soap.php");
        CAPTURE(body);
        const auto request = soap::read_request(body, "text/xml; charset=utf-8", soap::Limits{});
        const api::BoundCall* const call = soap::only_call(request);
        REQUIRE(call != nullptr);
        CHECK(call->method == &method);
        const auto& values = call->arguments.values();
        for (std::size_t i = 0; i < row.values.size(); ++i) CHECK(values[i] == row.values[i]);
    }
}

TEST_CASE("names and texts of any kind become JSON") {
    CHECK(gateway::json_text(Value(Record{{"a\"b", Value(List{Value(), Value(true), Value(Number{"1e3"})})}})) ==
          R"({"a\"b":[null,true,1e3]})");
    CHECK(gateway::json_text(Value(List{})) == "[]");
    CHECK(gateway::json_text(Value(Record{})) == "{}");
}
