// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "storage/charset.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstring>

#include "storage/ascii.hpp"

namespace kimai::storage {

namespace {

bool equals_ignoring_case(std::string_view text, std::string_view lower) {
    return text.size() == lower.size() && std::equal(text.begin(), text.end(), lower.begin(), [](char a, char b) {
               return (a >= 'A' && a <= 'Z' ? static_cast<char>(a + ('a' - 'A')) : a) == b;
           });
}

/// Windows-1252, bytes 0x80 to 0x9F (the mapping table of the Unicode consortium).
constexpr std::array<char16_t, 32> windows_1252 = {0x20AC, 0x0081, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021,
                                                   0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0x008D, 0x017D, 0x008F,
                                                   0x0090, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014,
                                                   0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0x009D, 0x017E, 0x0178};

/// How many of the first bytes are ASCII, eight at a time.
std::size_t ascii_prefix(std::string_view bytes) {
    std::size_t at = 0;
    for (; at + 8 <= bytes.size(); at += 8) {
        std::uint64_t eight = 0;
        std::memcpy(&eight, bytes.data() + at, 8);
        if ((eight & 0x8080808080808080U) != 0) break;
    }
    while (at < bytes.size() && static_cast<unsigned char>(bytes[at]) < 0x80) ++at;
    return at;
}

/// The length of the well-formed sequence at the beginning, as Unicode's table 3-7 has it; 0 if there is none.
std::size_t utf8_sequence(std::string_view bytes) {
    const auto byte = [&](std::size_t at) {
        return at < bytes.size() ? static_cast<unsigned char>(bytes[at]) : static_cast<unsigned char>(0);
    };
    const auto tail = [&](std::size_t at) { return (byte(at) & 0xC0U) == 0x80U; };
    const unsigned char first = byte(0);
    if (first < 0x80) return 1;
    if (first < 0xC2) return 0;
    if (first < 0xE0) return tail(1) ? 2 : 0;
    const unsigned char second = byte(1);
    if (first < 0xF0) {
        const bool overlong = first == 0xE0 && second < 0xA0;
        const bool surrogate = first == 0xED && second > 0x9F;
        return tail(1) && tail(2) && !overlong && !surrogate ? 3 : 0;
    }
    const bool overlong = first == 0xF0 && second < 0x90;
    const bool too_large = first > 0xF4 || (first == 0xF4 && second > 0x8F);
    return tail(1) && tail(2) && tail(3) && !overlong && !too_large ? 4 : 0;
}

bool is_utf8(std::string_view bytes) {
    while (!bytes.empty()) {
        bytes.remove_prefix(ascii_prefix(bytes));
        if (bytes.empty()) return true;
        const std::size_t length = utf8_sequence(bytes);
        if (length == 0) return false;
        bytes.remove_prefix(length);
    }
    return true;
}

std::string_view from_latin1(std::string_view bytes, std::string& converted) {
    converted.clear();
    while (!bytes.empty()) {
        const std::size_t plain = ascii_prefix(bytes);
        converted.append(bytes, 0, plain);
        bytes.remove_prefix(plain);
        if (bytes.empty()) break;
        const auto byte = static_cast<unsigned char>(bytes.front());
        append_utf8(converted, byte < 0xA0 ? windows_1252[byte - 0x80U] : static_cast<char32_t>(byte));
        bytes.remove_prefix(1);
    }
    return converted;
}

}  // namespace

Charset charset_named(std::string_view name) {
    for (const char* known : {"utf8", "utf8mb4", "utf8mb3", "ascii"}) {
        if (equals_ignoring_case(name, known)) return Charset::utf8;
    }
    if (equals_ignoring_case(name, "latin1")) return Charset::latin1;
    if (equals_ignoring_case(name, "binary")) return Charset::binary;
    return Charset::other;
}

Charset charset_of_collation(std::string_view name) { return charset_named(name.substr(0, name.find('_'))); }

std::optional<std::string_view> to_utf8(Charset charset, std::string_view bytes, std::string& converted) {
    switch (charset) {
        case Charset::utf8:
        case Charset::binary:
            if (!is_utf8(bytes)) return std::nullopt;
            return bytes;
        case Charset::latin1:
            if (ascii_prefix(bytes) == bytes.size()) return bytes;
            return from_latin1(bytes, converted);
        case Charset::other:
            if (ascii_prefix(bytes) != bytes.size()) return std::nullopt;
            return bytes;
    }
    return std::nullopt;
}

}  // namespace kimai::storage
