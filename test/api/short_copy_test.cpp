// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "api/short_copy.hpp"

#include <doctest/doctest.h>

#include <string>
#include <vector>

using kimai::api::copy_text;

TEST_CASE("Texts of every length are copied, and nothing beside them") {
    for (std::size_t length = 0; length <= 100; ++length) {
        CAPTURE(length);
        std::vector<char> bytes(length);
        for (std::size_t i = 0; i < length; ++i) bytes[i] = static_cast<char>(i + 1);
        std::string room(length + 2, '|');
        const char* const end = copy_text({bytes.data(), length}, room.data() + 1);
        CHECK(end == room.data() + 1 + length);
        CHECK(room == '|' + std::string(bytes.begin(), bytes.end()) + '|');
    }
}
