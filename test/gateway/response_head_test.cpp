// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "gateway/response_head.hpp"

#include <doctest/doctest.h>

#include <stdexcept>

using namespace kimai::gateway;

namespace {

std::string head(const Response& response, unsigned version, bool keep_alive) {
    std::string text = "left over";
    write_response_head(text, response, {"DATE", version, keep_alive});
    return text;
}

}  // namespace

TEST_CASE("the head of an answer") {
    const Response json{200, "application/json", {{"Allow", "GET"}}, "12345"};
    const std::string begin =
        "HTTP/1.1 200 OK\r\nDate: DATE\r\nContent-Type: application/json\r\nContent-Length: 5\r\nAllow: GET\r\n";
    CHECK(head(json, 11, true) == begin + "\r\n");
    CHECK(head(json, 11, false) == begin + "Connection: close\r\n\r\n");
    CHECK(head(json, 10, true) == begin + "Connection: keep-alive\r\n\r\n");
    CHECK(head(json, 10, false) == begin + "Connection: close\r\n\r\n");
    CHECK(head({204}, 11, true) == "HTTP/1.1 204 No Content\r\nDate: DATE\r\n\r\n");
    CHECK(head({304, "", {{"ETag", "x"}}}, 11, true) == "HTTP/1.1 304 Not Modified\r\nDate: DATE\r\nETag: x\r\n\r\n");
    CHECK(head({404}, 11, true) == "HTTP/1.1 404 Not Found\r\nDate: DATE\r\nContent-Length: 0\r\n\r\n");
    CHECK(head({299}, 11, true) == "HTTP/1.1 299 \r\nDate: DATE\r\nContent-Length: 0\r\n\r\n");
}

TEST_CASE("no line break gets into a head") {
    CHECK_THROWS_AS(head({200, "", {{"Location", "/\r\nSet-Cookie: x"}}}, 11, true), std::logic_error);
    CHECK_THROWS_AS(head({200, "", {{"Lo\ncation", "/"}}}, 11, true), std::logic_error);
    CHECK_THROWS_AS(head({200, "text/plain\n"}, 11, true), std::logic_error);
}

TEST_CASE("dates as HTTP writes them") {
    using namespace std::chrono;
    HttpDate date;
    const sys_seconds example{784111777s};  // RFC 9110 5.6.7
    CHECK(date.at(example) == "Sun, 06 Nov 1994 08:49:37 GMT");
    CHECK(date.at(example + 999ms) == "Sun, 06 Nov 1994 08:49:37 GMT");
    CHECK(date.at(example + 1s) == "Sun, 06 Nov 1994 08:49:38 GMT");
    CHECK(date.at(sys_seconds{1709251199s}) == "Thu, 29 Feb 2024 23:59:59 GMT");
    CHECK(HttpDate().at(sys_seconds{}) == "Thu, 01 Jan 1970 00:00:00 GMT");
}
