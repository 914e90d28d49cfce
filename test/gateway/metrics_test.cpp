// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "gateway/metrics.hpp"

#include <doctest/doctest.h>

#include <set>
#include <string>
#include <vector>

#include "api/method_table.hpp"
#include "gateway/metrics_text.hpp"
#include "test/gateway/service_bench.hpp"

using namespace kimai;
using namespace kimai::gateway;
using namespace kimai::test;

namespace {

Request asking(const std::string& client) {
    Request request = request_of("GET", "/metrics");
    request.client = client;
    return request;
}

std::string metrics_of(ServiceBench& bench) { return bench.respond(asking("127.0.0.1")).body; }

std::string requests(const std::string& protocol, const std::string& method, const std::string& outcome, int count) {
    return "\nkimai_gateway_requests_total{protocol=\"" + protocol + "\",method=\"" + method + "\",outcome=\"" +
           outcome + "\"} " + std::to_string(count) + "\n";
}

}  // namespace

TEST_CASE("each request is counted by wire, method and outcome") {
    ServiceBench bench;
    for (const Wire wire : {Wire::json_rpc, Wire::soap}) {
        bench.respond(call_of(wire, "getUsers", {key}));
        bench.respond(call_of(wire, "getUsers", {key}));
        bench.respond(call_of(wire, "getUsers", {{"apiKey", "wrong"}}));
        bench.respond(call_of(wire, "startRecord", {key, {"projectId", "1"}, {"activityId", "1"}}));
        bench.respond(call_of(wire, "authenticate", {{"username", "admin"}, {"password", "wrong"}}));
        bench.respond(call_of(wire, "getNothing", {key}));
        const std::string protocol = wire == Wire::json_rpc ? "json_rpc" : "soap";
        const std::string text = metrics_of(bench);
        CHECK(contains(text, requests(protocol, "getUsers", "ok", 2)));
        CHECK(contains(text, requests(protocol, "getUsers", "failure", 1)));
        CHECK(contains(text, requests(protocol, "startRecord", "ok", 1)));
        CHECK(contains(text, requests(protocol, "authenticate", "failure", 1)));
        CHECK(contains(text, requests(protocol, "unknown", "fault", 1)));
        CHECK(contains(text, requests(protocol, "getUsers", "failed", 0)));
    }
    const std::string text = metrics_of(bench);
    CHECK(contains(text, "\nkimai_gateway_logins_total{outcome=\"refused\"} 2\n"));
    CHECK(contains(text, "\nkimai_gateway_rejected_keys_total{reason=\"wrong\"} 2\n"));
    CHECK(contains(text, "kimai_gateway_request_duration_seconds_count{protocol=\"soap\",method=\"getUsers\"} 3\n"));
    // Reading calls, those with the wrong key among them.
    CHECK(contains(text, "\nkimai_gateway_database_read_seconds_count 6\n"));
}

TEST_CASE("batches are one request, and faults within are faults") {
    ServiceBench bench;
    Request batch = request_of("POST", "/core/json.php");
    batch.body = R"([{"method":"getVersion","id":1},{"method":"getVersion","id":2}])";
    bench.respond(batch);
    batch.body = R"([{"method":"getVersion","id":1},{"method":"no","id":2}])";
    bench.respond(batch);
    batch.body = "{";
    bench.respond(batch);
    batch.body = R"({"method":"getVersion"})";
    bench.respond(batch);
    const std::string text = metrics_of(bench);
    CHECK(contains(text, requests("json_rpc", "batch", "ok", 1)));
    CHECK(contains(text, requests("json_rpc", "batch", "fault", 1)));
    CHECK(contains(text, requests("json_rpc", "unknown", "fault", 1)));
    CHECK(contains(text, requests("json_rpc", "getVersion", "ok", 1)));
}

TEST_CASE("our own errors are counted as such") {
    for (const Wire wire : {Wire::json_rpc, Wire::soap}) {
        ServiceBench bench("DROP TABLE timeSheet");
        bench.respond(call_of(wire, "getActiveRecording", {key}));
        bench.respond(call_of(wire, "startRecord", {key, {"projectId", "1"}, {"activityId", "1"}}));
        const std::string protocol = wire == Wire::json_rpc ? "json_rpc" : "soap";
        CHECK(contains(metrics_of(bench), requests(protocol, "getActiveRecording", "failed", 1)));
        CHECK(contains(metrics_of(bench), requests(protocol, "startRecord", "failed", 1)));
    }
}

TEST_CASE("what is no call is counted by method and status") {
    ServiceBench bench;
    bench.respond(request_of("GET", "/"));
    bench.respond(request_of("HEAD", "/healthz"));
    bench.respond(request_of("GET", "/readyz"));
    bench.respond(request_of("GET", "/nowhere"));
    bench.respond(request_of("POST", "/nowhere"));
    bench.respond(request_of("OPTIONS", "/core/json.php"));
    bench.respond(request_of("BREW", "/"));
    const std::string text = metrics_of(bench);
    CHECK(contains(text, requests("http", "GET", "ok", 2)));
    CHECK(contains(text, requests("http", "HEAD", "ok", 1)));
    CHECK(contains(text, requests("http", "GET", "refused", 1)));
    CHECK(contains(text, requests("http", "POST", "refused", 1)));
    CHECK(contains(text, requests("http", "OPTIONS", "ok", 1)));
    CHECK(contains(text, requests("http", "unknown", "refused", 1)));
    CHECK_FALSE(contains(text, "BREW"));
}

TEST_CASE("kept answers are counted") {
    ServiceBench bench({}, 1'000'000);
    CHECK(contains(metrics_of(bench), "\nkimai_gateway_kept_answers_bytes 0\n"));
    for (int i = 0; i < 3; ++i) bench.respond(call_of(Wire::json_rpc, "getUsers", {key}));
    const std::string text = metrics_of(bench);
    CHECK(contains(text, "\nkimai_gateway_kept_answers_hits_total 2\n"));
    CHECK(contains(text, "\nkimai_gateway_kept_answers_misses_total 1\n"));
    CHECK_FALSE(contains(text, "\nkimai_gateway_kept_answers_bytes 0\n"));
    CHECK(contains(text, "\nkimai_gateway_kept_answers_limit_bytes 1000000\n"));
    // All three, wherever the answer came from.
    CHECK(contains(text, requests("json_rpc", "getUsers", "ok", 3)));
    CHECK(contains(text, "kimai_gateway_database_read_seconds_count 1\n"));
}

TEST_CASE("what several threads count adds up") {
    ServiceBench bench;
    Metrics& metrics = bench.metrics();
    for (int thread = 0; thread < 3; ++thread) {
        const auto counts = metrics.add_thread();
        counts->requests.count(Protocol::soap, CountedMethod(*api::find_method("getUsers")), Ending::ok,
                               std::chrono::seconds(2));
        counts->requests.count_unread(CountedMethod(), Ending::refused);
        counts->sent_bytes.add(100);
    }
    const std::string text = metrics.text();
    CHECK(contains(text, requests("soap", "getUsers", "ok", 3)));
    CHECK(contains(text, requests("http", "unknown", "refused", 3)));
    CHECK(contains(text, "\nkimai_gateway_sent_bytes_total 300\n"));
    const std::string of_soap = "{protocol=\"soap\",method=\"getUsers\"";
    CHECK(contains(text, "_seconds_sum" + of_soap + "} 6\n"));
    CHECK(contains(text, "_seconds_bucket" + of_soap + ",le=\"1\"} 0\n"));
    CHECK(contains(text, "_seconds_bucket" + of_soap + ",le=\"2.5\"} 3\n"));
}

TEST_CASE("there is a row for each method of the table, and one more for what is none") {
    for (const Protocol protocol : {Protocol::json_rpc, Protocol::soap}) {
        const std::vector<std::string>& names = row_names(protocol);
        for (const api::Method& method : api::methods()) {
            CHECK(names.at(CountedMethod(method).row()) == method.name);
        }
        CHECK(names.at(CountedMethod().row()) == "unknown");
        CHECK(std::set<std::string>(names.begin(), names.end()).size() == names.size());
    }
    CHECK(row_names(Protocol::json_rpc).at(CountedMethod::batch().row()) == "batch");
    for (const std::string name : {"GET", "HEAD", "POST", "OPTIONS"}) {
        CHECK(row_names(Protocol::http).at(CountedMethod::of_http(name).row()) == name);
    }
    for (const std::string name : {"", "get", "PUT", "unknown"}) {
        CHECK(CountedMethod::of_http(name).row() == CountedMethod().row());
    }
}

TEST_CASE("the page is what Prometheus reads, and not kept on the way") {
    ServiceBench bench;
    const Response response = bench.respond(asking("::1"));
    CHECK(response.status == 200);
    CHECK(response.content_type == "text/plain; version=0.0.4; charset=utf-8");
    CHECK(response.headers == std::vector<ResponseHeader>{{"Cache-Control", "no-store"}});
    CHECK(contains(response.body, "kimai_gateway_build_info{version=\""));
    CHECK(contains(response.body, "\nkimai_gateway_connections_limit 7\n"));
    CHECK(contains(response.body, "\nkimai_gateway_worker_threads 1\n"));
    Request posted = asking("127.0.0.1");
    posted.method = "POST";
    CHECK(bench.respond(posted).status == 405);
}

TEST_CASE("metrics are for this machine alone unless somebody says else") {
    ServiceBench bench;
    struct Row {
        std::string client;
        bool unclear;
        std::vector<HeaderField> headers;
        unsigned status;
    };
    const std::vector<Row> rows{
        {"127.0.0.1", false, {}, 200},
        {"127.8.9.10", false, {}, 200},
        {"::1", false, {}, 200},
        {"::ffff:127.0.0.1", false, {}, 200},
        {"192.0.2.1", false, {}, 403},
        {"126.255.255.255", false, {}, 403},
        {"2001:db8::1", false, {}, 403},
        {"unknown", false, {}, 403},
        {"", false, {}, 403},
        {"127.0.0.1", true, {}, 403},
        {"127.0.0.1", false, {{"Via", "1.1 proxy"}}, 403},
        {"127.0.0.1", false, {{"forwarded", "for=192.0.2.1"}}, 403},
        {"127.0.0.1", false, {{"X-Real-IP", "192.0.2.1"}}, 403},
        {"127.0.0.1", false, {{"X-Forwarded-For", "127.0.0.1"}, {"Via", "1.1 proxy"}}, 200},
    };
    for (const Row& row : rows) {
        CAPTURE(row.client);
        Request request = asking(row.client);
        request.client_unclear = row.unclear;
        request.headers = row.headers;
        const Response response = bench.respond(request);
        CHECK(response.status == row.status);
        CHECK(contains(response.body, "kimai_gateway_build_info") == (row.status == 200));
    }
}
