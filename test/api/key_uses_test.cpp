// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "api/key_uses.hpp"

#include <doctest/doctest.h>

using kimai::api::KeyUses;

TEST_CASE("The use of a key is due at once, then after a minute, for each user alone") {
    KeyUses uses;
    CHECK(uses.is_due(1, 1000));
    CHECK_FALSE(uses.is_due(1, 1000));
    CHECK_FALSE(uses.is_due(1, 1059));
    CHECK(uses.is_due(2, 1059));
    CHECK(uses.is_due(1, 1060));
    CHECK_FALSE(uses.is_due(1, 1061));
}

TEST_CASE("A clock that was set back makes a use due, once") {
    KeyUses uses;
    CHECK(uses.is_due(1, 1000));
    CHECK(uses.is_due(1, 500));
    CHECK_FALSE(uses.is_due(1, 501));
}
