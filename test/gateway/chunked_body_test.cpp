// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "gateway/chunked_body.hpp"

#include <doctest/doctest.h>

#include <string>
#include <vector>

using namespace kimai::gateway;
using Found = ChunkedBody::Found;

namespace {

struct Outcome {
    Found found = Found::more;
    std::string body;
    std::string rest;
    unsigned status = 0;
};

Outcome decode(std::string_view bytes, const HttpLimits& limits, std::size_t piece) {
    ChunkedBody chunks(limits);
    Outcome outcome;
    while (!bytes.empty() && outcome.found == Found::more) {
        std::string_view part = bytes.substr(0, piece);
        const std::size_t size = part.size();
        outcome.found = chunks.take(part, outcome.body);
        bytes.remove_prefix(size - part.size());
    }
    outcome.rest = bytes;
    if (outcome.found == Found::wrong) outcome.status = chunks.refusal().status;
    return outcome;
}

}  // namespace

TEST_CASE("chunks are put together, in one piece or torn") {
    struct Row {
        std::string bytes, body, rest;
    };
    const std::vector<Row> rows{
        {"0\r\n\r\n", "", ""},
        {"0\r\n\r\nGET", "", "GET"},
        {"5\r\nhello\r\n0\r\n\r\n", "hello", ""},
        {"5\r\nhello\r\n6\r\n world\r\n000\r\n\r\nX", "hello world", "X"},
        {"A\r\n0123456789\r\nb\r\n0123456789a\r\n0\r\n\r\n", "01234567890123456789a", ""},
        {"2;name=value;other=\"q;\"\r\nab\r\n0;x\r\n\r\n", "ab", ""},
        {"2 \r\nab\r\n0\r\n\r\n", "ab", ""},
        {"1\r\n\r\r\n1\r\n\n\r\n0\r\n\r\n", "\r\n", ""},
        {"1\r\na\r\n0\r\nTrailer: x\r\nOther: y\r\n\r\nrest", "a", "rest"},
    };
    for (const Row& row : rows) {
        for (const std::size_t piece : {1U, 2U, 3U, 1000U}) {
            CAPTURE(row.bytes);
            CAPTURE(piece);
            const Outcome outcome = decode(row.bytes, HttpLimits(), piece);
            CHECK(outcome.found == Found::whole);
            CHECK(outcome.body == row.body);
            CHECK(outcome.rest == row.rest);
        }
    }
}

TEST_CASE("bad chunks are refused") {
    struct Row {
        std::string bytes;
        unsigned status;
    };
    const std::vector<Row> rows{
        {"\r\n", 400},
        {"x\r\n", 400},
        {"-1\r\n", 400},
        {"+1\r\n", 400},
        {" 1\r\n", 400},
        {"0x1\r\n", 400},
        {"1\n", 400},
        {"1\ra", 400},
        {";x\r\n", 400},
        {"1\r\nab", 400},
        {"1\r\na\n", 400},
        {"1\r\na\rb", 400},
        {"0\r\n\rx", 400},
        {"0\r\nA: b\n", 400},
        {"0\r\nA: b\rC", 400},
        {"1;a\nb\r\n", 400},
        {"1\r\na\r\n\r\n", 400},
        {"2,2\r\nab\r\n", 400},
        {"\n", 400},
        {"0\r\n\n", 400},
        {"100001\r\n", 413},
        {"FFFFFFFFFFFFFFFF", 413},
        {"10000000000000000", 413},
        {"7fffffffffffffff\r\n", 413},
    };
    for (const Row& row : rows) {
        for (const std::size_t piece : {1U, 1000U}) {
            CAPTURE(row.bytes);
            const Outcome outcome = decode(row.bytes, HttpLimits(), piece);
            CHECK(outcome.found == Found::wrong);
            CHECK(outcome.status == row.status);
        }
    }
}

TEST_CASE("all chunks together may be as long as the body's limit") {
    HttpLimits limits;
    limits.body = 10;
    CHECK(decode("5\r\n12345\r\n5\r\n12345\r\n0\r\n\r\n", limits, 1).found == Found::whole);
    const Outcome over = decode("5\r\n12345\r\n6\r\n", limits, 1);
    CHECK(over.found == Found::wrong);
    CHECK(over.status == 413);
}

TEST_CASE("extensions and trailers together may be as long as the header's limit") {
    HttpLimits limits;
    limits.header = 6;
    CHECK(decode("1;ab\r\na\r\n0\r\nX:z\r\n\r\n", limits, 1).found == Found::whole);
    CHECK(decode("1;ab\r\na\r\n0\r\nX:zz\r\n\r\n", limits, 1).status == 431);
    CHECK(decode("1;abcdef\r\n", limits, 1).status == 431);
}
