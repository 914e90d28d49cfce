// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "api/rounding.hpp"

#include <doctest/doctest.h>

#include <limits>
#include <string>

using kimai::api::rounded;
using kimai::api::Span;

TEST_CASE("A recording is rounded by precision and method") {
    struct Case {
        std::string name;
        std::int64_t precision;
        std::string method;
        Span span;
        Span expected;
    };
    const Case cases[] = {
        {"not at all", 0, "default", {61, 119}, {61, 119}},
        {"less than not at all", -5, "ceil", {61, 119}, {61, 119}},
        {"start down, end up", 1, "default", {61, 121}, {60, 180}},
        {"on the minute already", 1, "default", {60, 120}, {60, 120}},
        {"five minutes", 5, "default", {599, 601}, {300, 900}},
        {"an unknown method is the default", 1, "Closest", {61, 121}, {60, 180}},
        {"no method is the default", 1, "", {61, 121}, {60, 180}},
        {"nearest", 1, "closest", {89, 91}, {60, 120}},
        {"nearest, exactly half goes down", 1, "closest", {90, 150}, {60, 120}},
        {"nearest of an odd number of minutes", 15, "closest", {450, 1351}, {0, 1800}},
        {"nearest may leave nothing", 15, "closest", {900, 1000}, {900, 900}},
        {"both up", 1, "ceil", {61, 119}, {120, 120}},
        {"both up, on the minute already", 1, "ceil", {60, 120}, {60, 120}},
        {"as recorded", 1, "default", {1520000000, 1795303914}, {1519999980, 1795303920}},
        {"before 1970, down is earlier", 1, "default", {-61, -59}, {-120, 0}},
        {"before 1970, nearest", 1, "closest", {-91, -90}, {-120, -120}},
        {"a precision beyond sense", std::numeric_limits<std::int64_t>::max(), "ceil", {61, 119}, {61, 119}},
    };
    for (const Case& c : cases) {
        CAPTURE(c.name);
        const Span result = rounded(c.span, c.precision, c.method);
        CHECK(result.start == c.expected.start);
        CHECK(result.end == c.expected.end);
    }
}
