// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

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

}  // namespace kimai::api
