// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>

/// Letters and digits as file formats and protocols mean them, whatever the locale says: only A to Z have two cases.
/// In the lowest layer, for all of them.
namespace kimai {

constexpr char ascii_lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

inline std::string ascii_lowered(std::string_view text) {
    std::string lowered(text);
    std::transform(lowered.begin(), lowered.end(), lowered.begin(), ascii_lower);
    return lowered;
}

constexpr bool is_ascii_letter(char c) { return ascii_lower(c) >= 'a' && ascii_lower(c) <= 'z'; }

/// The same but for the case of letters.
constexpr bool same_letters(std::string_view a, std::string_view b) {
    return a.size() == b.size() &&
           std::equal(a.begin(), a.end(), b.begin(), [](char x, char y) { return ascii_lower(x) == ascii_lower(y); });
}

constexpr bool is_control(char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; }

/// Where the first control character stands; the size if there is none. Looks at eight bytes at once.
inline std::size_t find_control(std::string_view text) {
    constexpr std::uint64_t each = 0x0101010101010101;
    constexpr std::uint64_t high_bits = 0x80 * each;
    std::size_t at = 0;
    for (std::uint64_t bytes = 0; at + sizeof bytes <= text.size(); at += sizeof bytes) {
        std::memcpy(&bytes, text.data() + at, sizeof bytes);
        // The usual trick: a byte below n borrows from its high bit. What it takes by mistake is looked at below.
        const std::uint64_t low = (bytes - 0x20 * each) & ~bytes;
        const std::uint64_t del = ((bytes ^ 0x7f * each) - each) & ~(bytes ^ 0x7f * each);
        if (((low | del) & high_bits) != 0) break;
    }
    while (at < text.size() && !is_control(text[at])) ++at;
    return at;
}

/// The value of a hexadecimal digit, or -1.
constexpr int hex_digit(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    const char lower = ascii_lower(c);
    return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
}

/// Appends a code point, which must be one (below 0x110000), in UTF-8.
inline void append_utf8(std::string& out, char32_t code) {
    constexpr auto trail = [](char32_t bits) { return static_cast<char>(0x80U | (bits & 0x3FU)); };
    if (code < 0x80) {
        out += static_cast<char>(code);
    } else if (code < 0x800) {
        out += {static_cast<char>(0xC0U | code >> 6U), trail(code)};
    } else if (code < 0x10000) {
        out += {static_cast<char>(0xE0U | code >> 12U), trail(code >> 6U), trail(code)};
    } else {
        out += {static_cast<char>(0xF0U | code >> 18U), trail(code >> 12U), trail(code >> 6U), trail(code)};
    }
}

}  // namespace kimai
