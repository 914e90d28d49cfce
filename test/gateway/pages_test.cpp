// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "gateway/pages.hpp"

#include <doctest/doctest.h>

using namespace kimai::gateway;

namespace {

bool contains(const std::string& text, std::string_view part) { return text.find(part) != std::string::npos; }

std::string header(const Response& response, std::string_view name) {
    for (const ResponseHeader& field : response.headers) {
        if (field.name == name) return field.value;
    }
    return "none";
}

}  // namespace

TEST_CASE("the page of the SOAP endpoint names its three descriptions") {
    const Response page = soap_page("http://h:81/kimai/core/soap.php");
    CHECK(page.status == 200);
    CHECK(page.content_type == "text/html; charset=utf-8");
    for (const std::string query : {"", "?wsdl", "?wsdl=offline", "?wsdl=document"}) {
        CAPTURE(query);
        const std::string url = "http://h:81/kimai/core/soap.php" + query;
        std::string link = "<a href=\"";
        link.append(url).append("\">").append(url).append("</a>");
        CHECK(contains(page.body, link));
    }
}

TEST_CASE("the page of the SOAP endpoint loads and runs nothing") {
    const Response page = soap_page("http://h/core/soap.php");
    CHECK(header(page, "Content-Security-Policy").starts_with("default-src 'none';"));
    CHECK(header(page, "X-Content-Type-Options") == "nosniff");
    for (const std::string word : {"<script", "<style", "<link", "<img", "src=", "style="}) {
        CAPTURE(word);
        CHECK_FALSE(contains(page.body, word));
    }
}

TEST_CASE("an address cannot break out of the page") {
    const Response page = soap_page("http://h/a&lt;'/core/soap.php");
    CHECK(contains(page.body, "\"http://h/a&amp;lt;&#39;/core/soap.php?wsdl\""));
    CHECK_FALSE(contains(page.body, "/a&lt;"));
}

TEST_CASE("a method that does not fit is told which do") {
    const Response page = method_not_allowed("GET, HEAD, POST");
    CHECK(page.status == 405);
    CHECK(header(page, "Allow") == "GET, HEAD, POST");
}
