// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "storage/rates.hpp"

#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "test/storage/firm.hpp"
#include "test/storage/query_plan.hpp"

using namespace kimai::storage;
using kimai::test::memory_database;
using kimai::test::plan_of;

namespace {

using Number = std::optional<std::int64_t>;
constexpr std::nullopt_t any = std::nullopt;

struct RateRow {
    Number user;
    Number project;
    Number activity;
};

}  // namespace

TEST_CASE("The best hourly rate names the user, then the activity, then the project") {
    // From the best to the least; for user 1, project 2, activity 3.
    const std::vector<RateRow> rows{{1, 2, 3},   {1, any, 3},   {1, 2, any},   {1, any, any},
                                    {any, 2, 3}, {any, any, 3}, {any, 2, any}, {any, any, any}};
    for (std::size_t best = 0; best <= rows.size(); ++best) {
        CAPTURE(best);
        auto database = memory_database();
        const auto add = [&database](const RateRow& row, std::int64_t rate) {
            database.execute("INSERT INTO rates VALUES (?1, ?2, ?3, ?4)", row.user, row.project, row.activity, rate);
        };
        for (const RateRow& other : {RateRow{9, 2, 3}, RateRow{1, 9, 3}, RateRow{1, 2, 9}}) add(other, 999);
        for (std::size_t i = rows.size(); i > best; --i) add(rows[i - 1], static_cast<std::int64_t>(i - 1));
        const auto rate = Rates(database).best_rate(1, 2, 3);
        CHECK(rate.has_value() == (best < rows.size()));
        if (rate) CHECK(rate->hundredths == static_cast<std::int64_t>(best));
    }
}

TEST_CASE("The best fixed rate names the activity, then the project") {
    const std::vector<RateRow> rows{{any, 2, 3}, {any, any, 3}, {any, 2, any}, {any, any, any}};
    for (std::size_t best = 0; best <= rows.size(); ++best) {
        CAPTURE(best);
        auto database = memory_database();
        const auto add = [&database](const RateRow& row, std::int64_t rate) {
            database.execute("INSERT INTO fixedRates VALUES (?1, ?2, ?3)", row.project, row.activity, rate);
        };
        for (const RateRow& other : {RateRow{any, 9, 3}, RateRow{any, 2, 9}}) add(other, 999);
        for (std::size_t i = rows.size(); i > best; --i) add(rows[i - 1], static_cast<std::int64_t>(i - 1));
        const auto rate = Rates(database).best_fixed_rate(2, 3);
        CHECK(rate.has_value() == (best < rows.size()));
        if (rate) CHECK(rate->hundredths == static_cast<std::int64_t>(best));
    }
}

TEST_CASE("Rates are found by an index, without a scan and without sorting") {
    auto database = memory_database();
    Rates rates(database);
    rates.best_rate(1, 2, 3);
    rates.best_fixed_rate(2, 3);
    for (const char* const statement : {"SELECT rate, min((activityID", "SELECT rate, min(projectID"}) {
        const std::string plan = plan_of(database, statement);
        CAPTURE(plan);
        CHECK(plan.starts_with("SEARCH"));
        CHECK(plan.find("SCAN") == std::string::npos);
        CHECK(plan.find("TEMP B-TREE") == std::string::npos);
    }
}
