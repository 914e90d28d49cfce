// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "gateway/networks.hpp"

#include <doctest/doctest.h>

#include <stdexcept>
#include <string>
#include <vector>

using namespace kimai::gateway;

TEST_CASE("a network contains its addresses and no others") {
    struct Row {
        std::string network, address;
        bool contains;
    };
    const std::vector<Row> rows{
        {"127.0.0.0/8", "127.0.0.1", true},
        {"127.0.0.0/8", "127.255.255.255", true},
        {"127.0.0.0/8", "128.0.0.0", false},
        {"127.0.0.0/8", "126.255.255.255", false},
        {"127.0.0.0/8", "::ffff:127.0.0.1", true},
        {"127.0.0.0/8", "::1", false},
        {"::1", "::1", true},
        {"::1", "::2", false},
        {"::1", "0.0.0.1", false},
        {"192.0.2.1", "192.0.2.1", true},
        {"192.0.2.1", "192.0.2.0", false},
        {"192.0.2.128/25", "192.0.2.128", true},
        {"192.0.2.128/25", "192.0.2.127", false},
        {"0.0.0.0/0", "9.9.9.9", true},
        {"0.0.0.0/0", "2001:db8::1", false},
        {"::/0", "9.9.9.9", true},
        {"fd00::/8", "fdff::1", true},
        {"fd00::/8", "fe00::1", false},
    };
    for (const Row& row : rows) {
        CAPTURE(row.network);
        CAPTURE(row.address);
        CHECK(Networks({row.network}).contain(read_address(row.address).value()) == row.contains);
    }
    CHECK_FALSE(Networks().contain(read_address("127.0.0.1").value()));
    CHECK(Networks({"10.0.0.1", "::1"}).contain(read_address("::1").value()));
}

TEST_CASE("what is no address is none") {
    for (const std::string text : {"", "localhost", "127.0.0.1:80", "1.2.3", "127.0.0.1 ", "0x7f.1", "[::1]"}) {
        CAPTURE(text);
        CHECK_FALSE(read_address(text));
    }
    CHECK(to_text(read_address("::ffff:192.0.2.1").value()) == "192.0.2.1");
    CHECK(to_text(read_address("2001:DB8::0").value()) == "2001:db8::");
}

TEST_CASE("what is no network is refused with a sentence") {
    for (const std::string text :
         {"", "host", "10.0.0.0/33", "10.0.0.0/-1", "10.0.0.0/", "10.0.0.0/8x", "::/129", "10.0.0"}) {
        CAPTURE(text);
        CHECK_THROWS_AS(Networks({text}), std::invalid_argument);
    }
    CHECK_THROWS_WITH(Networks({"10.0.0.0/33"}), "10.0.0.0/33 has no number of bits from 0 to 32 behind the slash");
}
