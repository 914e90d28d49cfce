// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "api/answer.hpp"

#include <doctest/doctest.h>

#include <limits>
#include <string>

#include "test/api/collecting_writer.hpp"

using namespace kimai::api;
using kimai::storage::Money;
using kimai::test::CollectingWriter;

namespace {

/// The answer with so many items, ended by `end`.
template <typename End>
std::string answer_with(int items, End end) {
    CollectingWriter writer;
    Answer answer(writer);
    for (int i = 0; i < items; ++i) {
        answer.open_item().integer("n", i);
        answer.close_item();
    }
    end(answer);
    return writer.result();
}

}  // namespace

TEST_CASE("Nothing is written before the first item or the end") {
    CollectingWriter writer;
    const Answer answer(writer);
    CHECK(answer.is_empty());
    CHECK(writer.is_empty());
}

TEST_CASE("The total is the number of items, as a number") {
    const auto close = [](Answer& answer) { answer.close(); };
    CHECK(answer_with(0, close) == R"({"success":true,"items":[],"total":0})");
    CHECK(answer_with(2, close) == R"({"success":true,"items":[{"n":0},{"n":1}],"total":2})");
}

TEST_CASE("The total of a part is text, but a number where it is zero") {
    CHECK(answer_with(1, [](Answer& answer) { answer.close_part_of(52); }) ==
          R"({"success":true,"items":[{"n":0}],"total":"52"})");
    CHECK(answer_with(0, [](Answer& answer) { answer.close_part_of(52); }) ==
          R"({"success":true,"items":[],"total":"52"})");
    CHECK(answer_with(0, [](Answer& answer) { answer.close_part_of(0); }) ==
          R"({"success":true,"items":[],"total":0})");
}

TEST_CASE("Each kind of field is written as the old server did: numbers of the database as text") {
    CollectingWriter writer;
    Answer answer(writer);
    Fields fields = answer.open_item();
    fields.text("a", "");
    fields.text("b", std::optional<std::string>());
    fields.text("c", std::optional<std::string_view>("x"));
    fields.number_text("d", std::numeric_limits<std::int64_t>::min());
    fields.number_text("e", std::optional<std::int64_t>());
    fields.number_text("f", std::optional<std::int64_t>(0));
    fields.money("g", Money{-5});
    fields.money("h", std::optional<Money>());
    fields.money("i", std::optional<Money>(Money{1250}));
    fields.integer("j", -7);
    fields.real("k", 0.125);
    fields.null("l");
    answer.close_item();
    answer.close();
    CHECK(writer.result() ==
          R"({"success":true,"items":[{"a":"","b":null,"c":"x","d":"-9223372036854775808","e":null,"f":"0",)"
          R"("g":"-0.05","h":null,"i":"12.50","j":-7,"k":0.125,"l":null}],"total":1})");
}

TEST_CASE("Short answers") {
    CollectingWriter nothing;
    answer_done(nothing);
    CHECK(nothing.result() == R"({"success":true,"items":[],"total":0})");
    CollectingWriter number;
    answer_number(number, "id", 7);
    CHECK(number.result() == R"({"success":true,"items":[{"id":7}],"total":1})");
}
