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

TEST_CASE("a place says whether it speaks TLS") {
    CHECK(read_endpoint("https://[::1]:443") == Endpoint{"::1", 443, true});
    CHECK(read_endpoint("http://localhost:80") == Endpoint{"localhost", 80, false});
    CHECK(read_endpoint("localhost:80") == Endpoint{"localhost", 80, false});
    for (const std::string text : {"https://", "https://localhost", "ftp://localhost:1", "https://http://a:1",
                                   "HTTPS://a:1", "https://a:1/", "https:a:1"}) {
        CAPTURE(text);
        CHECK_FALSE(read_endpoint(text));
    }
    CHECK(url_text({"::1", 443, true}) == "https://[::1]:443");
    CHECK(url_text({"a", 80}) == "http://a:80");
}

TEST_CASE("what only this machine can reach") {
    for (const std::string host : {"127.0.0.1", "127.1.2.3", "::1", "localhost"}) CHECK(is_loopback({host, 1}));
    for (const std::string host : {"0.0.0.0", "::", "192.0.2.1", "127.example.com", "example.com", "::2"}) {
        CAPTURE(host);
        CHECK_FALSE(is_loopback({host, 1}));
    }
}
