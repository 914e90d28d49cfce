// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "gateway/request_reader.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <string>
#include <vector>

using namespace kimai::gateway;
using State = RequestReader::State;

namespace {

/// Hands the bytes over in pieces and collects what came of them: "METHOD target [body]" a request, "!status" at the
/// end a refusal, "..." a request that is not whole.
std::vector<std::string> read_all(std::string_view bytes, std::size_t piece, const HttpLimits& limits = {}) {
    RequestReader reader(limits);
    std::vector<std::string> found;
    for (;;) {
        const State state = reader.advance();
        if (state == State::complete) {
            found.push_back(reader.request().method + " " + reader.request().target + " [" + reader.request().body +
                            "]");
            reader.next();
            continue;
        }
        if (state == State::refused) {
            found.push_back(std::string("!").append(std::to_string(reader.refusal().status)));
            return found;
        }
        if (bytes.empty()) {
            if (state != State::idle) found.emplace_back("...");
            return found;
        }
        const auto room = reader.room();
        const std::size_t count = std::min({piece, room.size(), bytes.size()});
        std::ranges::copy(bytes.substr(0, count), room.begin());
        reader.add(count);
        bytes.remove_prefix(count);
    }
}

const std::string get = "GET /a HTTP/1.1\r\nHost: h\r\n\r\n";
const std::string post = "POST /b HTTP/1.1\r\nHost: h\r\nContent-Length: 3\r\n\r\nxyz";
const std::string chunked = "POST /c HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nab\r\n0\r\n\r\n";

}  // namespace

TEST_CASE("requests come out the same however the bytes are cut") {
    struct Row {
        std::string bytes;
        std::vector<std::string> expected;
    };
    const std::vector<Row> rows{
        {get, {"GET /a []"}},
        {get + post + chunked + get, {"GET /a []", "POST /b [xyz]", "POST /c [ab]", "GET /a []"}},
        {"\r\n\r\n" + post + "\r\n" + post + "\r\n", {"POST /b [xyz]", "POST /b [xyz]"}},
        {post + "\"}", {"POST /b [xyz]", "!400"}},
        {post + "\n" + get, {"POST /b [xyz]", "!400"}},
        {post + "\r" + get, {"POST /b [xyz]", "!400"}},
        {chunked + "x\r\n", {"POST /c [ab]", "!400"}},
        {"POST /d HTTP/1.1\r\nHost: h\r\n\r\nxyz", {"POST /d []", "..."}},
        {"POST /d HTTP/1.1\r\nHost: h\r\nContent-Length: 4\r\n\r\nxyz", {"..."}},
        {"GET /a HTTP/1.1\r\nHo", {"..."}},
        {"\r\n\r", {}},
        {"POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 1048577\r\n\r\n", {"!413"}},
    };
    for (const Row& row : rows) {
        for (std::size_t piece = 1; piece <= row.bytes.size(); ++piece) {
            CAPTURE(row.bytes);
            CAPTURE(piece);
            CHECK(read_all(row.bytes, piece) == row.expected);
        }
    }
}

TEST_CASE("a body may be as long as the limit") {
    HttpLimits limits;
    limits.body = 100'000;
    const auto request = [](std::size_t size) {
        return "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: " + std::to_string(size) + "\r\n\r\n" +
               std::string(size, 'x');
    };
    CHECK(read_all(request(100'000), 1'000, limits).front().size() == 100'000 + std::string("POST / []").size());
    CHECK(read_all(request(100'001), 1'000, limits) == std::vector<std::string>{"!413"});
}

TEST_CASE("what a request left behind does not reach the next one") {
    const HttpLimits limits;
    RequestReader reader(limits);
    const auto feed = [&reader](const std::string& bytes) {
        const auto room = reader.room();
        REQUIRE(room.size() >= bytes.size());
        std::ranges::copy(bytes, room.begin());
        reader.add(bytes.size());
        return reader.advance();
    };
    CHECK(feed(post) == State::complete);
    CHECK(reader.request().body == "xyz");
    reader.next();
    CHECK(reader.advance() == State::idle);
    CHECK(feed(get) == State::complete);
    CHECK(reader.request().body.empty());
    CHECK(reader.request().headers.size() == 1);
}

TEST_CASE("whoever waits for 100 Continue is told once") {
    const std::string head = "POST / HTTP/1.1\r\nHost: h\r\nExpect: 100-continue\r\nContent-Length: 3\r\n\r\n";
    const auto continues = [](const std::string& bytes) {
        const HttpLimits limits;
        RequestReader reader(limits);
        std::ranges::copy(bytes, reader.room().begin());
        reader.add(bytes.size());
        reader.advance();
        const bool first = reader.take_continue();
        CHECK_FALSE(reader.take_continue());
        return first;
    };
    CHECK(continues(head));
    CHECK_FALSE(continues(head + "x"));
    CHECK_FALSE(continues(head + "xyz"));
    CHECK_FALSE(continues(head.substr(0, head.size() - 1)));
    CHECK_FALSE(continues("POST / HTTP/1.1\r\nHost: h\r\nExpect: 100-continue\r\nContent-Length: 2000000\r\n\r\n"));
}
