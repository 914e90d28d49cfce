// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "api/short_copy.hpp"

namespace kimai::api {

/// Tells which texts need no escapes on a wire. Both wires have to look at every byte of every text, and nearly all
/// texts are plain as a whole, so these are copied and looked at in one go, eight bytes at a time.
///
/// Plain are the bytes from 0x20 to 0x7F but for the special ones. Bytes beyond ASCII are not, so that what is no UTF-8
/// is found.
template <char... special>
class PlainText {
  public:
    /// Copies a text that is plain as a whole and answers where the copy ends. Null if it is not; then what stands in
    /// the place of the copy has no meaning.
    static char* copy(std::string_view text, char* to) {
        const char* const from = text.data();
        const std::size_t length = text.size();
        char* const end = to + length;
        if (length >= sizeof(Word)) {
            const std::size_t last = length - sizeof(Word);
            for (std::size_t at = 0; at < last; at += sizeof(Word)) {
                if (!copy_word(from + at, to + at)) return nullptr;
            }
            return copy_word(from + last, to + last) ? end : nullptr;
        }
        if (length >= sizeof(Half)) {
            const auto first = word_at<Half>(from);
            const auto last = word_at<Half>(from + length - sizeof(Half));
            put_word(to, first);
            put_word(end - sizeof(Half), last);
            return are_plain(Word{first} << 32U | last) ? end : nullptr;
        }
        for (std::size_t at = 0; at < length; ++at) {
            if (!is_plain(from[at])) return nullptr;
            to[at] = from[at];
        }
        return end;
    }

    /// How many bytes, from `from` on, are plain.
    static std::size_t run(std::string_view text, std::size_t from) {
        std::size_t at = from;
        while (at < text.size() && is_plain(text[at])) ++at;
        return at - from;
    }

  private:
    using Word = std::uint64_t;
    using Half = std::uint32_t;

    static constexpr std::array<bool, 256> plain_bytes = [] {
        std::array<bool, 256> plain{};
        for (std::size_t byte = 0x20; byte < 0x80; ++byte) plain[byte] = ((byte != special) && ...);
        return plain;
    }();

    static bool is_plain(char c) { return plain_bytes[static_cast<unsigned char>(c)]; }

    /// Bit 7 of each byte says whether the byte is one of those looked for. The subtractions say so wrongly of bytes
    /// behind one of which they say it rightly, never otherwise; so if no bit is set, all bytes are plain.
    static bool are_plain(Word bytes) {
        constexpr Word ones = 0x0101010101010101U;
        const Word controls = bytes - 0x20 * ones;
        const Word specials = (... | ((bytes ^ Word{static_cast<unsigned char>(special)} * ones) - ones));
        return ((bytes | controls | specials) & 0x80 * ones) == 0;
    }

    static bool copy_word(const char* from, char* to) {
        const auto word = word_at<Word>(from);
        put_word(to, word);
        return are_plain(word);
    }
};

}  // namespace kimai::api
