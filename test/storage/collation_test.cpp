// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "storage/collation.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <fstream>
#include <ios>
#include <sstream>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "test/test_data.hpp"

namespace {

using kimai::storage::sort_key;

/// The lines of a file in test/data, without those that begin with '#'.
std::vector<std::string> data_lines(const std::string& name) {
    std::ifstream file(kimai::test::test_file("data/" + name));
    if (!file) throw std::runtime_error("cannot read " + name);
    std::vector<std::string> lines;
    for (std::string line; std::getline(file, line);) {
        if (!line.starts_with('#')) lines.push_back(line);
    }
    return lines;
}

std::string utf8(std::uint32_t character) {
    const auto byte = [](std::uint32_t value) { return static_cast<char>(value); };
    if (character < 0x80) return {byte(character)};
    if (character < 0x800) return {byte(0xC0 | character >> 6), byte(0x80 | (character & 0x3F))};
    return {byte(0xE0 | character >> 12), byte(0x80 | (character >> 6 & 0x3F)), byte(0x80 | (character & 0x3F))};
}

/// MariaDB's weights of the BMP; the file says how to read it.
std::vector<std::uint32_t> recorded_weights() {
    std::vector<std::uint32_t> weights(0x10000);
    for (std::uint32_t i = 0; i < weights.size(); ++i) weights[i] = i;
    for (const std::string& line : data_lines("utf8_general_ci.tsv")) {
        std::istringstream fields(line);
        std::uint32_t first = 0, last = 0, stride = 0, weight = 0, step = 0;
        fields >> std::hex >> first >> last >> std::dec >> stride >> std::hex >> weight >> std::dec >> step;
        if (!fields || stride == 0 || last >= weights.size()) throw std::runtime_error("not a run: " + line);
        for (std::uint32_t i = first; i <= last; i += stride, weight += step) weights[i] = weight;
    }
    return weights;
}

struct RankedName {
    int rank;
    std::string name;
};

/// Names in the order in which MariaDB sorted them; the file says how to read it.
std::vector<RankedName> recorded_order() {
    std::vector<RankedName> names;
    for (const std::string& line : data_lines("utf8_general_ci_order.tsv")) {
        const std::size_t bar = line.find('|');
        RankedName entry{std::stoi(line.substr(0, bar)), ""};
        for (std::size_t i = bar + 1; i + 1 < line.size(); ++i) {
            if (line.compare(i, 2, "\\x") == 0) {
                entry.name.push_back(static_cast<char>(std::stoi(line.substr(i + 2, 2), nullptr, 16)));
                i += 3;
            } else {
                entry.name.push_back(line[i]);
            }
        }
        names.push_back(std::move(entry));
    }
    return names;
}

int sign(int number) { return (number > 0) - (number < 0); }

/// std::string compares as memcmp does, and the shorter one first.
int compare(std::string_view a, std::string_view b) { return sign(sort_key(a).compare(sort_key(b))); }

}  // namespace

TEST_CASE("each code point of the BMP has the weight MariaDB gives it") {
    const std::vector<std::uint32_t> weights = recorded_weights();
    REQUIRE(weights['z'] == 'Z');
    int differ = 0;
    for (std::uint32_t character = 0; character < weights.size(); ++character) {
        // A key is the UTF-8 of the weights, and a blank for the end. The blank itself is the end.
        const std::string expected = character == ' ' ? " " : utf8(weights[character]) + " ";
        if (sort_key(utf8(character)) == expected) continue;
        ++differ;
        std::ostringstream line;
        line << std::hex << std::uppercase << "U+" << character << " should weigh U+" << weights[character];
        MESSAGE(line.str());
    }
    CHECK(differ == 0);
}

TEST_CASE("names sort as MariaDB sorts them") {
    const std::vector<RankedName> names = recorded_order();
    REQUIRE(names.size() > 400);
    int differ = 0;
    for (const RankedName& a : names) {
        for (const RankedName& b : names) {
            const int expected = sign(a.rank - b.rank);
            if (compare(a.name, b.name) == expected) continue;
            ++differ;
            MESSAGE("|" << a.name << "| and |" << b.name << "| should compare as " << expected);
        }
    }
    CHECK(differ == 0);
}

TEST_CASE("a list looks as Kimai's users know it") {
    std::vector<std::string> names{"Zoo",      "日本",   "Überprüfung", "Bäckerei",      "Apollo", "aardvark",
                                   "Buchhalt", "Москва", "Uhr",         "<b>intern</b>", "bach",   "Vertrieb"};
    std::sort(names.begin(), names.end(), [](const auto& a, const auto& b) { return sort_key(a) < sort_key(b); });
    CHECK(names == std::vector<std::string>{"<b>intern</b>", "aardvark", "Apollo", "bach", "Bäckerei", "Buchhalt",
                                            "Überprüfung", "Uhr", "Vertrieb", "Zoo", "Москва", "日本"});
}

TEST_CASE("pairs of texts compare as in MySQL") {
    struct Pair {
        const char* what;
        std::string a;
        std::string b;
        int expected;
    };
    const std::array pairs{
        Pair{"case does not count", "ADMIN", "admin", 0},
        Pair{"accents do not count", "Jürgen", "JURGEN", 0},
        Pair{"sharp s is one s", "Fuß", "fus", 0},
        Pair{"sharp s is not two", "Fuß", "fuss", -1},
        Pair{"a combining mark counts", "a\u0308", "ä", 1},
        Pair{"the empty text is like blanks", "", "   ", 0},
        Pair{"blanks at the end do not count", "a", "a  ", 0},
        Pair{"a no-break space is not a blank", "a", "a\u00A0", -1},
        Pair{"a control is less than the end", "a\t", "a", -1},
        Pair{"so is a control behind blanks", "a  \t", "a", -1},
        Pair{"the control that comes later is less of a loss", "a \x1F", "a\x1F", 1},
        Pair{"the highest control and what follows it", "a\x1F\uFFFF", "a \t", -1},
        Pair{"a NUL is a control like others", std::string("a\0", 2), "a", -1},
        Pair{"all characters above the BMP are alike", "\U0001F600", "\U00020000", 0},
        Pair{"and weigh as U+FFFD", "\U0001F600", "\uFFFD", 0},
        Pair{"a broken byte is greater than any character", "a\xFF", "a\uFFFF", 1},
        Pair{"a broken byte equals itself", "A\xE4", "a\xE4", 0},
        Pair{"a broken byte does not equal another", "a\xC4", "a\xE4", -1},
        Pair{"a broken byte is no blank below a control", "a\x1F\x80", "a \t", -1},
        Pair{"a character cut off is broken bytes", "a\xE2\x82", "a\uFFFF", 1},
        Pair{"an overlong form is broken bytes", "\xC0\xAF", "/", 1},
        Pair{"three bytes where two do, too", "\xE0\x81\x81", "\uFFFF", 1},
        Pair{"and four where three do", "\xF0\x8F\xBF\xBF", "\uFFFF", 1},
        Pair{"beyond Unicode is broken bytes", "\xF4\x90\x80\x80", "\uFFFF", 1},
        Pair{"the last character is none", "\xF4\x8F\xBF\xBF", "\uFFFD", 0},
    };
    for (const Pair& pair : pairs) {
        CAPTURE(pair.what);
        CHECK(compare(pair.a, pair.b) == pair.expected);
        CHECK(compare(pair.b, pair.a) == -pair.expected);
        CHECK((sort_key(pair.a) == sort_key(pair.b)) == (pair.expected == 0));
    }
}

TEST_CASE("stored keys stay as they are") {
    CHECK(sort_key("") == " ");
    CHECK(sort_key("Bäckerei  Müller ") == "BACKEREI  MULLER ");
    CHECK(sort_key("Йод ёж \t") == "ЙОД ЕЖ\x1F\xFF\t ");
    CHECK(sort_key("日本\xFF") == "日本\xFE\xFF ");
    CHECK(sort_key(std::string_view("日").substr(0, 2)) == "\xFE\xE6\xFE\x97 ");
    CHECK(sort_key("\xE2z\xAC") == "\xFE\xE2Z\xFE\xAC ");
}
