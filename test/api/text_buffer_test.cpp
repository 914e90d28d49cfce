// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "api/text_buffer.hpp"

#include <doctest/doctest.h>

using kimai::api::TextBuffer;

TEST_CASE("Pieces of any length stand behind each other, however often the buffer grows") {
    TextBuffer buffer;
    std::string expected;
    CHECK(buffer.size() == 0);
    for (std::size_t length = 0; length < 3000; length += length / 7 + 1) {
        const std::string piece(length, static_cast<char>('a' + length % 26));
        buffer.append(piece) += '|';
        expected += piece + '|';
        REQUIRE(buffer.view() == expected);
    }
    CHECK(buffer.size() == expected.size());
    CHECK(buffer.take() == expected);
}

TEST_CASE("Nothing written is an empty text") {
    TextBuffer buffer;
    buffer.append("").append({});
    CHECK(buffer.take().empty());
}

TEST_CASE("Who writes by himself says how far") {
    TextBuffer buffer;
    buffer += "a";
    char* const to = buffer.room(5000);
    to[0] = 'b';
    to[4999] = 'x';
    buffer.written_to(to + 1);
    buffer += 'c';
    CHECK(buffer.take() == "abc");
}

TEST_CASE("What was written is taken back, written once more or replaced") {
    TextBuffer buffer;
    buffer += "abcdef";
    buffer.truncate(4);
    CHECK(buffer.view() == "abcd");
    buffer.append_again(1, 2);
    CHECK(buffer.view() == "abcdbc");
    buffer.replace(1, 3, "X");
    CHECK(buffer.view() == "aXbc");
    buffer.replace(1, 1, "12345");
    CHECK(buffer.view() == "a12345bc");
    buffer.replace(0, 8, "");
    CHECK(buffer.view().empty());
    buffer.replace(0, 0, "end");
    CHECK(buffer.take() == "end");
}

TEST_CASE("What is written once more or replaced may need more room than there is") {
    const std::string text(1000, 'a');
    for (std::size_t more = 0; more < 60; ++more) {
        TextBuffer again;
        again.append(text).append_again(0, more);
        CHECK(again.take() == std::string(1000 + more, 'a'));
        TextBuffer replaced;
        replaced.append(text).replace(10, 0, std::string(more, 'b'));
        CHECK(replaced.take() == std::string(10, 'a') + std::string(more, 'b') + std::string(990, 'a'));
    }
}
