// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "api/wrong_keys.hpp"

#include <doctest/doctest.h>

using kimai::api::WrongKeys;

TEST_CASE("An address with too many wrong keys may try no more until one comes back") {
    WrongKeys keys(6);
    for (int i = 0; i < 6; ++i) {
        CHECK(keys.may_try("a", 1000));
        keys.count("a", 1000);
    }
    CHECK_FALSE(keys.may_try("a", 1000));
    CHECK_FALSE(keys.may_try("a", 1009));
    CHECK(keys.may_try("b", 1009));
    CHECK(keys.may_try("a", 1010));
    keys.count("a", 1010);
    CHECK_FALSE(keys.may_try("a", 1019));
    CHECK(keys.may_try("a", 1020));
}

TEST_CASE("Keys that are right cost nothing") {
    WrongKeys keys(2);
    for (int i = 0; i < 100; ++i) CHECK(keys.may_try("a", 1000));
}

TEST_CASE("A clock that is set back opens nothing") {
    WrongKeys keys(1);
    keys.count("a", 1000);
    CHECK_FALSE(keys.may_try("a", 500));
    CHECK_FALSE(keys.may_try("a", 1059));
    CHECK(keys.may_try("a", 1060));
}

TEST_CASE("Wrong keys that were let in at the same moment count, too") {
    WrongKeys keys(60);
    for (int i = 0; i < 100; ++i) keys.count("a", 1000);
    CHECK_FALSE(keys.may_try("a", 1000));
    CHECK(keys.may_try("a", 1001));
}

TEST_CASE("Where there is no limit, anything may be tried") {
    WrongKeys keys(0);
    for (int i = 0; i < 100; ++i) keys.count("a", 1000);
    CHECK(keys.may_try("a", 1000));
}
