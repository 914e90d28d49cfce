// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <cstdint>
#include <optional>

#include "api/value.hpp"
#include "storage/settings.hpp"

/// The arguments `start`, `limit` and `cleared` of getTimesheet and getExpenses.
namespace kimai::api {

/// Which part of a list is asked for.
struct ListWindow {
    std::int64_t offset = 0;
    /// Nothing: all.
    std::optional<std::int64_t> limit;

    /// A negative offset or limit gave no rows on the old server (MySQL refused it), and does so here.
    bool is_empty() const { return offset < 0 || (limit && *limit <= 0); }
};

/// An empty limit (0, "", null) stands for the usual one, and then start does not count.
ListWindow list_window(const Value& start, const Value& limit, std::optional<std::int64_t> usual_limit);

/// What `cleared` asks for: numbers from 0 on are compared with the record's, negative ones take all. What is no number
/// takes all too, or only those not cleared if the user prefers so (ui.hideClearedEntries).
std::optional<std::int64_t> cleared_filter(storage::Settings& settings, std::int64_t user, const Value& cleared);

}  // namespace kimai::api
