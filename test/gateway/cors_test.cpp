// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "gateway/cors.hpp"

#include <doctest/doctest.h>

#include <stdexcept>

using namespace kimai::gateway;
using Headers = std::vector<ResponseHeader>;

namespace {

Request from(const std::string& origin) {
    Request request;
    if (!origin.empty()) request.headers.push_back({"origin", origin});
    return request;
}

}  // namespace

TEST_CASE("origins are compared as browsers send them") {
    const CorsPolicy policy({"HTTPS://Intranet.Example:443", "http://127.0.0.1:80", "http://[::1]:8080", "app+x://a"});
    for (const std::string origin :
         {"https://intranet.example", "http://127.0.0.1", "http://[::1]:8080", "app+x://a"}) {
        CAPTURE(origin);
        CHECK(policy.headers_for(from(origin)) == Headers{{"Access-Control-Allow-Origin", origin}, {"Vary", "Origin"}});
    }
    for (const std::string origin : {"https://intranet.example:443", "https://intranet.example.evil.example",
                                     "http://intranet.example", "null", ""}) {
        CAPTURE(origin);
        CHECK(policy.headers_for(from(origin)) == Headers{{"Vary", "Origin"}});
    }
}

TEST_CASE("any and none") {
    CHECK(CorsPolicy().headers_for(from("https://a")) == Headers{{"Access-Control-Allow-Origin", "*"}});
    CHECK(CorsPolicy({"*"}).headers_for(from("")) == Headers{{"Access-Control-Allow-Origin", "*"}});
    CHECK(CorsPolicy({"none"}).headers_for(from("https://a")).empty());
}

TEST_CASE("a preflight tells who is allowed what, and others nothing") {
    const CorsPolicy policy({"https://a"});
    CHECK(policy.preflight(from("https://a")).headers.size() == 5);
    CHECK(policy.preflight(from("https://b")).headers == Headers{{"Vary", "Origin"}});
    CHECK(CorsPolicy({"none"}).preflight(from("https://a")).headers.empty());
    CHECK(CorsPolicy().preflight(from("https://a")).status == 204);
}

TEST_CASE("what is no origin is refused") {
    for (const std::vector<std::string>& origins : {std::vector<std::string>{"a.example"},
                                                    {"https://a/"},
                                                    {"https://a/x"},
                                                    {"https://*.a"},
                                                    {"https://a b"},
                                                    {"*", "https://a"},
                                                    {"https://a", "none"},
                                                    {"null"},
                                                    {"://a"},
                                                    {"https://a:"},
                                                    {"https://a\r\nX: y"}}) {
        CAPTURE(origins.front());
        CHECK_THROWS_AS(CorsPolicy{origins}, std::invalid_argument);
    }
}
