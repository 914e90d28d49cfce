// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "storage/ascii.hpp"

#include <doctest/doctest.h>

#include <string>

TEST_CASE("the first control character is found at any place of any length") {
    for (std::size_t size = 0; size < 40; ++size) {
        // Bytes next to those looked for, and such as borrow and carry into their neighbours.
        for (const char around : {' ', '~', '\x80', '\xff', '\x9f', '\xa0'}) {
            const std::string plain(size, around);
            CHECK(kimai::find_control(plain) == size);
            for (std::size_t at = 0; at < size; ++at) {
                for (const char control : {'\0', '\t', '\x1f', '\x7f'}) {
                    std::string text = plain;
                    text[at] = control;
                    CHECK(kimai::find_control(text) == at);
                    text.back() = '\n';
                    CHECK(kimai::find_control(text) == at);
                }
            }
        }
    }
}

TEST_CASE("every byte is one or not") {
    for (int byte = 0; byte < 256; ++byte) {
        const std::string text(17, static_cast<char>(byte));
        CHECK(kimai::find_control(text) == (byte < 0x20 || byte == 0x7f ? 0U : 17U));
    }
}
