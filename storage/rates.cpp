// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "storage/rates.hpp"

#include "storage/columns.hpp"

namespace kimai::storage {

std::optional<Money> Rates::best_rate(std::int64_t user, std::int64_t project, std::int64_t activity) {
    Rows rows = connection_.query(
        "SELECT rate FROM rates WHERE (userID = ?1 OR userID IS NULL) AND (projectID = ?2 OR projectID IS NULL)"
        " AND (activityID = ?3 OR activityID IS NULL)"
        " ORDER BY userID IS NULL, activityID IS NULL, projectID IS NULL LIMIT 1",
        user, project, activity);
    if (!rows.next()) return std::nullopt;
    return money(rows, 0);
}

std::optional<Money> Rates::best_fixed_rate(std::int64_t project, std::int64_t activity) {
    Rows rows = connection_.query(
        "SELECT rate FROM fixedRates WHERE (projectID = ?1 OR projectID IS NULL)"
        " AND (activityID = ?2 OR activityID IS NULL) ORDER BY activityID IS NULL, projectID IS NULL LIMIT 1",
        project, activity);
    if (!rows.next()) return std::nullopt;
    return money(rows, 0);
}

}  // namespace kimai::storage
