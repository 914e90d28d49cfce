// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <charconv>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>

/// Copies of a few bytes, of which a long answer takes ten thousand: names, numbers, words. Calling memcpy for each
/// costs more than the bytes do. Up to a word's length on either side of the middle, two loads take them all.
namespace kimai::api {

template <typename Word>
Word word_at(const char* bytes) {
    Word word;
    std::memcpy(&word, bytes, sizeof word);
    return word;
}

template <typename Word>
void put_word(char* to, Word word) {
    std::memcpy(to, &word, sizeof word);
}

/// Copies the text and answers where the copy ends.
inline char* copy_text(std::string_view text, char* to) {
    using std::uint32_t, std::uint64_t;
    const char* const from = text.data();
    const std::size_t length = text.size();
    char* const end = to + length;
    if (length > 2 * sizeof(uint64_t)) {
        std::memcpy(to, from, length);
    } else if (length >= sizeof(uint64_t)) {
        const auto last = word_at<uint64_t>(from + length - sizeof(uint64_t));
        put_word(to, word_at<uint64_t>(from));
        put_word(end - sizeof(uint64_t), last);
    } else if (length >= sizeof(uint32_t)) {
        const auto last = word_at<uint32_t>(from + length - sizeof(uint32_t));
        put_word(to, word_at<uint32_t>(from));
        put_word(end - sizeof(uint32_t), last);
    } else if (length > 0) {
        to[0] = from[0];
        to[length / 2] = from[length / 2];
        end[-1] = from[length - 1];
    }
    return end;
}

/// As many bytes as a number of 64 bits may need.
constexpr std::size_t longest_number = 20;

/// Writes a number in decimal notation and answers where it ends. Most numbers of a row are ids and flags.
inline char* write_number(std::int64_t number, char* to) {
    if (number < 0 || number > 9) return std::to_chars(to, to + longest_number, number).ptr;
    *to = static_cast<char>('0' + number);
    return to + 1;
}

}  // namespace kimai::api
