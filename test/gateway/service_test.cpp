// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "gateway/service.hpp"

#include <doctest/doctest.h>

#include <chrono>
#include <string>
#include <vector>

#include "test/gateway/service_bench.hpp"

using namespace kimai;
using namespace kimai::gateway;
using namespace kimai::test;
using Bench = ServiceBench;

namespace {

Request read_of(Wire wire) { return call_of(wire, "getUsers", {key}); }
Request write_of(Wire wire) { return call_of(wire, "startRecord", {key, {"projectId", "1"}, {"activityId", "1"}}); }
Request login_of(Wire wire) { return call_of(wire, "authenticate", {{"username", "admin"}, {"password", "secret"}}); }

/// What tells an answer of success, and the media type that goes with it.
struct Signs {
    std::string content_type;
    std::vector<std::string> success;
    unsigned status_of_fault;
    std::string internal_error;
};

Signs signs_of(Wire wire) {
    switch (wire) {
        case Wire::json_rpc:
            return {"application/json",
                    {R"("success":true)"},
                    200,
                    R"({"error":{"code":-32603,"message":"Internal error","data":null},"id":"1","jsonrpc":"2.0"})"};
        case Wire::soap:
            return {"text/xml; charset=utf-8",
                    {R"( xmlns:ns1="http://h:81/kimai/core/soap.php" )",
                     R"(<key xsi:type="xsd:string">success</key><value xsi:type="xsd:boolean">true</value>)"},
                    500,
                    "<SOAP-ENV:Fault><faultcode>SOAP-ENV:Server</faultcode><faultstring>Internal error</faultstring>"
                    "</SOAP-ENV:Fault>"};
        case Wire::soap_1_2:
            return {
                "application/soap+xml; charset=utf-8",
                {R"(<rpc:result>return</rpc:result><return xsi:type="ns2:Map">)",
                 R"(<key xsi:type="xsd:string">success</key><value xsi:type="xsd:boolean">true</value>)"},
                500,
                R"(<env:Value>env:Receiver</env:Value></env:Code><env:Reason><env:Text xml:lang="en">Internal error<)"};
    }
    return {};
}

void check_success(Wire wire, const Response& response) {
    const Signs signs = signs_of(wire);
    CHECK(response.status == 200);
    CHECK(response.content_type == signs.content_type);
    for (const std::string& sign : signs.success) {
        CAPTURE(response.body);
        CHECK(contains(response.body, sign));
    }
}

/// The answer to a call that went wrong by our fault: it tells nothing.
void check_internal_error(Wire wire, const Response& response) {
    const Signs signs = signs_of(wire);
    CHECK(response.status == signs.status_of_fault);
    CHECK(response.content_type == signs.content_type);
    CAPTURE(response.body);
    CHECK(contains(response.body, signs.internal_error));
}

std::string protocol_of(Wire wire) { return wire == Wire::json_rpc ? "protocol=json-rpc" : "protocol=soap"; }

}  // namespace

TEST_CASE("a call is answered, whatever its lane") {
    for (const Wire wire : wires) {
        Bench bench;
        check_success(wire, bench.respond(read_of(wire)));
        check_success(wire, bench.respond(login_of(wire)));
        check_success(wire, bench.respond(write_of(wire)));
        CHECK(bench.number("SELECT count(*) FROM timeSheet") == 1);
        for (const std::string method : {"getUsers", "authenticate", "startRecord"}) {
            CHECK(contains(bench.log(),
                           "id=r1 client=192.0.2.1 " + protocol_of(wire) + " method=" + method + " outcome=ok ms="));
        }
    }
}

TEST_CASE("a failure of the application is an answer like any other") {
    for (const Wire wire : wires) {
        Bench bench;
        const Response response = bench.respond(call_of(wire, "getUsers", {{"apiKey", "wrong"}}));
        CHECK(response.status == 200);
        CHECK(contains(response.body, "Unknown user or no permissions."));
        CHECK(contains(bench.log(), "outcome=Unknown\\x20user\\x20or\\x20no\\x20permissions. "));
    }
}

TEST_CASE("a bad request is a fault") {
    struct Row {
        Wire wire;
        std::string fault;
        std::string outcome;
    };
    const std::vector<Row> rows{
        {Wire::json_rpc, "Invalid params", "outcome=fault\\x20-32602 "},
        {Wire::soap, "<faultcode>SOAP-ENV:Client</faultcode>", "method=- outcome=fault\\x20Client "},
        {Wire::soap_1_2, "<env:Value>env:Sender</env:Value>", "method=- outcome=fault\\x20Client "},
    };
    for (const Row& row : rows) {
        Bench bench;
        const Response response = bench.respond(call_of(row.wire, "getTimesheetRecord", {key}));
        CHECK(response.status == (row.wire == Wire::json_rpc ? 200U : 500U));
        CHECK(contains(response.body, row.fault));
        CHECK(contains(bench.log(), row.outcome));
    }
}

TEST_CASE("a compressed body is refused") {
    struct Row {
        std::string encoding;
        bool refused;
    };
    const std::vector<Row> rows{{"gzip", true},           {"GZIP", true},      {"deflate", true},   {"br", true},
                                {"identity, gzip", true}, {"identity", false}, {"Identity", false}, {"", false}};
    for (const Wire wire : wires) {
        Bench bench;
        for (const Row& row : rows) {
            CAPTURE(row.encoding);
            Request request = write_of(wire);
            request.headers.push_back({"content-encoding", row.encoding});
            const Response response = bench.respond(request);
            if (!row.refused) {
                check_success(wire, response);
                continue;
            }
            CHECK(response.status == 415);
            CHECK(response.content_type == "text/plain; charset=utf-8");
            CHECK(contains(response.body, "Compressed bodies are not read here"));
            CHECK(response.headers == std::vector<ResponseHeader>{{"Accept-Encoding", "identity"}});
        }
        CHECK(bench.number("SELECT count(*) FROM timeSheet") == 3);
        CHECK(contains(bench.log(), "protocol=http method=POST outcome=415 "));
    }
}

TEST_CASE("a call that throws is answered without details, and leaves nothing behind") {
    struct Row {
        std::string breakage;
        Request (*request)(Wire);
        std::string logged;
    };
    const std::vector<Row> rows{
        {"DROP TABLE groups_users", read_of, "request r1 getUsers failed: "},
        // FAIL leaves it to the writer to take the row back.
        {"CREATE TRIGGER t AFTER INSERT ON timeSheet BEGIN SELECT RAISE(FAIL, 'disk on fire'); END", write_of,
         "request r1 startRecord failed: "},
        {"DROP TABLE configuration", login_of, "request r1 authenticate failed: "},
    };
    for (const Wire wire : wires) {
        for (const Row& row : rows) {
            CAPTURE(row.breakage);
            Bench bench("PRAGMA foreign_keys = OFF; " + row.breakage);
            check_internal_error(wire, bench.respond(row.request(wire)));
            CHECK(bench.number("SELECT count(*) FROM timeSheet") == 0);
            CHECK(contains(bench.log(), row.logged));
            CHECK(contains(bench.log(), " outcome=failed "));
        }
    }
}

TEST_CASE("a call whose commit fails is not answered with success") {
    for (const Wire wire : wires) {
        // The member of a group that is not there is noticed at the commit only.
        Bench bench(
            "CREATE TRIGGER t AFTER INSERT ON timeSheet BEGIN INSERT INTO groups_users VALUES (98, 99, 1); END");
        check_internal_error(wire, bench.respond(write_of(wire)));
        CHECK(bench.number("SELECT count(*) FROM timeSheet") == 0);
        CHECK(contains(bench.log(), "request r1 failed: "));
        CHECK(contains(bench.log(), " method=startRecord outcome=failed "));
    }
}

TEST_CASE("who watches the process is told whether it lives and whether the database works") {
    Bench bench;
    for (const std::string method : {"GET", "HEAD"}) {
        CHECK(bench.respond(request_of(method, "/healthz")).body == "ok\n");
        const Response ready = bench.respond(request_of(method, "/readyz"));
        CHECK(ready.status == 200);
        CHECK(ready.headers == std::vector<ResponseHeader>{{"Cache-Control", "no-store"}});
    }
    for (const std::string path : {"/healthz", "/readyz"}) CHECK(bench.respond(request_of("POST", path)).status == 405);
}

TEST_CASE("not ready, and no details, when the database cannot be read or written") {
    struct Row {
        std::string breakage;
        std::string said;
    };
    const std::vector<Row> rows{
        {"CREATE TRIGGER t AFTER INSERT ON settings BEGIN SELECT RAISE(FAIL, 'disk on fire'); END",
         "not ready: the database cannot be written; the log says more\n"},
        {"DROP TABLE settings", "not ready: the database cannot be read; the log says more\n"},
    };
    for (const Row& row : rows) {
        CAPTURE(row.breakage);
        Bench bench(row.breakage);
        const Response answer = bench.respond(request_of("GET", "/readyz"));
        CHECK(answer.status == 503);
        CHECK(answer.body == row.said);
        CHECK(contains(bench.log(), "the readiness check failed: "));
        CHECK(bench.respond(request_of("GET", "/healthz")).status == 200);
    }
}

TEST_CASE("not ready soon when another program holds the database") {
    Bench bench;
    const storage::Connection other = bench.locked();
    const auto began = std::chrono::steady_clock::now();
    CHECK(bench.respond(request_of("GET", "/readyz")).status == 503);
    CHECK(std::chrono::steady_clock::now() - began < Readiness::patience + std::chrono::seconds(2));
}

TEST_CASE("the SOAP endpoint's other methods") {
    Bench bench;
    for (const std::string method : {"GET", "HEAD"}) {
        const Response page = bench.respond(request_of(method, "/core/soap.php"));
        CHECK(page.status == 200);
        CHECK(page.content_type == "text/html; charset=utf-8");
        CHECK(contains(page.body, "http://h:81/core/soap.php?wsdl=document"));
    }
    for (const std::string method : {"PUT", "DELETE", "OPTIONS", "post"}) {
        const Response refused = bench.respond(request_of(method, "/core/soap.php"));
        CHECK(refused.status == 405);
        CHECK(refused.headers == std::vector<ResponseHeader>{{"Allow", "GET, HEAD, POST"}});
    }
}

TEST_CASE("the descriptions of the SOAP endpoint, made for the address that the client used") {
    Bench bench;
    const wsdl::Descriptions descriptions;
    const std::string url = "https://h:81/x/core/soap.php";
    struct Case {
        std::string query;
        std::string expected;
    };
    const Case cases[] = {
        {"wsdl", descriptions.rpc(url)},
        {"WSDL", descriptions.rpc(url)},
        {"wsdl=", descriptions.rpc(url)},
        {"wsdl=1", descriptions.rpc(url)},
        {"wsdl=foo", descriptions.rpc(url)},
        {"a=b&wsdl", descriptions.rpc(url)},
        {"wsdl=offline", descriptions.offline(url)},
        {"wsdl=document", descriptions.document(url)},
        {"WSDL=%64ocument", descriptions.document(url)},
    };
    for (const Case& c : cases) {
        CAPTURE(c.query);
        for (const std::string method : {"GET", "HEAD"}) {
            Request request = request_of(method, "/x/core/soap.php", c.query);
            request.https = true;
            const Response response = bench.respond(request);
            CHECK(response.status == 200);
            CHECK(response.content_type == "text/xml;charset=UTF-8");
            CHECK(response.body == c.expected);
        }
    }
}

TEST_CASE("pages at other addresses") {
    Bench bench;
    CHECK(contains(bench.respond(request_of("GET", "/")).body, "core/soap.php"));
    CHECK(bench.respond(request_of("GET", "/core/")).status == 404);
    CHECK(bench.respond(request_of("GET", "/core/json.php")).content_type == "application/json");
    CHECK(bench.respond(request_of("OPTIONS", "/core/json.php")).status == 204);
    CHECK(bench.respond(request_of("POST", "/")).status == 405);
}
