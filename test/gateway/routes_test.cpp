// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "gateway/routes.hpp"

#include <doctest/doctest.h>

#include <vector>

using namespace kimai::gateway;

TEST_CASE("paths and where they lead") {
    struct Row {
        std::string path;
        Route route;
    };
    const std::vector<Row> rows{
        {"/", Route::front_page},
        {"//", Route::front_page},
        {"/healthz", Route::alive},
        {"/readyz", Route::ready},
        {"/metrics", Route::metrics},
        {"/kimai/metrics", Route::not_found},
        {"/metrics/", Route::not_found},
        {"/%6detrics", Route::not_found},
        {"/kimai/healthz", Route::not_found},
        {"/readyz/", Route::not_found},
        {"/core/json.php", Route::json_rpc},
        {"//core/json.php", Route::json_rpc},
        {"/core//json.php", Route::json_rpc},
        {"/kimai/core/json.php", Route::json_rpc},
        {"/a/b//c/core/json.php", Route::json_rpc},
        {"/k%C3%A4mai/core/json.php", Route::json_rpc},
        {"/core/json%2Ephp", Route::json_rpc},
        {"/%63ore/json.php", Route::json_rpc},
        {"/core/core/json.php", Route::json_rpc},
        {"", Route::not_found},
        {"*", Route::not_found},
        {"core/json.php", Route::not_found},
        {"/json.php", Route::not_found},
        {"/core/json.php/", Route::not_found},
        {"/core/json.php/x", Route::not_found},
        {"/core/json.phpx", Route::not_found},
        {"/xcore/json.php", Route::not_found},
        {"/Core/JSON.php", Route::not_found},
        {"/core/soap.php", Route::soap},
        {"//core/soap.php", Route::soap},
        {"/kimai/core//soap.php", Route::soap},
        {"/core/%73oap.php", Route::soap},
        {"/core/soap.php/", Route::not_found},
        {"/core/SOAP.php", Route::not_found},
        {"/soap.php", Route::not_found},
        {"/kimai/", Route::not_found},
        {"/core%2Fjson.php", Route::not_found},
        {"/core%2fjson.php", Route::not_found},
        {"/a%2Fb/core/json.php", Route::not_found},
        {"/core/json.php%00", Route::not_found},
        {"/%/core/json.php", Route::not_found},
        {"/%4/core/json.php", Route::not_found},
        {"/%zz/core/json.php", Route::not_found},
        {"/core/%252e/json.php", Route::not_found},
        {"/core/x/../json.php", Route::not_found},
    };
    for (const Row& row : rows) {
        CAPTURE(row.path);
        CHECK(route_of(row.path) == row.route);
    }
}

TEST_CASE("the URL of a request") {
    struct Row {
        std::string host, target;
        bool https;
        std::string url;
    };
    const std::vector<Row> rows{
        {"a.b", "/core/json.php", false, "http://a.b/core/json.php"},
        {"a.b:81", "//core/json.php?x=1&y=%20", false, "http://a.b:81//core/json.php?x=1&y=%20"},
        {"a.b", "/", true, "https://a.b/"},
        {"[::1]:80", "/", false, "http://[::1]:80/"},
        {"", "/x", false, "http://127.0.0.1:8080/x"},
        {"a\"b", "/x", false, "http://127.0.0.1:8080/x"},
        {"a/b", "/x", false, "http://127.0.0.1:8080/x"},
        {"a\r\nb", "/x", false, "http://127.0.0.1:8080/x"},
        {"a", "*", false, "http://a/*"},
        {"a", "/\"<>\\^`{}\x7f\x01 \xc3\xa4", false, "http://a/%22%3C%3E%5C%5E%60%7B%7D%7F%01%20%C3%A4"},
    };
    for (const Row& row : rows) {
        CAPTURE(row.url);
        Request request;
        request.host = row.host;
        request.target = row.target;
        request.https = row.https;
        request.local = "127.0.0.1:8080";
        CHECK(url_of(request) == row.url);
    }
}

TEST_CASE("the endpoint's URL has no query") {
    Request request;
    request.host = "a.b:81";
    request.target = "/kimai//core/soap.php?wsdl=\"x\"";
    request.path = "/kimai//core/soap.php";
    CHECK(endpoint_url_of(request) == "http://a.b:81/kimai//core/soap.php");
    request.https = true;
    CHECK(endpoint_url_of(request) == "https://a.b:81/kimai//core/soap.php");
}

TEST_CASE("query parameters") {
    using Found = std::optional<std::string>;
    struct Row {
        std::string query;
        Found found;
    };
    const std::vector<Row> rows{
        {"", std::nullopt},
        {"wsdl", ""},
        {"WSDL", ""},
        {"Wsdl=", ""},
        {"wsdl=offline", "offline"},
        {"WSDL=document", "document"},
        {"%77sdl=off%6Cine", "offline"},
        {"a=b&wsdl=x&c", "x"},
        {"wsdl=x&wsdl=y", "x"},
        {"wsdl=a=b", "a=b"},
        {"&&wsdl&", ""},
        {"wsdl=%zz", "%zz"},
        {"xwsdl", std::nullopt},
        {"wsdlx", std::nullopt},
        {"x=wsdl", std::nullopt},
        {"%zz&wsdl=1", "1"},
        {"=wsdl", std::nullopt},
    };
    for (const Row& row : rows) {
        CAPTURE(row.query);
        CHECK(query_parameter(row.query, "wsdl") == row.found);
    }
}

TEST_CASE("plain HTTP is sent to https, but for those who watch the process") {
    struct Row {
        std::string host, target;
        std::uint16_t port;
        std::string expected;
    };
    for (const Row& row : std::vector<Row>{
             {"kimai.test", "/", 443, "https://kimai.test/"},
             {"kimai.test:8080", "/a?b=\"c", 443, "https://kimai.test/a?b=%22c"},
             {"kimai.test:8080", "/core/json.php", 8443, "https://kimai.test:8443/core/json.php"},
             {"[::1]:8080", "/", 8443, "https://[::1]:8443/"},
             {"[::1]", "/", 443, "https://[::1]/"},
             {"evil\"host", "/", 443, "https://192.0.2.1/"},
             {"", "*", 443, "https://192.0.2.1/*"},
         }) {
        CAPTURE(row.host);
        Request request;
        request.host = row.host;
        request.local = "192.0.2.1:80";
        request.target = row.target;
        request.path = row.target.substr(0, row.target.find('?'));
        const auto response = https_redirect(request, row.port);
        REQUIRE(response);
        CHECK(response->status == 308);
        CHECK(response->headers == std::vector<ResponseHeader>{{"Location", row.expected}});
        request.https = true;
        CHECK_FALSE(https_redirect(request, row.port));
    }
    for (const std::string path : {"/healthz", "/readyz"}) {
        Request request;
        request.target = request.path = path;
        CHECK_FALSE(https_redirect(request, 443));
    }
}
