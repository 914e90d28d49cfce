// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "gateway/call/gateway_url.hpp"

#include <doctest/doctest.h>

#include <string>
#include <vector>

using namespace kimai::gateway;

TEST_CASE("a gateway's URL is read") {
    struct Row {
        std::string text, written, path, host_header;
    };
    const std::vector<Row> rows{
        {"http://127.0.0.1:8080", "http://127.0.0.1:8080", "", "127.0.0.1:8080"},
        {"http://localhost", "http://localhost:80", "", "localhost"},
        {"https://time.example", "https://time.example:443", "", "time.example"},
        {"HTTPS://time.example:8443/", "https://time.example:8443", "", "time.example:8443"},
        {"https://time.example:80/kimai/", "https://time.example:80/kimai", "/kimai", "time.example:80"},
        {"http://h:1/kimai/core/json.php", "http://h:1/kimai", "/kimai", "h:1"},
        {"http://h:1/core/soap.php", "http://h:1", "", "h:1"},
        {"http://[::1]", "http://[::1]:80", "", "[::1]"},
        {"http://[::1]:8080/a", "http://[::1]:8080/a", "/a", "[::1]:8080"},
    };
    for (const Row& row : rows) {
        CAPTURE(row.text);
        const auto url = read_gateway_url(row.text);
        REQUIRE(url);
        CHECK(to_text(*url) == row.written);
        CHECK(url->path == row.path);
        CHECK(url->host_header() == row.host_header);
    }
}

TEST_CASE("what is no URL of a gateway is refused") {
    const std::vector<std::string> texts{"",
                                         "127.0.0.1:8080",
                                         "ftp://h",
                                         "http://",
                                         "http:///core",
                                         "http://h:0",
                                         "http://h:65536",
                                         "http://h:",
                                         "http://anna@h",
                                         "http://h/?wsdl",
                                         "http://h?x",
                                         "http://h/#x",
                                         "http://h/a b",
                                         "http://h/\r\nX: y",
                                         "http://::1:80",
                                         "http://h/\xc3\xa4"};
    for (const std::string& text : texts) {
        CAPTURE(text);
        CHECK_FALSE(read_gateway_url(text));
    }
}
