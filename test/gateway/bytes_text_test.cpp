// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "gateway/bytes_text.hpp"

#include <doctest/doctest.h>

#include <utility>

using kimai::gateway::bytes_text;

TEST_CASE("A size is told in the largest unit of which there is one") {
    const std::pair<std::int64_t, const char*> cases[] = {
        {0, "0 bytes"},
        {1023, "1023 bytes"},
        {1024, "1 KiB"},
        {1536, "1.5 KiB"},
        {(1 << 20) - 1, "1024.0 KiB"},
        {1 << 20, "1 MiB"},
        {256 << 20, "256 MiB"},
        {(1LL << 30) + (1LL << 29), "1.5 GiB"},
        {5LL << 50, "5120 TiB"},
    };
    for (const auto& [bytes, text] : cases) CHECK(bytes_text(bytes) == text);
}
