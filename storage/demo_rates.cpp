// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include <array>
#include <optional>

#include "storage/demo_firm.hpp"

namespace kimai::storage::demo {

namespace {

using Name = std::optional<std::string_view>;

constexpr Name any = std::nullopt;

struct Rate {
    Name user;
    Name project;
    Name activity;
    std::int64_t hundredths = 0;
};

// One for each way to choose the best fitting rate: by user, activity, project, and together.
constexpr std::array rates{
    Rate{any, any, any, 6000},
    Rate{"lead", any, any, 9500},
    Rate{"designer", any, any, 7250},
    Rate{"consultant", any, any, 11000},
    Rate{"trainee", any, any, 3500},
    Rate{any, any, "Travel", 4000},
    Rate{any, "Web shop", any, 8200},
    Rate{any, "Planning tool", "Programming", 8850},
    Rate{"developer", any, "Testing", 6533},
    Rate{"developer", "Container tracking", any, 9000},
    Rate{"developer", "Container tracking", "Programming", 10450},
};

struct FixedRate {
    Name project;
    Name activity;
    std::int64_t hundredths = 0;
};

constexpr std::array fixed_rates{
    FixedRate{any, "Photography", 25000},
    FixedRate{"Colour workshop", "Workshop", 80000},
    FixedRate{"Formation", any, 60000},
};

}  // namespace

void add_rates(Connection& connection) {
    for (const Rate& rate : rates) {
        connection.execute(
            "INSERT INTO rates (userID, projectID, activityID, rate) VALUES ((SELECT userID FROM users WHERE name = "
            "?1),"
            " (SELECT projectID FROM projects WHERE name = ?2), (SELECT activityID FROM activities WHERE name = ?3), "
            "?4)",
            rate.user, rate.project, rate.activity, rate.hundredths);
    }
    for (const FixedRate& rate : fixed_rates) {
        connection.execute(
            "INSERT INTO fixedRates (projectID, activityID, rate) VALUES"
            " ((SELECT projectID FROM projects WHERE name = ?1), (SELECT activityID FROM activities WHERE name = ?2),"
            " ?3)",
            rate.project, rate.activity, rate.hundredths);
    }
}

}  // namespace kimai::storage::demo
