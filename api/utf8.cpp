// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "api/utf8.hpp"

namespace kimai::api {

namespace {

unsigned byte_at(std::string_view text, std::size_t at) { return static_cast<unsigned char>(text[at]); }

}  // namespace

CodePoint code_point_at(std::string_view text, std::size_t at) {
    const unsigned lead = byte_at(text, at);
    if (lead < 0x80) return {lead, 1};
    if (lead < 0xC2 || lead > 0xF4) return {replacement_character, 1};
    const unsigned length = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
    unsigned value = lead & (0xFFU >> (length + 1));
    for (unsigned taken = 1; taken < length; ++taken) {
        // The byte behind some leads is bounded, against overlong forms, surrogates and what lies above U+10FFFF.
        const unsigned lowest = taken > 1 ? 0x80 : lead == 0xE0 ? 0xA0 : lead == 0xF0 ? 0x90 : 0x80;
        const unsigned highest = taken > 1 ? 0xBF : lead == 0xED ? 0x9F : lead == 0xF4 ? 0x8F : 0xBF;
        const unsigned next = at + taken < text.size() ? byte_at(text, at + taken) : 0;
        if (next < lowest || next > highest) return {replacement_character, taken};
        value = value << 6U | (next & 0x3FU);
    }
    return {value, length};
}

}  // namespace kimai::api
