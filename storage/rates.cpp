// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "storage/rates.hpp"

#include <functional>
#include <string_view>

#include "storage/columns.hpp"

namespace kimai::storage {

namespace {

using Wanted = std::optional<std::int64_t>;

/// The rate, if the query found one: an aggregate has a row even of nothing.
std::optional<Money> found(Rows rows) {
    rows.next();
    return optional_money(rows, 0);
}

}  // namespace

// SQLite takes the other columns from the row that has the minimum, and needs no sorting for it. Each query looks into
// an index for one user or activity, or for none.

std::optional<Money> Rates::read_rate(std::int64_t user, std::int64_t project, std::int64_t activity) {
    for (const Wanted& owner : {Wanted(user), Wanted()}) {
        auto rate = found(connection_.query(
            "SELECT rate, min((activityID IS NULL) * 2 + (projectID IS NULL)) FROM rates WHERE userID IS ?1"
            " AND (projectID = ?2 OR projectID IS NULL) AND (activityID = ?3 OR activityID IS NULL)",
            owner, project, activity));
        if (rate) return rate;
    }
    return std::nullopt;
}

std::optional<Money> Rates::read_fixed_rate(std::int64_t project, std::int64_t activity) {
    for (const Wanted& task : {Wanted(activity), Wanted()}) {
        auto rate =
            found(connection_.query("SELECT rate, min(projectID IS NULL) FROM fixedRates WHERE activityID IS ?2"
                                    " AND (projectID = ?1 OR projectID IS NULL)",
                                    project, task));
        if (rate) return rate;
    }
    return std::nullopt;
}

std::size_t Rates::KeyHash::operator()(const Key& key) const {
    return std::hash<std::string_view>{}({reinterpret_cast<const char*>(key.data()), sizeof key});
}

std::optional<Money> Rates::best_rate(std::int64_t user, std::int64_t project, std::int64_t activity) {
    return rates_.get(Key{user, project, activity}, [&] { return read_rate(user, project, activity); });
}

std::optional<Money> Rates::best_fixed_rate(std::int64_t project, std::int64_t activity) {
    return fixed_rates_.get(Key{0, project, activity}, [&] { return read_fixed_rate(project, activity); });
}

}  // namespace kimai::storage
