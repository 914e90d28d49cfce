// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "api/plain_text.hpp"

#include <doctest/doctest.h>

#include <string>
#include <vector>

using kimai::api::PlainText;

namespace {

using Plain = PlainText<'"', '\\', '/', '\x7f'>;

bool expected_plain(int byte) { return byte >= 0x20 && byte < 0x7f && byte != '"' && byte != '\\' && byte != '/'; }

/// Whether the text is plain as a whole; then the copy has to be right, and nothing else may have been touched.
bool is_copied(std::string_view text) {
    std::string room(text.size() + 2, '|');
    // A text of its own length, so that reading beyond it is found where memory is checked.
    const std::vector<char> bytes(text.begin(), text.end());
    const char* const end = Plain::copy({bytes.data(), bytes.size()}, room.data() + 1);
    CHECK(room.front() == '|');
    CHECK(room.back() == '|');
    if (end == nullptr) return false;
    CHECK(end == room.data() + 1 + text.size());
    CHECK(room == '|' + std::string(text) + '|');
    return true;
}

}  // namespace

TEST_CASE("Every byte is plain or not, at every place of texts of every length") {
    for (int byte = 0; byte < 256; ++byte) {
        CAPTURE(byte);
        for (std::size_t length = 1; length <= 25; ++length) {
            for (std::size_t at = 0; at < length; ++at) {
                std::string text(length, 'a');
                text[at] = static_cast<char>(byte);
                REQUIRE(is_copied(text) == expected_plain(byte));
                REQUIRE(Plain::run(text, 0) == (expected_plain(byte) ? length : at));
            }
        }
    }
}

TEST_CASE("The bytes beside one do not count, whatever they are") {
    for (int byte = 0; byte < 256; ++byte) {
        if (!expected_plain(byte)) continue;
        for (const char neighbour : {' ', '!', '#', '.', '0', '[', ']', '~'}) {
            std::string text(16, neighbour);
            for (char& c : text) {
                c = static_cast<char>(byte);
                REQUIRE(is_copied(text));
            }
        }
    }
}

TEST_CASE("Texts of no length and of a great one are copied") {
    CHECK(is_copied(""));
    const std::string longer(100'001, 'x');
    CHECK(is_copied(longer));
    CHECK_FALSE(is_copied(longer + "\n"));
    CHECK_FALSE(is_copied("\n" + longer));
}

TEST_CASE("A run is counted from where one asks, up to the first byte that ends it") {
    CHECK(Plain::run("", 0) == 0);
    CHECK(Plain::run("/plain plain plain/", 1) == 17);
    CHECK(Plain::run("ab/cd\"ef", 3) == 2);
    CHECK(Plain::run("abc", 3) == 0);
}
