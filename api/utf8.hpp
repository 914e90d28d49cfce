// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <cstddef>
#include <string_view>

namespace kimai::api {

/// A code point and the bytes it takes in UTF-8.
struct CodePoint {
    char32_t value;
    std::size_t length;
};

/// What stands for text that cannot be read or shown (Unicode 23.8).
inline constexpr char32_t replacement_character = 0xFFFD;

/// The code point that begins at `at`, which is before the text's end. What is no UTF-8 there is taken as far as it
/// could have become a code point (Unicode 3.9, "maximal subpart") and gives one replacement character. For text from
/// the database, where one bad row must not cost the whole answer.
CodePoint code_point_at(std::string_view text, std::size_t at);

}  // namespace kimai::api
