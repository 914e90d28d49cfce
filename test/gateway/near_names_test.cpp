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
    CHECK(near_or_known("getUser", known) == "; near: getUsers");
    CHECK(near_or_known("x", std::array<std::string_view, 2>{"first", "second"}) == "; known: first, second");
}
