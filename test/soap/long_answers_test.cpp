// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include <doctest/doctest.h>

#include <functional>
#include <stdexcept>
#include <string>

#include "soap/endpoint.hpp"
#include "test/api/long_results.hpp"
#include "test/api/memory_overflow.hpp"

using namespace kimai;
using namespace kimai::soap;
using test::MemoryOverflow;

namespace {

struct Form {
    Version version;
    Style style;
};
constexpr Form forms[] = {{Version::soap_1_1, Style::rpc},
                          {Version::soap_1_2, Style::rpc},
                          {Version::soap_1_1, Style::document},
                          {Version::soap_1_2, Style::document}};

using Write = std::function<void(api::ResultWriter&)>;

Answer answer_of(const Form& form, const Write& write, api::Overflow* overflow, int* reported = nullptr) {
    const api::Method& method = *api::find_method("getTimesheet");
    const Request request{.version = form.version,
                          .style = form.style,
                          .content = api::BoundCall{&method, std::get<api::Arguments>(bind_by_position(method, {}))}};
    return answer(
        request, "http://h/core/soap.php",
        [&](const api::Method&, const api::Arguments&, api::ResultWriter& result) { write(result); },
        [&](const api::Method&, const std::exception&) {
            if (reported != nullptr) ++*reported;
        },
        overflow);
}

}  // namespace

TEST_CASE("A long answer is the same whether some of it overflows or not") {
    for (const Form& form : forms) {
        for (const test::LongResult& result : test::long_results(30)) {
            CAPTURE(result.name);
            const std::string expected = answer_of(form, result.write, nullptr).body;
            for (const std::size_t portion : {0U, 1U, 100U, 500U, 2000U, 1'000'000U}) {
                CAPTURE(portion);
                MemoryOverflow overflow(portion);
                const Answer answer = answer_of(form, result.write, &overflow);
                CHECK(answer.overflowed_at.has_value() == (overflow.times > 0));
                CHECK(overflow.whole(answer.body, answer.overflowed_at) == expected);
                CHECK_FALSE(answer.is_fault);
            }
        }
    }
}

TEST_CASE("However long a list is, what stays in memory is not") {
    constexpr std::size_t portion = 10'000;
    for (const Form& form : forms) {
        for (const std::size_t number : {0U, 1U, 2U, 5U}) {
            const test::LongResult result = test::long_results(1000)[number];
            CAPTURE(result.name);
            MemoryOverflow overflow(portion);
            const Answer answer = answer_of(form, result.write, &overflow);
            CHECK(overflow.times > 5);
            CHECK(answer.body.size() < 2 * portion);
        }
    }
}

TEST_CASE("Of a long call that throws nothing remains") {
    for (const Form& form : forms) {
        MemoryOverflow overflow(100);
        int reported = 0;
        const auto write = [](api::ResultWriter& result) {
            result.open_list();
            for (int i = 0; i < 100; ++i) test::write_item(result, i);
            throw std::runtime_error("disk on fire");
        };
        const Answer answer = answer_of(form, write, &overflow, &reported);
        CHECK(overflow.times > 0);
        CHECK(answer.is_fault);
        CHECK_FALSE(answer.overflowed_at);
        CHECK(reported == 1);
    }
}

TEST_CASE("A full overflow is a fault") {
    for (const Form& form : forms) {
        MemoryOverflow overflow(100);
        overflow.is_full = true;
        int reported = 0;
        const Answer answer = answer_of(form, test::long_results(100)[0].write, &overflow, &reported);
        CHECK(answer.is_fault);
        CHECK_FALSE(answer.overflowed_at);
        CHECK(reported == 1);
    }
}

TEST_CASE("An answer that is too long for here is no failure") {
    for (const Form& form : forms) {
        MemoryOverflow overflow(100);
        int reported = 0;
        const auto write = [](api::ResultWriter&) { throw api::AnswerTooLong(); };
        CHECK_THROWS_AS(answer_of(form, write, &overflow, &reported), api::AnswerTooLong);
        CHECK(reported == 0);
    }
}
