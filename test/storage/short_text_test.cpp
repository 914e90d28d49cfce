// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "storage/short_text.hpp"

#include <doctest/doctest.h>

#include <limits>

using kimai::storage::ShortText;

TEST_CASE("A short text is put together from pieces") {
    ShortText<24> text;
    CHECK(text == "");
    text.append('-');
    text.append("ab");
    text.append(3, '0');
    text.append_number(-12);
    CHECK(text == "-ab000-12");
    text.written_to(text.end() - 2);
    CHECK(text.view() == "-ab000-");
}

TEST_CASE("Numbers of full length fit") {
    ShortText<20> signed_number;
    signed_number.append_number(std::numeric_limits<std::int64_t>::min());
    CHECK(signed_number == "-9223372036854775808");
    ShortText<20> unsigned_number;
    unsigned_number.append_number(std::numeric_limits<std::uint64_t>::max());
    CHECK(unsigned_number == "18446744073709551615");
}
