// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "api/earlier_items.hpp"

#include <doctest/doctest.h>

#include <vector>

#include "api/call.hpp"
#include "storage/store.hpp"
#include "test/api/collecting_writer.hpp"

using namespace kimai;
using namespace kimai::api;
using storage::Change;

namespace {

constexpr std::int64_t anna = 5;
constexpr std::string_view text = "[one,two,three]";
const std::vector<TextItem> items{
    {.row = 1, .at = 1, .length = 3}, {.row = 2, .at = 5, .length = 3}, {.row = 3, .at = 9, .length = 5}};

const Change nothing{.extent = Change::Extent::nothing};
const Change anything{};

Change row_of(const std::string& table, std::int64_t row) {
    return {.extent = Change::Extent::one_row, .table = table, .row = row};
}

/// A call of a user, with an earlier answer of anna's since which something was changed.
struct Asked {
    Asked(const Change& shared, const Change& own, std::int64_t user = anna)
        : earlier{.user = anna, .text = text, .items = items, .changes = {.shared = shared, .own = own}} {
        call.user = user;
        call.earlier = &earlier;
    }

    Arguments arguments{methods().front(), {}};
    Client client;
    storage::Store store{storage::Connection::open(":memory:")};
    test::CollectingWriter result;
    EarlierAnswer earlier;
    Call call{.arguments = arguments, .client = client, .store = store, .result = result};
};

bool own(const Change& shared, const Change& own, std::int64_t user = anna) {
    return EarlierItems::of_own(Asked(shared, own, user).call, "timeSheet").any();
}
bool shared(const Change& shared, const Change& own, std::int64_t user = anna) {
    return EarlierItems::of_shared(Asked(shared, own, user).call, "projects").any();
}

}  // namespace

TEST_CASE("a list of one's own rows is of use again if no more than one of them was changed") {
    CHECK(own(nothing, nothing));
    CHECK(own(nothing, row_of("timeSheet", 2)));
    CHECK(own(nothing, row_of("expenses", 2)));
    CHECK_FALSE(own(nothing, anything));
    CHECK_FALSE(own(anything, nothing));
    CHECK_FALSE(own(row_of("projects", 1), nothing));
    CHECK_FALSE(own(nothing, nothing, anna + 1));
    CHECK_FALSE(own(nothing, nothing, 0));
}

TEST_CASE("a list of rows that all share is of use again if no more than one of them was changed") {
    CHECK(shared(nothing, nothing));
    CHECK(shared(nothing, anything));
    CHECK(shared(row_of("projects", 2), anything));
    CHECK_FALSE(shared(row_of("customers", 2), nothing));
    CHECK_FALSE(shared(anything, nothing));
    CHECK_FALSE(shared(nothing, nothing, anna + 1));
}

TEST_CASE("without an earlier answer there are no items") {
    Asked asked(nothing, nothing);
    asked.call.earlier = nullptr;
    auto none = EarlierItems::of_own(asked.call, "timeSheet");
    CHECK_FALSE(none.any());
    CHECK_FALSE(none.of(1));
}

TEST_CASE("items are found by their row, in whatever order, but for the one that was changed") {
    const Asked asked(nothing, row_of("timeSheet", 2));
    auto found = EarlierItems::of_own(asked.call, "timeSheet");
    CHECK(found.of(1) == "one");
    CHECK_FALSE(found.of(2));
    CHECK(found.of(3) == "three");
    CHECK_FALSE(found.of(4));
    // Items go before others only where one was changed, but it does no harm.
    CHECK_FALSE(found.of(1));
    CHECK(found.changed_row() == 2);
    const auto unchanged = found.unchanged();
    REQUIRE(unchanged.size() == 2);
    CHECK(found.text_of(unchanged[1]) == "three");
}

TEST_CASE("the row of another table is not one of the list") {
    const Asked asked(nothing, row_of("expenses", 2));
    auto found = EarlierItems::of_own(asked.call, "timeSheet");
    CHECK_FALSE(found.changed_row());
    CHECK(found.of(2) == "two");
}

TEST_CASE("a part of the changed row's item that other tables tell of is as it was") {
    const std::vector<TextItem> with_part{{.row = 1, .at = 1, .length = 3, .part_at = 1, .part_length = 2},
                                          {.row = 3, .at = 9, .length = 5, .part_at = 2, .part_length = 3}};
    const auto part = [&](const Change& change, const std::vector<TextItem>& of) {
        Asked asked(change, nothing);
        asked.earlier.items = of;
        return EarlierItems::of_shared(asked.call, "projects").part_of_changed_row();
    };
    CHECK(part(row_of("projects", 1), with_part) == "ne");
    CHECK(part(row_of("projects", 3), with_part) == "ree");
    CHECK_FALSE(part(row_of("projects", 2), with_part));
    CHECK_FALSE(part(row_of("projects", 1), items));
    CHECK_FALSE(part(nothing, with_part));
    CHECK_FALSE(part(anything, with_part));
}

TEST_CASE("the time is written anew wherever it stands") {
    const TextPlaces places{.items = {}, .times = {2, 7}};
    CHECK(places.at_time("a:10,b:10;", 7) == "a:7,b:7;");
    CHECK(places.at_time("a:10,b:10", 12345) == "a:12345,b:12345");
    CHECK(places.behind(2).at_time("10,b:10", 5) == "5,b:5");
}
