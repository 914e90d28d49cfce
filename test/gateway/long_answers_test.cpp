// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include <doctest/doctest.h>

#include <map>
#include <string>
#include <vector>

#include "gateway/overflow_file.hpp"
#include "test/gateway/service_bench.hpp"

using namespace kimai;
using namespace kimai::gateway;
using namespace kimai::test;

namespace {

constexpr int entries = 1500;
constexpr std::size_t roomy = 64UL * 1024 * 1024;

/// Time entries of the user admin with comments of that many bytes.
std::string with_entries(int count, std::size_t comment) {
    return "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < " + std::to_string(count) +
           ") INSERT INTO timeSheet (timeEntryID, start, \"end\", duration, userID, projectID, activityID, comment, "
           "commentType, cleared, statusID, billable, rate) SELECT i, 1500000000 + i * 100, 1500000050 + i * 100, 50, "
           "(SELECT max(userID) FROM users), 1, 1, hex(zeroblob(" +
           std::to_string(comment / 2) + ")), 0, 0, 1, 1, 0 FROM n";
}

Request long_call(Wire wire, bool in_document_style = false) {
    Request request =
        call_of(wire, "getTimesheet",
                {key, {"from", "0"}, {"to", "0"}, {"cleared", "-1"}, {"start", "0"}, {"limit", "100000"}});
    const std::string any = "urn:any";
    if (in_document_style) request.body.replace(request.body.find(any), any.size(), "urn:kimai-gateway:document");
    return request;
}

std::vector<Request> long_calls() {
    return {long_call(Wire::json_rpc), long_call(Wire::soap), long_call(Wire::soap_1_2), long_call(Wire::soap, true)};
}

int times(const std::string& text, std::string_view part) {
    int count = 0;
    for (auto at = text.find(part); at != std::string::npos; at = text.find(part, at + part.size())) ++count;
    return count;
}

/// How often each text of ten digits stands in an answer as a whole value. In one pass, since the answers are long.
std::map<std::string, int> times_in(const std::string& body) {
    std::map<std::string, int> counts;
    for (auto at = body.find("1500"); at != std::string::npos; at = body.find("1500", at + 1)) {
        const char before = body[at - 1];
        const char after = body.at(at + 10);
        if ((before == '"' && after == '"') || (before == '>' && after == '<')) ++counts[body.substr(at, 10)];
    }
    return counts;
}

}  // namespace

TEST_CASE("A long answer is made elsewhere, and comes whole") {
    for (const Request& request : long_calls()) {
        ServiceBench bench(with_entries(entries, 1000), roomy);
        const Response response = bench.respond(request);
        CHECK(bench.from_elsewhere() == 1);
        CHECK(response.status == 200);
        REQUIRE(response.file);
        CHECK(response.body.size() < 2 * long_answer);
        const std::string body = ServiceBench::whole(response);
        CHECK(body.size() == response.body_size());
        auto counts = times_in(body);
        for (int i = 1; i <= entries; ++i) CHECK(counts[std::to_string(1500000000 + i * 100)] == 1);
        CHECK(body.find(std::to_string(entries)) != std::string::npos);
        CHECK((body.ends_with(R"("jsonrpc":"2.0"})") || body.ends_with("Envelope>\n")));
        CHECK(times(bench.log(), "outcome=ok") == 1);
        CHECK(times(bench.log(), "\n") == 1);
        // It is not kept, but made again.
        CHECK(ServiceBench::whole(bench.respond(request)) == body);
        CHECK(bench.from_elsewhere() == 2);
    }
}

TEST_CASE("One more byte than fits into memory goes elsewhere") {
    ServiceBench bench(with_entries(3, 10));
    const Request request = long_call(Wire::json_rpc);
    const std::string body = bench.respond(request).body;
    // From the end of the first row to that of the result.
    const std::size_t settled = body.find(R"(,"id":)") - (body.find("},{") + 1);
    const auto fill = [&](std::size_t more) {
        return with_entries(3, 10) + "; UPDATE timeSheet SET comment = substr(hex(zeroblob(1000000)), 1, " +
               std::to_string(10 + more) + ") WHERE timeEntryID = 1";
    };
    for (const bool is_more : {false, true}) {
        ServiceBench filled(fill(long_answer - settled + (is_more ? 1 : 0)), roomy);
        const Response response = filled.respond(request);
        CHECK(filled.from_elsewhere() == (is_more ? 1 : 0));
        CHECK((response.file != nullptr) == is_more);
        CHECK(response.body_size() == body.size() + long_answer - settled + (is_more ? 1 : 0));
    }
}

TEST_CASE("A thread that made a long answer makes short ones as before") {
    for (const Request& request : long_calls()) {
        ServiceBench bench(with_entries(entries, 1000));
        REQUIRE(bench.respond(request).file);
        for (const Wire wire : wires) {
            const Response response = bench.respond(call_of(wire, "getTimesheetRecord", {key, {"id", "7"}}));
            CHECK_FALSE(response.file);
            CHECK(contains(response.body, "1500000700"));
        }
        // Nothing holds back what is written.
        CHECK(contains(
            bench.respond(call_of(Wire::json_rpc, "startRecord", {key, {"projectId", "1"}, {"activityId", "1"}})).body,
            R"("success":true)"));
        storage::Connection other = bench.locked();
        other.run_script("COMMIT");
        storage::Rows checkpoint = other.query("PRAGMA wal_checkpoint(TRUNCATE)");
        REQUIRE(checkpoint.next());
        CHECK(checkpoint.integer(0) == 0);
    }
}

TEST_CASE("A batch of long answers comes whole") {
    ServiceBench bench(with_entries(entries, 1000));
    const std::string one = ServiceBench::whole(bench.respond(long_call(Wire::json_rpc)));
    Request batch = long_call(Wire::json_rpc);
    batch.body = "[" + batch.body + R"(,{"method":"nosuch","id":2},)" + batch.body + "]";
    const Response response = bench.respond(batch);
    REQUIRE(response.file);
    CHECK(response.body.size() < 2 * long_answer);
    CHECK(ServiceBench::whole(response) ==
          "[" + one + R"(,{"error":{"code":-32601,"message":"Method not found","data":null},"id":"2"},)" + one + "]");
}

TEST_CASE("A long answer that cannot be kept is an internal error, and the log says why") {
    for (const Request& request : long_calls()) {
        ServiceBench bench(with_entries(entries, 1000), 0, "missing");
        const Response response = bench.respond(request);
        CHECK_FALSE(response.file);
        CHECK(contains(response.body, "Internal error"));
        CHECK_FALSE(contains(response.body, "missing"));
        CHECK(contains(bench.log(), "request r1 getTimesheet failed: a long answer cannot be kept"));
        CHECK(contains(bench.log(), " method=getTimesheet outcome=failed "));
        // What is short does not need it.
        CHECK(contains(bench.respond(call_of(Wire::json_rpc, "getUsers", {key})).body, R"("success":true)"));
    }
}
