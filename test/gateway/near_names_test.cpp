// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "gateway/near_names.hpp"

#include <doctest/doctest.h>

#include <array>
#include <string>
#include <string_view>
#include <vector>

using namespace kimai::gateway;

TEST_CASE("near names are found, the likeliest first") {
    constexpr std::array<std::string_view, 6> known{"getUsers",     "getTasks",           "getTimesheet",
                                                    "authenticate", "getTimesheetRecord", "stopRecord"};
    struct Row {
        std::string word;
        std::vector<std::string_view> near;
    };
    const std::vector<Row> rows{
        {"getUser", {"getUsers"}},
        {"GETUSERS", {"getUsers"}},
        {"gettasksk", {"getTasks"}},
        {"timesheet", {"getTimesheet", "getTimesheetRecord"}},
        {"authentcate", {"authenticate"}},
        {"rates", {}},
        {"", {}},
    };
    for (const Row& row : rows) {
        CAPTURE(row.word);
        CHECK(near_names(row.word, known) == row.near);
    }
    const std::string most(100, 'a');
    CHECK(letters_apart(most, "a" + most.substr(2)) == 1);
    CHECK_FALSE(letters_apart("a" + most, most));
    CHECK_FALSE(letters_apart("a", "b"));  // nothing in common
    CHECK(letters_apart("a", "ab") == 1);
    CHECK(near_or_known("getUser", known) == "; near: getUsers");
    CHECK(near_or_known("x", std::array<std::string_view, 2>{"first", "second"}) == "; known: first, second");
}

TEST_CASE("the likeliest of the options is proposed, and none that is far") {
    constexpr std::array<std::string_view, 5> known{"listen", "log-level", "login-rate", "body-limit", "io-threads"};
    struct Row {
        std::string written, expected;
    };
    const std::vector<Row> rows{
        {"listen", "; did you mean listen?"},
        {"lisetn", "; did you mean listen?"},
        {"body-limmit", "; did you mean body-limit?"},
        {"body_limit", "; did you mean body-limit?"},
        {"log-rate", "; did you mean login-rate?"},  // two letters left out
        {"iothreads", "; did you mean io-threads?"},
        {"body-limit1234", "; did you mean body-limit?"},
        {"loglvl", ""},  // three wrong of six
        {"li", ""},
        {"", ""},
        {"database", ""},
    };
    for (const Row& row : rows) {
        CAPTURE(row.written);
        CHECK(did_you_mean(row.written, known) == row.expected);
    }
    CHECK(did_you_mean("listen", {}).empty());
}
