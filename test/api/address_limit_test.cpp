// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "api/address_limit.hpp"

#include <doctest/doctest.h>

#include <string>

using kimai::api::AddressLimit;

namespace {

/// How many of ten logins at that time are admitted.
int admitted(AddressLimit& limit, const std::string& address, std::int64_t now) {
    int count = 0;
    for (int i = 0; i < 10; ++i) count += limit.admit(address, now) ? 1 : 0;
    return count;
}

}  // namespace

TEST_CASE("A minute's worth may come at once and comes back evenly") {
    AddressLimit limit(3);
    CHECK(admitted(limit, "a", 1000) == 3);
    CHECK(admitted(limit, "a", 1019) == 0);
    CHECK(admitted(limit, "a", 1020) == 1);
    CHECK(admitted(limit, "a", 1060) == 2);
    CHECK(admitted(limit, "a", 99999) == 3);
}

TEST_CASE("Being refused costs nothing") {
    AddressLimit limit(60);
    CHECK(admitted(limit, "a", 1000) == 10);
    for (int i = 0; i < 5; ++i) admitted(limit, "a", 1000);
    CHECK(admitted(limit, "a", 1000) == 0);
    CHECK(admitted(limit, "a", 1001) == 1);
}

TEST_CASE("Asking whether it would be admitted costs nothing") {
    AddressLimit limit(2);
    for (int i = 0; i < 5; ++i) CHECK(limit.would_admit("a", 1000));
    CHECK(admitted(limit, "a", 1000) == 2);
    CHECK_FALSE(limit.would_admit("a", 1029));
    CHECK(limit.would_admit("a", 1030));
    CHECK(limit.would_admit("b", 1000));
    CHECK(admitted(limit, "a", 1030) == 1);
    CHECK(AddressLimit(0).would_admit("a", 1000));
}

TEST_CASE("Addresses do not share") {
    AddressLimit limit(1);
    CHECK(limit.admit("a", 1000));
    CHECK(limit.admit("b", 1000));
    CHECK_FALSE(limit.admit("a", 1000));
    CHECK(limit.admit("", 1000));
}

TEST_CASE("Addresses of one IPv6 network share, and an IPv4 address is one however it is written") {
    AddressLimit limit(1);
    CHECK(limit.admit("2001:db8:0:1::1", 1000));
    CHECK_FALSE(limit.admit("2001:db8:0:1:ffff::2", 1000));
    CHECK(limit.admit("2001:db8:0:2::1", 1000));
    CHECK(limit.admit("192.0.2.1", 1000));
    CHECK_FALSE(limit.admit("::ffff:192.0.2.1", 1000));
    CHECK(limit.admit("::ffff:192.0.2.2", 1000));
}

TEST_CASE("A clock that is set back gives nothing back, and nothing twice when it comes back") {
    AddressLimit limit(1);
    CHECK(limit.admit("a", 1000));
    CHECK_FALSE(limit.admit("a", 500));
    CHECK_FALSE(limit.admit("a", 1059));
    CHECK(limit.admit("a", 1060));
}

TEST_CASE("No limit is no limit") {
    AddressLimit limit(0);
    for (int i = 0; i < 100; ++i) CHECK(limit.admit("a", 1000));
}

TEST_CASE("A full table forgets those who have waited, and keeps the others") {
    AddressLimit limit(1);
    CHECK(limit.admit("busy", 1030));
    for (std::size_t i = 1; i < AddressLimit::most_addresses; ++i) limit.admit(std::to_string(i), 1000);
    CHECK(limit.admit("one more", 1070));
    CHECK_FALSE(limit.admit("busy", 1070));
}

TEST_CASE("A table full of those who have not waited forgets the ones that have tried least") {
    AddressLimit limit(4);
    for (int i = 0; i < 4; ++i) CHECK(limit.admit("guessing", 1000));
    for (std::size_t i = 1; i < AddressLimit::most_addresses; ++i) {
        limit.admit(std::to_string(i), 1000);
        if (i % 3 == 0) limit.admit(std::to_string(i), 1000);
    }
    CHECK(limit.admit("one more", 1000));
    CHECK_FALSE(limit.admit("guessing", 1000));
    // Those who tried once are forgotten, those who tried twice are not.
    CHECK(admitted(limit, "1", 1000) == 4);
    CHECK(admitted(limit, "3", 1000) == 2);
}
