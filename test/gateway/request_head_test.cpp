// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "gateway/request_head.hpp"

#include <doctest/doctest.h>

#include <string>
#include <vector>

using namespace kimai::gateway;

namespace {

struct Read {
    std::optional<Refusal> refusal;
    Request request;
    Framing framing;
};

Read read(const std::string& head) {
    Read result;
    result.refusal = read_head(head, result.request, result.framing);
    return result;
}

}  // namespace

TEST_CASE("a head becomes a request") {
    const Read read_one = read(
        "POST /kimai/core/json.php?a=b?c HTTP/1.1\r\nhOsT:\t example.org:8080 \r\nX: 1\r\nX: 2\r\nContent-Length: "
        "5\r\n\r\n");
    CHECK_FALSE(read_one.refusal);
    const Request& request = read_one.request;
    CHECK(request.method == "POST");
    CHECK(request.target == "/kimai/core/json.php?a=b?c");
    CHECK(request.path == "/kimai/core/json.php");
    CHECK(request.query == "a=b?c");
    CHECK(request.version == 11);
    CHECK(request.host == "example.org:8080");
    REQUIRE(request.header("x"));
    CHECK(*request.header("x") == "1");
    CHECK(request.header("y") == nullptr);
    CHECK(request.headers.size() == 4);
    CHECK(read_one.framing.content_length == 5);
    CHECK(read_one.framing.keep_alive);
}

TEST_CASE("the host comes from the target, else from the header") {
    struct Row {
        std::string head, target, path, host;
    };
    const std::vector<Row> rows{
        {"GET http://a.b:1/c?d HTTP/1.1\r\nHost: other\r\n\r\n", "/c?d", "/c", "a.b:1"},
        {"GET HTTPS://a HTTP/1.1\r\nHost: other\r\n\r\n", "/", "/", "a"},
        {"GET http://a?q HTTP/1.1\r\nHost: other\r\n\r\n", "/?q", "/", "a"},
        {"GET /x?u=http://y/z HTTP/1.1\r\nHost: other\r\n\r\n", "/x?u=http://y/z", "/x", "other"},
        {"OPTIONS * HTTP/1.1\r\nHost: h\r\n\r\n", "*", "*", "h"},
        {"GET //a//b HTTP/1.1\r\nHost: h\r\n\r\n", "//a//b", "//a//b", "h"},
        {"GET / HTTP/1.1\r\nHost:\r\n\r\n", "/", "/", ""},
        {"GET / HTTP/1.0\r\n\r\n", "/", "/", ""},
        {"GET / HTTP/1.0\r\nHost: [::1]:80\r\n\r\n", "/", "/", "[::1]:80"},
    };
    for (const Row& row : rows) {
        CAPTURE(row.head);
        const Read one = read(row.head);
        CHECK_FALSE(one.refusal);
        CHECK(one.request.target == row.target);
        CHECK(one.request.path == row.path);
        CHECK(one.request.host == row.host);
    }
}

TEST_CASE("who keeps the connection open is the request's to say") {
    struct Row {
        std::string head;
        bool keep_alive;
    };
    const std::vector<Row> rows{
        {"GET / HTTP/1.1\r\nHost: a\r\n\r\n", true},
        {"GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n", false},
        {"GET / HTTP/1.1\r\nHost: a\r\nconnection: TE, Close\r\n\r\n", false},
        {"GET / HTTP/1.0\r\n\r\n", false},
        {"GET / HTTP/1.0\r\nConnection: Keep-Alive\r\n\r\n", true},
    };
    for (const Row& row : rows) {
        CAPTURE(row.head);
        CHECK(read(row.head).framing.keep_alive == row.keep_alive);
    }
}

TEST_CASE("only who has a body to send waits for 100 Continue") {
    const std::string post = "POST / HTTP/1.1\r\nHost: a\r\nExpect: 100-Continue\r\n";
    CHECK(read(post + "Content-Length: 1\r\n\r\n").framing.expects_continue);
    CHECK(read(post + "Transfer-Encoding: Chunked\r\n\r\n").framing.expects_continue);
    CHECK_FALSE(read(post + "Content-Length: 0\r\n\r\n").framing.expects_continue);
    CHECK_FALSE(read(post + "\r\n").framing.expects_continue);
    CHECK_FALSE(read("POST / HTTP/1.0\r\nExpect: 100-continue\r\nContent-Length: 1\r\n\r\n").framing.expects_continue);
}

TEST_CASE("heads that could be read in two ways are refused") {
    struct Row {
        std::string target, headers;
        unsigned status;
    };
    const std::string host = "Host: a\r\n";
    const std::vector<Row> rows{
        {"/", "", 400},
        {"/", "Host: a\r\nHost: a\r\n", 400},
        {"/", "Host: a b\r\n", 400},
        {"/", "Host: a\"b\r\n", 400},
        {"/", "Host: a/b\r\n", 400},
        {"/", "Host: \xff\r\n", 400},
        {"/", host + "No colon\r\n", 400},
        {"/", host + "Blank : x\r\n", 400},
        {"/", host + "Content-Length: 5\r\nContent-Length: 6\r\n", 400},
        {"/", host + "Content-Length: 5, 6\r\n", 400},
        {"/", host + "Content-Length: -1\r\n", 400},
        {"/", host + "Content-Length: +5\r\n", 400},
        {"/", host + "Content-Length: 0x5\r\n", 400},
        {"/", host + "Content-Length: 5 5\r\n", 400},
        {"/", host + "Content-Length:\r\n", 400},
        {"/", host + "Content-Length: 18446744073709551616\r\n", 400},
        {"/", host + "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n", 400},
        {"/", host + "Transfer-Encoding: chunked\r\nContent-Length: 5\r\n", 400},
        {"/", host + "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n", 400},
        {"/", host + "Transfer-Encoding: gzip\r\n", 501},
        {"/", host + "Transfer-Encoding: gzip, chunked\r\n", 501},
        {"/", host + "Transfer-Encoding: chunked, identity\r\n", 501},
        {"/", host + "Transfer-Encoding: xchunked\r\n", 501},
        {"/", host + "Transfer-Encoding: identity\r\nTransfer-Encoding: chunked\r\n", 501},
        {"/", host + "Transfer-Encoding:\r\n", 501},
        {"/", host + "Expect: miracles\r\n", 417},
        {"a", host, 400},
        {"example.org:443", host, 400},
        {"ftp://a/b", host, 400},
        {"http:///b", host, 400},
        {"http://a@b/", host, 400},
        {"**", host, 400},
    };
    for (const Row& row : rows) {
        CAPTURE(row.target);
        CAPTURE(row.headers);
        const Read one = read("POST " + row.target + " HTTP/1.1\r\n" + row.headers + "\r\n");
        REQUIRE(one.refusal);
        CHECK(one.refusal->status == row.status);
        CHECK_FALSE(one.refusal->reason.empty());
    }
    CHECK(read("POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n").refusal);
}

TEST_CASE("the same length twice is one length") {
    const Read one = read("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nContent-Length: 5\r\n\r\n");
    CHECK_FALSE(one.refusal);
    CHECK(one.framing.content_length == 5);
}
