// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "api/text_buffer.hpp"

#include <doctest/doctest.h>

#include <optional>
#include <stdexcept>
#include <string>

#include "test/api/memory_overflow.hpp"

using kimai::api::TextBuffer;
using kimai::test::MemoryOverflow;

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
    CHECK(buffer.text() == expected);
}

TEST_CASE("Nothing written is an empty text") {
    TextBuffer buffer;
    buffer.append("").append({});
    CHECK(buffer.text().empty());
}

TEST_CASE("Who writes by himself says how far") {
    TextBuffer buffer;
    buffer += "a";
    char* const to = buffer.room(5000);
    to[0] = 'b';
    to[4999] = 'x';
    buffer.written_to(to + 1);
    buffer += 'c';
    CHECK(buffer.text() == "abc");
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
    CHECK(buffer.text() == "end");
}

TEST_CASE("What is written once more or replaced may need more room than there is") {
    const std::string text(1000, 'a');
    for (std::size_t more = 0; more < 60; ++more) {
        TextBuffer again;
        again.append(text).append_again(0, more);
        CHECK(again.text() == std::string(1000 + more, 'a'));
        TextBuffer replaced;
        replaced.append(text).replace(10, 0, std::string(more, 'b'));
        CHECK(replaced.text() == std::string(10, 'a') + std::string(more, 'b') + std::string(990, 'a'));
    }
}

namespace {

constexpr std::size_t nothing = 0;

/// All of a text, of which the overflow may have a part.
std::string whole(TextBuffer& buffer, const MemoryOverflow& overflow) {
    const auto at = buffer.overflowed_at();
    return overflow.whole(buffer.text(), at);
}

}  // namespace

TEST_CASE("Without an overflow settled text stays") {
    TextBuffer buffer;
    for (int i = 0; i < 5000; ++i) {
        buffer += "item";
        buffer.settled(nothing);
    }
    CHECK_FALSE(buffer.overflowed_at());
    CHECK(buffer.text().size() == 20000);
}

TEST_CASE("More than a portion behind the front is given away") {
    for (const std::size_t length : {9U, 10U, 11U}) {
        MemoryOverflow overflow(10);
        TextBuffer buffer(&overflow);
        buffer += "front";
        buffer.settled(nothing);
        const std::string item(length, 'i');
        buffer += item;
        CHECK(overflow.kept.empty());  // Not as long as it may change.
        buffer.settled(nothing);
        const bool is_more = length > 10;
        CHECK(overflow.kept == (is_more ? item : ""));
        CHECK(buffer.size() == 5 + length);
        CHECK(buffer.view() == (is_more ? "front" : "front" + item));
        buffer += "end";
        CHECK(buffer.size() == 8 + length);
        CHECK(buffer.overflowed_at() == (is_more ? std::optional<std::size_t>(5) : std::nullopt));
        CHECK(whole(buffer, overflow) == "front" + item + "end");
    }
}

TEST_CASE("What was not settled is not given away") {
    MemoryOverflow overflow(10);
    TextBuffer buffer(&overflow);
    buffer += "front";
    buffer.settled(nothing);
    buffer += std::string(1000, 'x');
    CHECK(overflow.times == 0);
    CHECK(whole(buffer, overflow) == "front" + std::string(1000, 'x'));
}

TEST_CASE("What is needed once more holds back what follows it") {
    MemoryOverflow overflow(10);
    TextBuffer buffer(&overflow);
    buffer += "<list>";
    buffer.settled(6);  // In the front: holds nothing back.
    buffer += "0123456789a";
    buffer.settled(6);
    CHECK(overflow.times == 1);
    const std::size_t inner = buffer.size();
    buffer += "<inner>0123456789a";
    buffer.settled(inner + 7);
    CHECK(overflow.times == 1);
    buffer.append_again(inner, 7).replace(inner + 1, 5, "I");
    buffer.settled(6);
    CHECK(overflow.times == 2);
    buffer.append_again(0, 6);
    CHECK(whole(buffer, overflow) == "<list>0123456789a<I>0123456789a<inner><list>");
}

TEST_CASE("The front is replaced by longer and shorter text after some was given away") {
    for (const std::string by : {"", "B", "12345678901234567890"}) {
        CAPTURE(by);
        MemoryOverflow overflow(10);
        TextBuffer buffer(&overflow);
        buffer += "aBc";
        buffer.settled(nothing);
        buffer += "0123456789a";
        buffer.settled(nothing);
        buffer += "tail";
        buffer.replace(1, 1, by);
        CHECK(buffer.size() == 17 + by.size());
        // As much as before fits behind it.
        buffer += "012345";
        buffer.settled(nothing);
        CHECK(overflow.times == 1);
        buffer += "6";
        buffer.settled(nothing);
        CHECK(overflow.times == 2);
        buffer += "end";
        CHECK(whole(buffer, overflow) == "a" + by + "c0123456789atail0123456end");
    }
}

TEST_CASE("What was written is taken back wherever it is kept") {
    const std::string all = "front0123456789aABCDEFGHIJKtail";
    for (std::size_t size = 0; size <= all.size(); ++size) {
        CAPTURE(size);
        MemoryOverflow overflow(10);
        TextBuffer buffer(&overflow);
        for (const std::string piece : {"front", "0123456789a", "ABCDEFGHIJK"}) {
            buffer += piece;
            buffer.settled(nothing);
        }
        buffer += "tail";
        REQUIRE(overflow.times == 2);
        REQUIRE(buffer.size() == all.size());
        buffer.truncate(size);
        CHECK(buffer.size() == size);
        CHECK(overflow.kept.size() <= size);
        std::string expected = all.substr(0, size);
        for (int i = 0; i < 3; ++i) {
            buffer += "another long item";
            expected += "another long item";
            buffer.settled(nothing);
        }
        CHECK(overflow.times > 2);
        CHECK(whole(buffer, overflow) == expected);
    }
}

TEST_CASE("An overflow that takes nothing leaves the text as it is") {
    MemoryOverflow overflow(10);
    TextBuffer buffer(&overflow);
    buffer += "front";
    buffer.settled(nothing);
    const std::size_t before = buffer.size();
    buffer += "0123456789a";
    overflow.is_full = true;
    CHECK_THROWS_AS(buffer.settled(nothing), std::runtime_error);
    CHECK(buffer.view() == "front0123456789a");
    CHECK_FALSE(buffer.overflowed_at());
    buffer.truncate(before);
    overflow.is_full = false;
    buffer += "abcdefghijk";
    buffer.settled(nothing);
    CHECK(whole(buffer, overflow) == "frontabcdefghijk");
}

TEST_CASE("A long text leaves no room behind in memory") {
    constexpr std::size_t portion = 100'000;
    MemoryOverflow overflow(portion);
    TextBuffer buffer(&overflow);
    for (int i = 0; i < 1000; ++i) {
        buffer += std::string(999, 'x');
        buffer.settled(nothing);
    }
    CHECK(overflow.times == 9);
    const std::string rest = buffer.text();
    CHECK(rest.size() <= portion);
    CHECK(rest.capacity() < 2 * rest.size());
}

TEST_CASE("In the end the rest is given away too, and stays in memory where that fails") {
    for (const bool is_full : {false, true}) {
        CAPTURE(is_full);
        MemoryOverflow overflow(100);
        TextBuffer buffer(&overflow);
        buffer += "front";
        buffer.settled(0);
        buffer += std::string(101, 'a');
        buffer.settled(0);
        REQUIRE(overflow.times == 1);
        buffer += "end";
        const auto at = buffer.overflowed_at();
        overflow.is_full = is_full;
        const std::string body = buffer.text();
        CHECK(body == (is_full ? "frontend" : "front"));
        CHECK(overflow.whole(body, at) == "front" + std::string(101, 'a') + "end");
    }
}
