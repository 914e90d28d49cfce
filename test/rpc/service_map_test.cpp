// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "rpc/service_map.hpp"

#include <doctest/doctest.h>

#include <fstream>
#include <iterator>

#include "test/test_data.hpp"

using kimai::rpc::ServiceMap;

namespace {

/// The recorded document with the target in place of its mark.
std::string recorded(std::string_view target) {
    std::ifstream file(kimai::test::test_file("data/smd.json"));
    std::string text{std::istreambuf_iterator<char>(file), {}};
    constexpr std::string_view mark = R"(http:\/\/{{host}}\/core\/json.php)";
    const std::size_t at = text.find(mark);
    REQUIRE(at != std::string::npos);
    return text.replace(at, mark.size(), target);
}

}  // namespace

TEST_CASE("The service map is the old server's, byte for byte") {
    const ServiceMap map;
    CHECK(map.for_target("http://127.0.0.1:8080/core/json.php") ==
          recorded(R"(http:\/\/127.0.0.1:8080\/core\/json.php)"));
    CHECK(map.for_target("https://time.example/kimai/core/json.php?x=1&y=\"ü") ==
          recorded(R"(https:\/\/time.example\/kimai\/core\/json.php?x=1&y=\"\u00fc)"));
}
