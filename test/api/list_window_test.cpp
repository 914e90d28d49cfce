// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "api/list_window.hpp"

#include <doctest/doctest.h>

#include <string>

#include "test/storage/firm.hpp"

using namespace kimai::api;
using kimai::storage::Settings;

namespace {

Value number(const char* text) { return Value(Number{text}); }

}  // namespace

TEST_CASE("Start and limit cut a window out of a list") {
    struct Case {
        std::string name;
        Value start;
        Value limit;
        std::int64_t offset;
        std::optional<std::int64_t> expected;
        bool empty;
    };
    const Case cases[] = {
        {"both", number("2"), number("3"), 2, 3, false},
        {"as text", Value("2"), Value("3"), 2, 3, false},
        {"no limit, start does not count", number("2"), number("0"), 0, 100, false},
        {"limit empty", number("2"), Value(""), 0, 100, false},
        {"limit null", Value(), Value(), 0, 100, false},
        {"start null", Value(), number("3"), 0, 3, false},
        {"negative start", number("-1"), number("3"), -1, 3, true},
        {"negative start without a limit", number("-1"), number("0"), 0, 100, false},
        {"negative limit", number("0"), number("-3"), 0, -3, true},
        {"far behind the end", number("1000"), number("5"), 1000, 5, false},
    };
    for (const Case& c : cases) {
        CAPTURE(c.name);
        const ListWindow window = list_window(c.start, c.limit, 100);
        CHECK(window.offset == c.offset);
        CHECK(window.limit == c.expected);
        CHECK(window.is_empty() == c.empty);
    }
    CHECK_FALSE(list_window(number("0"), number("0"), std::nullopt).limit);
    CHECK_FALSE(list_window(number("0"), number("0"), std::nullopt).is_empty());
}

TEST_CASE("Cleared asks for what is cleared, what is not, or all") {
    auto database = kimai::test::memory_database();
    Settings settings(database);
    settings.set_preference(2, "ui.hideClearedEntries", "1");
    settings.set_preference(3, "ui.hideClearedEntries", "0");
    struct Case {
        std::string name;
        Value cleared;
        std::optional<std::int64_t> usual;
        std::optional<std::int64_t> hiding;
    };
    const Case cases[] = {
        {"0", number("0"), 0, 0},
        {"1", number("1"), 1, 1},
        {"-1", number("-1"), std::nullopt, std::nullopt},
        {"-1 as text", Value("-1"), std::nullopt, std::nullopt},
        {"1 as text", Value("1"), 1, 1},
        {"empty", Value(""), std::nullopt, 0},
        {"null", Value(), std::nullopt, 0},
        {"text", Value("no"), std::nullopt, 0},
        {"true", Value(true), std::nullopt, 0},
    };
    for (const Case& c : cases) {
        CAPTURE(c.name);
        CHECK(cleared_filter(settings, 1, c.cleared) == c.usual);
        CHECK(cleared_filter(settings, 2, c.cleared) == c.hiding);
        CHECK(cleared_filter(settings, 3, c.cleared) == c.usual);
    }
}
