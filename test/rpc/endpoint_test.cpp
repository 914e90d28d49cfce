// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "rpc/endpoint.hpp"

#include <doctest/doctest.h>

#include <stdexcept>
#include <vector>

using kimai::api::Arguments;
using kimai::api::Method;
using kimai::api::ResultWriter;
using kimai::rpc::answer;
using kimai::rpc::Answer;
using kimai::rpc::internal_error;
using kimai::rpc::read_request;

namespace {

constexpr std::size_t limit = 10;

/// Methods that are easy to tell apart: getVersion answers a text, getUsers a record, getTasks throws amid its result,
/// getProjects writes nothing.
struct Bench {
    std::vector<std::string> ran;
    std::vector<std::string> reported;

    void run(const Method& method, const Arguments&, ResultWriter& result) {
        ran.emplace_back(method.name);
        if (method.name == "getVersion") return result.text("1.3.5-1400");
        if (method.name == "getProjects") return;
        result.open_record();
        result.name("success");
        result.boolean(true);
        if (method.name == "getTasks") throw std::runtime_error("disk on fire");
        result.close_record();
    }

    Answer post(std::string_view body) {
        return answer(
            read_request(body, limit),
            [this](const Method& method, const Arguments& arguments, ResultWriter& result) {
                run(method, arguments, result);
            },
            [this](const Method& method, const std::exception& error) {
                reported.push_back(std::string(method.name) + ": " + error.what());
            });
    }
};

}  // namespace

TEST_CASE("Answers are put together as recorded") {
    struct Case {
        std::string name;
        std::string body;
        std::string expected;
    };
    const Case cases[] = {
        {"2.0", R"({"jsonrpc":"2.0","method":"getVersion","params":[],"id":"1"})",
         R"({"result":"1.3.5-1400","id":"1","jsonrpc":"2.0"})"},
        {"1.0", R"({"method":"getVersion","params":[],"id":"1"})", R"({"result":"1.3.5-1400","id":"1"})"},
        {"id null", R"({"jsonrpc":"2.0","method":"getVersion","params":[],"id":null})",
         R"({"result":"1.3.5-1400","id":"","jsonrpc":"2.0"})"},
        {"id escaped", R"({"jsonrpc":"2.0","method":"getVersion","id":"ü€\u00fc\"<&>/"})",
         R"({"result":"1.3.5-1400","id":"\u00fc\u20ac\u00fc\"<&>\/","jsonrpc":"2.0"})"},
        {"record", R"({"jsonrpc":"2.0","method":"getUsers","id":1})",
         R"({"result":{"success":true},"id":"1","jsonrpc":"2.0"})"},
        {"unknown method", R"({"jsonrpc":"2.0","method":"nosuch","id":1})",
         R"({"error":{"code":-32601,"message":"Method not found","data":null},"id":"1","jsonrpc":"2.0"})"},
        {"fault without an id", R"({"method":"nosuch"})",
         R"({"error":{"code":-32601,"message":"Method not found","data":null},"id":null})"},
        {"no JSON", "{", R"({"error":{"code":-32700,"message":"Parse error","data":null},"id":null})"},
        {"empty", "", R"({"error":{"code":-32600,"message":"Invalid Request","data":null},"id":null})"},
        {"detail", R"({"jsonrpc":"2.0","method":"getUsers","params":"x","id":"1"})",
         R"({"error":{"code":-32602,"message":"Invalid params: params must be an array or an object","data":null},)"
         R"("id":"1","jsonrpc":"2.0"})"},
        {"batch",
         R"([{"jsonrpc":"2.0","method":"getVersion","id":1},{"jsonrpc":"2.0","method":"nosuch","id":2},)"
         R"({"jsonrpc":"2.0","method":"getVersion"},7])",
         R"([{"result":"1.3.5-1400","id":"1","jsonrpc":"2.0"},)"
         R"({"error":{"code":-32601,"message":"Method not found","data":null},"id":"2","jsonrpc":"2.0"},)"
         R"({"error":{"code":-32600,"message":"Invalid Request","data":null},"id":null}])"},
        {"batch of one", R"([{"method":"getVersion","id":1}])", R"([{"result":"1.3.5-1400","id":"1"}])"},
        {"batch that begins and ends with notifications",
         R"([{"method":"getVersion"},{"method":"getUsers","id":1},{"method":"getVersion"}])",
         R"([{"result":{"success":true},"id":"1"}])"},
    };
    for (const Case& c : cases) {
        CAPTURE(c.name);
        Bench bench;
        CHECK(bench.post(c.body).body == c.expected);
        CHECK(bench.reported.empty());
    }
}

TEST_CASE("Notifications run and are not answered") {
    Bench bench;
    CHECK_FALSE(bench.post(R"({"jsonrpc":"2.0","method":"getVersion","params":[]})").body.has_value());
    CHECK(bench.ran == std::vector<std::string>{"getVersion"});
    CHECK_FALSE(bench.post(R"([{"method":"getUsers"},{"method":"getVersion"}])").body.has_value());
    CHECK(bench.ran == std::vector<std::string>{"getVersion", "getUsers", "getVersion"});
}

TEST_CASE("A batch runs in order, faults in between run nothing") {
    Bench bench;
    bench.post(R"([{"method":"getUsers","id":1},{"method":"nosuch"},{"method":"getVersion"},{"method":"getUsers"}])");
    CHECK(bench.ran == std::vector<std::string>{"getUsers", "getVersion", "getUsers"});
}

TEST_CASE("An exception costs its own call only, and its text goes to the log alone") {
    Bench bench;
    const Answer all = bench.post(
        R"([{"method":"getUsers","id":1},{"method":"getTasks","id":2},{"method":"getTasks"},{"method":"getVersion","id":3}])");
    CHECK(all.body == R"([{"result":{"success":true},"id":"1"},)"
                      R"({"error":{"code":-32603,"message":"Internal error","data":null},"id":"2"},)"
                      R"({"error":{"code":-32603,"message":"Internal error","data":null},"id":null},)"
                      R"({"result":"1.3.5-1400","id":"3"}])");
    CHECK(bench.reported == std::vector<std::string>{"getTasks: disk on fire", "getTasks: disk on fire"});
}

TEST_CASE("A method that writes nothing is a bug, not a broken answer") {
    Bench bench;
    CHECK(bench.post(R"({"jsonrpc":"2.0","method":"getProjects","id":1})").body ==
          R"({"error":{"code":-32603,"message":"Internal error","data":null},"id":"1","jsonrpc":"2.0"})");
    CHECK(bench.reported == std::vector<std::string>{"getProjects: the method wrote no result"});
}

TEST_CASE("After a failed commit every call is an internal error") {
    const auto body = [](std::string_view text) { return internal_error(read_request(text, limit)).body; };
    CHECK(body(R"({"jsonrpc":"2.0","method":"stopRecord","id":1})") ==
          R"({"error":{"code":-32603,"message":"Internal error","data":null},"id":"1","jsonrpc":"2.0"})");
    CHECK(body(R"([{"method":"stopRecord"},{"method":"nosuch","id":2}])") ==
          R"([{"error":{"code":-32603,"message":"Internal error","data":null},"id":null},)"
          R"({"error":{"code":-32601,"message":"Method not found","data":null},"id":"2"}])");
}
