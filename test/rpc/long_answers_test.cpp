// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include <doctest/doctest.h>

#include <stdexcept>
#include <string>
#include <vector>

#include "rpc/endpoint.hpp"
#include "test/api/long_results.hpp"
#include "test/api/memory_overflow.hpp"

using namespace kimai;
using namespace kimai::rpc;
using test::MemoryOverflow;

namespace {

constexpr std::size_t limit = 10;

/// getTimesheet answers `result`, getVersion a text, getTasks throws behind many items.
struct Bench {
    test::LongResult result;
    std::vector<std::string> reported = {};

    void run(const api::Method& method, api::ResultWriter& writer) const {
        if (method.name == "getTimesheet") return result.write(writer);
        if (method.name == "getVersion") return writer.text("1.3.5-1400");
        writer.open_list();
        for (int i = 0; i < 50; ++i) test::write_item(writer, i);
        throw std::runtime_error("disk on fire");
    }

    Answer post(std::string_view body, api::Overflow* overflow) {
        return answer(
            read_request(body, limit),
            [this](const api::Method& method, const api::Arguments&, api::ResultWriter& writer) {
                run(method, writer);
            },
            [this](const api::Method&, const std::exception& error) { reported.emplace_back(error.what()); }, overflow);
    }
};

constexpr std::string_view one = R"({"jsonrpc":"2.0","method":"getTimesheet","params":["k"],"id":1})";
constexpr std::string_view batch =
    R"([{"method":"getVersion","id":1},{"method":"getTimesheet","params":["k"],"id":2},)"
    R"({"method":"getTasks","params":["k"],"id":3},{"method":"getTimesheet","params":["k"]},{"method":"nosuch","id":4},)"
    R"({"method":"getTimesheet","params":["k"],"id":5},{"method":"getTasks","params":["k"],"id":6},)"
    R"({"method":"getVersion"},{"method":"getVersion","id":7}])";
constexpr std::string_view failing_first =
    R"([{"method":"getTasks","params":["k"],"id":1},{"method":"getTasks","params":["k"],"id":2},)"
    R"({"method":"getTimesheet","params":["k"],"id":3}])";

}  // namespace

TEST_CASE("A long answer is the same whether some of it overflows or not") {
    for (const test::LongResult& result : test::long_results(30)) {
        CAPTURE(result.name);
        for (const std::string_view body : {one, batch, failing_first}) {
            Bench bench{result};
            const std::string expected = bench.post(body, nullptr).body.value();
            // The failing calls of a batch have taken back what they wrote, wherever it was kept.
            CHECK(bench.reported.size() == (body == one ? 0U : 2U));
            for (const std::size_t portion : {0U, 1U, 100U, 500U, 2000U, 7000U, 1'000'000U}) {
                CAPTURE(portion);
                MemoryOverflow overflow(portion);
                const Answer answer = bench.post(body, &overflow);
                CHECK(overflow.whole(answer.body.value(), answer.overflowed_at) == expected);
            }
        }
    }
}

TEST_CASE("A batch whose long call fails alone keeps nothing of it") {
    Bench bench{test::long_results(1)[0]};
    MemoryOverflow overflow(100);
    const Answer answer = bench.post(R"([{"method":"getTasks","params":["k"],"id":1}])", &overflow);
    CHECK(overflow.times > 0);
    CHECK_FALSE(answer.overflowed_at);
    CHECK(answer.body == R"([{"error":{"code":-32603,"message":"Internal error","data":null},"id":"1"}])");
}

TEST_CASE("A long notification is not answered") {
    Bench bench{test::long_results(100)[0]};
    MemoryOverflow overflow(100);
    const Answer answer = bench.post(R"({"method":"getTimesheet","params":["k"]})", &overflow);
    CHECK(overflow.times > 0);
    CHECK_FALSE(answer.body.has_value());
    CHECK_FALSE(answer.overflowed_at);
}

TEST_CASE("A full overflow costs its call only") {
    Bench bench{test::long_results(100)[0]};
    MemoryOverflow overflow(100);
    overflow.is_full = true;
    const Answer answer =
        bench.post(R"([{"method":"getTimesheet","params":["k"],"id":1},{"method":"getVersion","id":2}])", &overflow);
    CHECK(answer.body == R"([{"error":{"code":-32603,"message":"Internal error","data":null},"id":"1"},)"
                         R"({"result":"1.3.5-1400","id":"2"}])");
    CHECK(bench.reported == std::vector<std::string>{"the overflow is full"});
}

TEST_CASE("Faults of a batch are told also when the overflow is full") {
    for (std::size_t portion = 0; portion < 1500; portion += 7) {
        CAPTURE(portion);
        Bench bench{test::long_results(3)[0]};
        MemoryOverflow overflow(portion);
        overflow.is_full = true;
        const Answer answer = bench.post(
            R"([{"method":"getTimesheet","params":["k"],"id":1},{"method":"getTasks","params":["k"],"id":2},)"
            R"({"method":"nosuch","id":3},{"method":"nosuch","id":4}])",
            &overflow);
        CHECK(answer.body.value().ends_with(
            R"({"error":{"code":-32603,"message":"Internal error","data":null},"id":"2"},)"
            R"({"error":{"code":-32601,"message":"Method not found","data":null},"id":"3"},)"
            R"({"error":{"code":-32601,"message":"Method not found","data":null},"id":"4"}])"));
    }
}

TEST_CASE("The result is known only of an answer that is all there") {
    Bench bench{test::long_results(100)[0]};
    const Request request = read_request(one, limit);
    const Answer kept = bench.post(one, nullptr);
    CHECK(answer_with(request, result_of(request, kept)).body == kept.body);
    MemoryOverflow roomy(1'000'000);
    CHECK(result_of(request, bench.post(one, &roomy)) == result_of(request, kept));
    MemoryOverflow overflow(100);
    CHECK(result_of(request, bench.post(one, &overflow)).empty());
}

TEST_CASE("An answer that is too long for here is no failure") {
    Bench bench{{"too long", [](api::ResultWriter&) { throw api::AnswerTooLong(); }}};
    CHECK_THROWS_AS(bench.post(one, nullptr), api::AnswerTooLong);
    CHECK(bench.reported.empty());
}
