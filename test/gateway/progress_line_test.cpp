// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "gateway/progress_line.hpp"

#include <doctest/doctest.h>

#include <sstream>

using namespace kimai::gateway;

TEST_CASE("Progress is one line on a terminal, which is gone at the end") {
    std::ostringstream out;
    {
        ProgressLine line(out, true);
        line.step("copying");
        line.bar(1, 4, "10 rows");
        line.bar(2, 4, "20 rows");  // Too soon after the first.
    }
    CHECK(out.str() == "\rcopying ...\x1B[K\r[#######                       ] 25 %, 10 rows\x1B[K\r\x1B[K");
}

TEST_CASE("Elsewhere nothing is shown") {
    std::ostringstream out;
    {
        ProgressLine line(out, false);
        line.step("copying");
        line.bar(1, 4, "10 rows");
    }
    CHECK(out.str().empty());
}
