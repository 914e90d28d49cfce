// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "api/longest_match.hpp"

#include <doctest/doctest.h>

#include <stdexcept>
#include <string>

using kimai::api::LongestMatch;

namespace {

/// Pattern and length, as "0:3", or "none".
std::string found(const LongestMatch& automaton, std::string_view text, std::size_t from = 0) {
    const auto match = automaton.at(text, from);
    return match ? std::to_string(match->pattern) + ":" + std::to_string(match->length) : "none";
}

LongestMatch one(std::string_view pattern) {
    const std::string_view patterns[] = {pattern};
    return {{}, patterns};
}

}  // namespace

TEST_CASE("the longest match counts, then the first pattern") {
    const std::string_view patterns[] = {"'ab'", "[a-c]+", "\"aB\"", "'abcd'"};
    const LongestMatch automaton({}, patterns);
    CHECK(found(automaton, "AB") == "0:2");
    CHECK(found(automaton, "abc") == "1:3");
    CHECK(found(automaton, "aB") == "0:2");
    CHECK(found(automaton, "abcd") == "3:4");
    CHECK(found(automaton, "xabc", 1) == "1:3");
    CHECK(found(automaton, "d") == "none");
    CHECK(found(automaton, "") == "none");
}

TEST_CASE("the parts of a pattern") {
    struct {
        std::string_view pattern;
        std::string_view text;
        std::string_view expected;
    } const cases[] = {
        {"'a' ('b' | 'c')? 'd'", "abd", "0:3"},
        {"'a' ('b' | 'c')? 'd'", "ad", "0:2"},
        {"'a' ('b' | 'c')? 'd'", "abcd", "none"},
        {"'a' 'b'*", "abbb", "0:4"},
        {"'a' 'b'*", "a", "0:1"},
        {"('a' 'b'+)?  'c'", "abbc", "0:4"},
        {"('a' 'b'+)?  'c'", "bc", "none"},
        {"('a' 'b'+)* 'c'", "ababbc", "0:6"},
        {"[0-9]{2}", "1", "none"},
        {"[0-9]{2}", "123", "0:2"},
        {"[0-9]{1,3}", "12345", "0:3"},
        {"[+-]", "-", "0:1"},
        {"[\\t.-]+", "\t.-", "0:3"},
        {"'a' [\\0 ]", "a", "0:2"},
        {"'a' [\\0 ]", "ab", "none"},
    };
    for (const auto& each : cases) {
        CAPTURE(each.pattern);
        CAPTURE(each.text);
        CHECK(found(one(each.pattern), each.text) == each.expected);
    }
}

TEST_CASE("named patterns") {
    const LongestMatch::Definition definitions[] = {{"digit", "[0-9]"}, {"number", "<digit>+ | 'none'"}};
    const std::string_view patterns[] = {"<number> '/' <number>"};
    CHECK(found(LongestMatch(definitions, patterns), "12/NONE") == "0:7");
    CHECK(found(LongestMatch(definitions, patterns), "12NONE") == "none");
}

TEST_CASE("malformed patterns") {
    for (const char* pattern :
         {"'a", "[a", "(", ")", "('a'", "<unknown>", "<unclosed", "x", "'a'{0}", "'a'{3,2}", "'a'{2", "?"}) {
        CAPTURE(pattern);
        CHECK_THROWS_AS(one(pattern), std::logic_error);
    }
    const LongestMatch::Definition itself[] = {{"a", "<a>"}};
    const std::string_view patterns[] = {"<a>"};
    CHECK_THROWS_AS(LongestMatch(itself, patterns), std::logic_error);
}
