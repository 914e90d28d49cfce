// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "gateway/endpoint.hpp"

#include <doctest/doctest.h>

#include <string>
#include <vector>

using namespace kimai::gateway;

TEST_CASE("an endpoint is read and written back") {
    struct Row {
        std::string text, host;
        std::uint16_t port;
    };
    const std::vector<Row> rows{
        {"127.0.0.1:8080", "127.0.0.1", 8080},           {"[::1]:8080", "::1", 8080}, {"localhost:0", "localhost", 0},
        {"my_host-2.lan:65535", "my_host-2.lan", 65535}, {"[::]:1", "::", 1},
    };
    for (const Row& row : rows) {
        CAPTURE(row.text);
        const auto endpoint = read_endpoint(row.text);
        REQUIRE(endpoint);
        CHECK(*endpoint == Endpoint{row.host, row.port});
        CHECK(to_text(*endpoint) == row.text);
    }
}

TEST_CASE("what is no endpoint is refused") {
    const std::vector<std::string> texts{
        "",           "8080",     ":8080",  "host",      "host:",      "host:65536",   "host:-1",     "host:+1",
        "host: 1",    "::1:8080", "[::1]",  "[::1]8080", "[::1",       "[]:80",        "[host]:80",   "ho st:80",
        "host:80:80", "host:8o",  "h/x:80", "h\"x:80",   "[::1]:80\r", "h\xc3\xa4:80", "[:1:]:99999", "a@b:80"};
    for (const std::string& text : texts) {
        CAPTURE(text);
        CHECK_FALSE(read_endpoint(text));
    }
}

TEST_CASE("a Host header is a host with or without a port") {
    for (const std::string text :
         {"example.org", "example.org:8080", "127.0.0.1", "[::1]", "[::1]:80", "a_b", "host:"}) {
        CAPTURE(text);
        CHECK(is_host_header(text));
    }
    for (const std::string text :
         {"",    "a b",    "a\"b", "a<b",       "a/b", "a@b", "a:b", "a:1:2", "a\\b", "a%41",
          "::1", "[::1]x", "[::1", "h\xc3\xa4", "a,b", "a?b", "a#b", "a&b",   "a'b",  "host:99999"}) {
        CAPTURE(text);
        CHECK_FALSE(is_host_header(text));
    }
    CHECK_FALSE(is_host_header(std::string_view("a\0b", 3)));
}
