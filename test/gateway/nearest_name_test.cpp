// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "gateway/nearest_name.hpp"

#include <doctest/doctest.h>

using kimai::gateway::nearest_name;

TEST_CASE("the nearest name is found, and none that is far") {
    const std::vector<std::string> known{"listen", "log-level", "login-rate", "body-limit", "io-threads"};
    struct Row {
        std::string written, expected;
    };
    const std::vector<Row> rows{
        {"listen", "listen"},
        {"lisen", "listen"},
        {"lisetn", "listen"},
        {"body-limmit", "body-limit"},
        {"body_limit", "body-limit"},
        {"log-rate", "login-rate"},  // two letters left out
        {"iothreads", "io-threads"},
        {"loglvl", ""},  // three wrong of six
        {"li", ""},
        {"", ""},
        {"database", ""},
        {std::string(101, 'x'), ""},
        {"body-limit1234", ""},
        {"body-limit123", "body-limit"},
    };
    for (const Row& row : rows) {
        CAPTURE(row.written);
        CHECK(nearest_name(row.written, known) == row.expected);
    }
    CHECK(nearest_name("listen", {}).empty());
}
