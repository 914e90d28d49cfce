// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "storage/collation.hpp"

#include <unicode/uchar.h>
#include <unicode/unorm2.h>
#include <unicode/utf8.h>

#include <array>
#include <cstddef>
#include <cstdint>
#include <stdexcept>

#include "storage/ascii.hpp"

namespace kimai::storage {
namespace {

// How a key is built. It is the UTF-8 of the weights, because UTF-8 sorts as its code points do and leaves an ASCII
// name at one byte a character. Blanks at the end are cut and one is put there, which stands for all that PAD SPACE
// fills in: a text that goes on with a control is smaller there, one that goes on with anything else is greater. One
// case is left: a text that goes on with blanks and then a control ("a \t") is smaller than the end, too. Such blanks
// are written as below_blank: above every control, below the blank.
constexpr char blank = ' ';
constexpr std::string_view below_blank = "\x1F\xFF";
// Goes before a byte that is no UTF-8. Greater than any first byte of UTF-8, smaller than the end of below_blank.
constexpr char broken_byte = '\xFE';

/// Whether MySQL's weights know the character: they were made from Unicode 3.0. What came later weighs as itself,
/// and is nobody's upper case. The version of a character never changes, so this keeps a newer ICU from changing keys.
bool in_unicode_3_0(UChar32 character) {
    UVersionInfo version;
    u_charAge(character, version);
    return version[0] < 3 || (version[0] == 3 && version[1] == 0);
}

bool has_case(UChar32 character) { return (U_GET_GC_MASK(character) & U_GC_LC_MASK) != 0; }

/// The letter without its accents, found by Unicode's canonical decompositions, one accent at a time.
/// MySQL decomposes letters with case only. So kana keep their voice marks, and Hebrew, Arabic and Indic letters,
/// Hangul syllables, accents that stand alone, "not equal" and other crossed signs stay whole.
/// It does not follow decompositions to one character: the kelvin sign is not K, alpha with oxia is not alpha.
UChar32 base_letter(UChar32 character) {
    UErrorCode status = U_ZERO_ERROR;
    const UNormalizer2* canonical = unorm2_getNFDInstance(&status);
    std::array<UChar, 4> parts{};  // Letter and accent, two units in the BMP, four if Unicode went beyond.
    while (has_case(character)) {
        const std::int32_t length = unorm2_getRawDecomposition(canonical, character, parts.data(),
                                                               static_cast<std::int32_t>(parts.size()), &status);
        if (U_FAILURE(status)) throw std::runtime_error(std::string("ICU: ") + u_errorName(status));
        if (length < 2) break;
        character = parts[0];
    }
    return character;
}

/// What MySQL's utf8_general_ci compares in the character's place.
/// Stored keys depend on it. Three of Unicode's promises keep it: versions of characters, decompositions and case
/// pairs of characters do not change once given. A test compares the rest, so run it when ICU changes.
UChar32 weight(UChar32 character) {
    constexpr UChar32 sharp_s = 0x00DF;
    constexpr UChar32 lunate_sigma = 0x03F2;
    constexpr UChar32 capital_sigma = 0x03A3;
    constexpr UChar32 capital_short_i = 0x0419;
    constexpr UChar32 small_short_i = 0x0439;
    constexpr UChar32 replacement = 0xFFFD;

    // There are no weights above; utf8mb4_general_ci gives this one to all.
    if (character > 0xFFFF) return replacement;
    // Has no upper case of one character. MySQL makes it the first letter of SS, since 5.1.24 (its bug 27877).
    if (character == sharp_s) return 'S';
    // Unicode 3.0's upper case. The lunate capital came in 4.0.
    if (character == lunate_sigma) return capital_sigma;
    // The one letter with an accent that MySQL leaves whole: alphabets count it apart from I.
    if (character == capital_short_i || character == small_short_i) return capital_short_i;
    if (!in_unicode_3_0(character)) return character;
    const UChar32 letter = base_letter(character);
    const UChar32 upper = u_toupper(letter);
    return upper == letter || in_unicode_3_0(upper) ? upper : letter;
}

/// Appends an ASCII character's weight.
void append_ascii(std::string& key, char character) {
    if (character >= 'a' && character <= 'z') {
        key.push_back(static_cast<char>(character - 'a' + 'A'));
        return;
    }
    if (character >= '\0' && character < blank) {
        std::size_t blanks = 0;
        while (!key.empty() && key.back() == blank) {
            key.pop_back();
            ++blanks;
        }
        for (; blanks > 0; --blanks) key.append(below_blank);
    }
    key.push_back(character);
}

/// Reads the character at `at` and moves `at` behind it. Where there is none, returns U_SENTINEL and leaves `at`.
/// ICU's U8_NEXT does not fit: it refuses surrogates, which MySQL takes, and does not compile with -Wconversion.
UChar32 next_character(std::string_view text, std::size_t& at) {
    constexpr std::array<UChar32, 4> least{0, 0x80, 0x800, 0x10000};  // by trail bytes; less is an overlong form
    const std::size_t trails = U8_COUNT_TRAIL_BYTES(text[at]);        // 0 for a byte that begins nothing
    if (trails == 0 || text.size() - at <= trails) return U_SENTINEL;
    UChar32 character = static_cast<std::uint8_t>(text[at]) & (0x3F >> trails);
    for (std::size_t i = 1; i <= trails; ++i) {
        if (!U8_IS_TRAIL(text[at + i])) return U_SENTINEL;
        character = character << 6 | (text[at + i] & 0x3F);
    }
    if (character < least[trails] || character > UCHAR_MAX_VALUE) return U_SENTINEL;
    at += trails + 1;
    return character;
}

}  // namespace

std::string sort_key(std::string_view text) {
    std::string key;
    key.reserve(text.size() + 1);
    for (std::size_t at = 0; at < text.size();) {
        if (U8_IS_SINGLE(text[at])) {
            append_ascii(key, text[at++]);
        } else if (const UChar32 character = next_character(text, at); character != U_SENTINEL) {
            append_utf8(key, static_cast<char32_t>(weight(character)));
        } else {
            key.append({broken_byte, text[at++]});
        }
    }
    while (!key.empty() && key.back() == blank) key.pop_back();
    key.push_back(blank);
    return key;
}

}  // namespace kimai::storage
