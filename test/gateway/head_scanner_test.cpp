// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "gateway/head_scanner.hpp"

#include <doctest/doctest.h>

#include <string>
#include <vector>

using namespace kimai::gateway;
using Found = HeadScanner::Found;

namespace {

/// What the scanner says when the bytes come one by one; `at` is set to how many it took.
Found scan(const std::string& bytes, HeadScanner& scanner, std::size_t& at) {
    Found found = Found::more;
    for (at = 0; at < bytes.size() && found == Found::more; ++at) {
        found = scanner.look(std::string_view(bytes).substr(0, at + 1));
    }
    return found;
}

}  // namespace

TEST_CASE("a head ends at its empty line, in one piece or torn") {
    const std::string head = "GET /a?b=[1] HTTP/1.1\r\nHost: x\r\nEmpty:\r\nTab:\ta\xc3\xa4\r\n\r\n";
    HeadScanner whole{HttpLimits()};
    CHECK(whole.look(head + "more\r\n\r\n") == Found::whole);
    CHECK(whole.size() == head.size());
    HeadScanner torn{HttpLimits()};
    std::size_t at = 0;
    CHECK(scan(head + "more\r\n\r\n", torn, at) == Found::whole);
    CHECK(at == head.size());
}

TEST_CASE("what cannot be a head is refused at the first wrong byte") {
    struct Row {
        std::string begin, wrong;
        unsigned status;
    };
    const std::vector<Row> rows{
        // Ends of bodies that were longer than their Content-Length said.
        {"", "\"}", 400},
        {"true", "}", 400},
        {"null", "]", 400},
        {"SOAP-ENV", ":Envelope>", 400},
        {"a /b", "\"}", 400},
        {"a /b ", "c\"}", 400},
        {"Envelope", ">", 400},
        // TLS on a plain port.
        {"", std::string("\x16\x03\x01\x02\x00", 5), 400},
        {"", " GET / HTTP/1.1\r\n", 400},
        {"GET", "\r\n", 400},
        {"GET ", " / HTTP/1.1", 400},
        {"GET /", "\r\n", 400},
        {"GET /", "\tHTTP/1.1", 400},
        {"GET /a ", "b HTTP/1.1", 400},
        {"GET / ", "\r\n", 400},
        {"GET / ", "http/1.1\r\n", 400},
        {"GET / HTTP/1", ",1\r\n", 400},
        {"GET / HTTP/1.1", " \r\n", 400},
        {"GET / HTTP/1.1", "0\r\n", 400},
        {"GET / HTTP/1.1", "\n", 400},
        {"GET / HTTP/1.1\r", "\r\n", 400},
        {"GET / HTTP/2.0", "\r\n", 505},
        {"GET / HTTP/1.2", "\r\n", 505},
        {"GET / HTTP/0.9", "\r\n", 505},
        {"PRI * HTTP/2.0", "\r\n\r\nSM\r\n\r\n", 505},
        {"GET / HTTP/1.1\r\n", "\n", 400},
        {"GET / HTTP/1.1\r\n", " folded: x", 400},
        {"GET / HTTP/1.1\r\nA: b\r\n", "\tc", 400},
        {"GET / HTTP/1.1\r\n", ": x", 400},
        {"GET / HTTP/1.1\r\nA: b", "\nC: d", 400},
        {"GET / HTTP/1.1\r\nA: b\r", "C: d", 400},
        {"GET / HTTP/1.1\r\nA: ", std::string("\0", 1), 400},
        {"GET / HTTP/1.1\r\nA: ", "\x7f", 400},
        {"GET / HTTP/1.1\r\nA: b\r\n\r", "x", 400},
    };
    for (const Row& row : rows) {
        CAPTURE(row.begin);
        CAPTURE(row.wrong);
        HeadScanner scanner{HttpLimits()};
        std::size_t at = 0;
        CHECK(scan(row.begin, scanner, at) == Found::more);
        CHECK(scanner.look(row.begin + row.wrong) == Found::wrong);
        CHECK(scanner.refusal().status == row.status);
        CHECK(scanner.size() == row.begin.size());
    }
}

TEST_CASE("a head may be as long as the limit, however it arrives") {
    HttpLimits limits;
    limits.header = 100;
    for (const std::size_t size : {100U, 101U}) {
        std::string head = "GET / HTTP/1.1\r\nA: ";
        head += std::string(size - head.size() - 4, 'x') + "\r\n\r\n";
        HeadScanner whole(limits);
        CHECK(whole.look(head) == (size == 100 ? Found::whole : Found::wrong));
        HeadScanner torn(limits);
        std::size_t at = 0;
        CHECK(scan(head, torn, at) == (size == 100 ? Found::whole : Found::wrong));
        if (size == 101) CHECK(torn.refusal().status == 431);
    }
}

TEST_CASE("a target may be as long as its own limit") {
    HttpLimits limits;
    limits.target = 10;
    HeadScanner at_limit(limits);
    CHECK(at_limit.look("GET /123456789 HTTP/1.1\r\n") == Found::more);
    HeadScanner over(limits);
    CHECK(over.look("GET /123456789") == Found::more);
    CHECK(over.look("GET /1234567890") == Found::wrong);
    CHECK(over.refusal().status == 414);
}
