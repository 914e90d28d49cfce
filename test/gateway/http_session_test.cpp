// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "test/gateway/memory_session.hpp"

using namespace kimai::gateway;

namespace {

const std::string get = "GET /a HTTP/1.1\r\nHost: h\r\n\r\n";

std::string post(const std::string& body, const std::string& headers = {}) {
    return "POST /p HTTP/1.1\r\nHost: h\r\n" + headers + "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n" +
           body;
}

/// The answer of `echo` to a request with this method, target and body.
std::string echoed(const std::string& request, const std::string& connection = {}) {
    return "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: " + std::to_string(request.size()) + "\r\n" +
           connection + "\r\n" + request;
}

std::string refused(const std::string& status, const std::string& reason) {
    return "HTTP/1.1 " + status +
           "\r\nContent-Type: text/plain\r\nContent-Length: " + std::to_string(reason.size() + 1) +
           "\r\nConnection: close\r\n\r\n" + reason + "\n";
}

const std::string close_line = "Connection: close\r\n";
const std::string keep_line = "Connection: keep-alive\r\n";
const std::string continue_text = "HTTP/1.1 100 Continue\r\n\r\n";

}  // namespace

TEST_CASE("raw bytes in, whole answer out") {
    struct Row {
        std::string name, in, out;
    };
    const std::string long_head = "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 200008\r\n";
    const std::string long_body = "\r\nbegin" + std::string(200'000, 'x') + "end";
    const std::string not_method = refused("400 Bad Request", "the request does not begin with a method");
    const std::vector<Row> rows{
        {"nothing", "", ""},
        {"blank lines only", "\r\n\r\n", ""},
        {"get", get, echoed("GET /a ")},
        {"post", post("xyz"), echoed("POST /p xyz")},
        {"empty post", post(""), echoed("POST /p ")},
        {"post without length", "POST /p HTTP/1.1\r\nHost: h\r\n\r\n", echoed("POST /p ")},
        {"any type", post("{}", "Content-Type: application/x-www-form-urlencoded\r\n"), echoed("POST /p {}")},
        {"pipelined", get + post("1") + get, echoed("GET /a ") + echoed("POST /p 1") + echoed("GET /a ")},
        {"blank line behind a body", post("1") + "\r\n" + get, echoed("POST /p 1") + echoed("GET /a ")},
        {"close", "GET /a HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n" + get, echoed("GET /a ", close_line)},
        {"1.0", "GET /a HTTP/1.0\r\n\r\n" + get, echoed("GET /a ", close_line)},
        {"1.0 with a body", "POST /p HTTP/1.0\r\nContent-Length: 2\r\n\r\nab", echoed("POST /p ab", close_line)},
        {"1.0 keep-alive", "GET /a HTTP/1.0\r\nConnection: keep-alive\r\n\r\n" + get,
         echoed("GET /a ", keep_line) + echoed("GET /a ")},
        {"head", "HEAD /a HTTP/1.1\r\nHost: h\r\n\r\n" + get,
         "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 8\r\n\r\n" + echoed("GET /a ")},
        {"long", "GET /long HTTP/1.1\r\nHost: h\r\n\r\n" + get, long_head + long_body + echoed("GET /a ")},
        {"long ones, pipelined",
         "GET /long HTTP/1.1\r\nHost: h\r\n\r\n" + get + "GET /long HTTP/1.1\r\nHost: h\r\n\r\n",
         long_head + long_body + echoed("GET /a ") + long_head + long_body},
        {"long and close", "GET /long HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n" + get,
         long_head + close_line + long_body},
        {"long, head", "HEAD /long HTTP/1.1\r\nHost: h\r\n\r\n" + get, long_head + "\r\n" + echoed("GET /a ")},
        {"a file without content", "GET /long-204 HTTP/1.1\r\nHost: h\r\n\r\n" + get,
         "HTTP/1.1 204 No Content\r\n\r\n" + echoed("GET /a ")},
        {"absolute form", "GET http://other:81/a?b HTTP/1.1\r\nHost: h\r\n\r\n", echoed("GET /a?b ")},
        {"chunked",
         "POST /p HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nab\r\n1;x=y\r\nc\r\n0\r\n\r\n" + get,
         echoed("POST /p abc") + echoed("GET /a ")},
        {"no content", "GET /204 HTTP/1.1\r\nHost: h\r\n\r\n" + get,
         "HTTP/1.1 204 No Content\r\n\r\n" + echoed("GET /a ")},
        {"length too short", post("{\"x\":1") + "}", echoed("POST /p {\"x\":1") + not_method},
        {"length too short, words", post("{") + "abc def",
         echoed("POST /p {") + refused("400 Bad Request", "the request ends too early")},
        {"length too long", "POST /p HTTP/1.1\r\nHost: h\r\nContent-Length: 9\r\n\r\nxyz",
         refused("400 Bad Request", "the request ends too early")},
        {"torn head", "GET /a HTTP/1.1\r\nHo", refused("400 Bad Request", "the request ends too early")},
        {"after a refusal nothing is read", "GARBAGE\r\n\r\n" + get, not_method},
        {"smuggling",
         "POST /p HTTP/1.1\r\nHost: h\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n" + get,
         refused("400 Bad Request", "two Transfer-Encodings, or one with Content-Length")},
        {"two lengths", "POST /p HTTP/1.1\r\nHost: h\r\nContent-Length: 3\r\nContent-Length: 4\r\n\r\nabcd" + get,
         refused("400 Bad Request", "two Content-Length headers differ")},
        {"bad chunk", "POST /p HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
         refused("400 Bad Request", "a chunk has no size")},
        {"bare line feeds", "GET /a HTTP/1.1\nHost: h\n\n",
         refused("400 Bad Request", "the request line does not end in an HTTP version")},
        {"HTTP/2", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
         refused("505 HTTP Version Not Supported", "only HTTP/1.0 and HTTP/1.1 are spoken here")},
        {"throwing", "GET /throw HTTP/1.1\r\nHost: h\r\n\r\n" + get,
         "HTTP/1.1 500 Internal Server Error\r\nContent-Type: text/plain\r\nContent-Length: 32\r\n\r\n"
         "internal error in request t-1.1\n" +
             echoed("GET /a ")},
        {"throwing no exception", "GET /throw-int HTTP/1.1\r\nHost: h\r\n\r\n",
         "HTTP/1.1 500 Internal Server Error\r\nContent-Type: text/plain\r\nContent-Length: 32\r\n\r\n"
         "internal error in request t-1.1\n"},
        {"forging a header", "GET /forge HTTP/1.1\r\nHost: h\r\n\r\n",
         "HTTP/1.1 500 Internal Server Error\r\nContent-Type: text/plain\r\nContent-Length: 32\r\n\r\n"
         "internal error in request t-1.1\n"},
        {"answering later", "GET /later HTTP/1.1\r\nHost: h\r\n\r\n" + get, echoed("GET /later ") + echoed("GET /a ")},
    };
    for (const Row& row : rows) {
        CAPTURE(row.name);
        MemorySession session;
        CHECK(session.exchange(row.in) == row.out);
        CHECK(session.ended());
    }
}

TEST_CASE("answers are the same for requests torn at every byte, read or written") {
    const std::string in = get + post("{\"a\":[1]}") +
                           "POST /p HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n" +
                           "\r\n" + get + "\"}";
    MemorySession whole;
    const std::string expected = whole.exchange(in);
    CHECK(expected.ends_with("does not begin with a method\n"));
    for (std::size_t cut = 0; cut <= in.size(); ++cut) {
        CAPTURE(cut);
        MemorySession session;
        session.send(in.substr(0, cut));
        CHECK(session.exchange(in.substr(cut)) == expected);
    }
    for (const std::size_t piece : {1U, 2U, 7U}) {
        CAPTURE(piece);
        MemorySession session({}, {}, piece);
        CHECK(session.exchange(in) == expected);
    }
}

TEST_CASE("a thousand pipelined requests are answered in order") {
    std::string in, out;
    for (int i = 0; i < 1000; ++i) {
        in += post(std::to_string(i));
        out += echoed("POST /p " + std::to_string(i));
    }
    MemorySession session;
    CHECK(session.exchange(in) == out);
}

TEST_CASE("limits hold at the limit and not beyond") {
    HttpLimits limits;
    limits.header = 200;
    limits.target = 50;
    limits.body = 10;
    struct Row {
        std::string name, in, out;
    };
    const auto header = [](std::size_t size) {
        std::string head = "GET /a HTTP/1.1\r\nHost: h\r\nX: ";
        return head + std::string(size - head.size() - 4, 'x') + "\r\n\r\n";
    };
    const auto target = [](std::size_t size) { return std::string("/").append(size - 1, 't'); };
    const auto chunked = [](const std::string& chunks) {
        return "POST /p HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n" + chunks;
    };
    const std::string too_long = refused("413 Content Too Large", "the body is too long");
    const std::vector<Row> rows{
        {"header at limit", header(200), echoed("GET /a ")},
        {"header over", header(201), refused("431 Request Header Fields Too Large", "the header is too long")},
        {"target at limit", "GET " + target(50) + " HTTP/1.1\r\nHost: h\r\n\r\n", echoed("GET " + target(50) + " ")},
        {"target over", "GET " + target(51) + " HTTP/1.1\r\nHost: h\r\n\r\n",
         refused("414 URI Too Long", "the target is too long")},
        {"body at limit", post("0123456789"), echoed("POST /p 0123456789")},
        {"body over", post("0123456789a"), too_long},
        {"told before the body", "POST /p HTTP/1.1\r\nHost: h\r\nContent-Length: 11\r\n\r\n", too_long},
        {"told instead of 100", "POST /p HTTP/1.1\r\nHost: h\r\nExpect: 100-continue\r\nContent-Length: 11\r\n\r\n",
         too_long},
        {"chunks at limit", chunked("5\r\n01234\r\n5\r\n56789\r\n0\r\n\r\n"), echoed("POST /p 0123456789")},
        {"chunks over", chunked("5\r\n01234\r\n6\r\n"), too_long},
        {"endless chunk line", chunked("1;" + std::string(200, 'x')),
         refused("431 Request Header Fields Too Large", "chunk extensions or trailers are too long")},
    };
    for (const Row& row : rows) {
        CAPTURE(row.name);
        MemorySession session(limits);
        CHECK(session.exchange(row.in) == row.out);
        CHECK(session.ended());
    }
}

TEST_CASE("a client that waits for 100 Continue gets it before it sends the body") {
    const std::string head = "POST /p HTTP/1.1\r\nHost: h\r\nExpect: 100-continue\r\nContent-Length: 3\r\n\r\n";
    MemorySession session;
    session.send(head);
    CHECK(session.received() == continue_text);
    session.send("x");
    CHECK(session.received() == continue_text);
    session.send("yz");
    CHECK(session.received() == continue_text + echoed("POST /p xyz"));
    CHECK(session.exchange(post("1", "Expect: 100-continue\r\n")) ==
          continue_text + echoed("POST /p xyz") + echoed("POST /p 1"));
}

TEST_CASE("after a refusal the rest is drained up to a bound and the connection ends") {
    HttpLimits limits;
    limits.body = 10;
    limits.linger_bytes = 100'000;
    MemorySession session(limits);
    session.send("POST /p HTTP/1.1\r\nHost: h\r\nContent-Length: 1000000\r\n\r\n");
    CHECK(session.received() == refused("413 Content Too Large", "the body is too long"));
    session.send(std::string(99'999, 'x'));
    CHECK_FALSE(session.ended());
    session.send("x");
    CHECK(session.ended());
}

TEST_CASE("stopping closes an idle connection and lets a request finish") {
    MemorySession session;
    session.send("GET /a HTTP/1.1\r\nHo");
    session.stop();
    CHECK_FALSE(session.ended());
    session.send("st: h\r\n\r\n" + get);
    CHECK(session.received() == echoed("GET /a ", close_line));
}

TEST_CASE("a request knows where it came from") {
    Request seen;
    MemorySession session({}, TrustedProxies({"192.0.2.1"}));
    session.on_request([&seen](const Request& request) { seen = request; });
    session.exchange(
        "GET http://example.org:1/a?b=c HTTP/1.1\r\nHost: h\r\nX-Forwarded-Proto: https\r\n"
        "X-Forwarded-For: 6.6.6.6\r\nX-Forwarded-For: 203.0.113.9\r\n\r\n");
    CHECK(seen.id == "t-1.1");
    CHECK(seen.client == "203.0.113.9");
    CHECK(seen.https);
    CHECK(seen.host == "example.org:1");
    CHECK(seen.local == "127.0.0.1:8080");
    CHECK(seen.path == "/a");
    CHECK(seen.query == "b=c");
}

TEST_CASE("failures and refusals are logged with the request's id, without the client's bytes") {
    MemorySession session;
    session.exchange(get + "GET /throw HTTP/1.1\r\nHost: h\r\n\r\nGET /?apiKey=secret HTTP/1.1\r\nSecret: x\r\n\r\n");
    const std::string log = session.log();
    CAPTURE(log);
    CHECK(log.find("error request t-1.2 failed: the service is\\x0abroken\n") != std::string::npos);
    CHECK(log.find("call id=t-1.3 client=192.0.2.1 protocol=http method=GET outcome=400\\x20no\\x20Host\\x20header") !=
          std::string::npos);
    CHECK(log.find("ecret") == std::string::npos);
}
