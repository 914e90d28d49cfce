// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "storage/store.hpp"

namespace kimai::storage {

struct DemoLogin {
    std::string name;
    std::string password;
    /// What signing in as this user lets one see.
    std::string shows;
};

/// What was added.
struct DemoData {
    std::vector<DemoLogin> logins;
    std::int64_t customers = 0;
    std::int64_t projects = 0;
    std::int64_t time_entries = 0;
    std::int64_t expenses = 0;
};

/// Gives the hash to store for a password.
using HashPassword = std::function<std::string(std::string_view password)>;

/// Fills an empty database with a believable small firm: users, groups, customers in several scripts, projects,
/// activities, rates, preferences, and the time entries and expenses of the year before `now` (seconds since 1970).
/// The same now and seed give the same data. API keys are not made: users get theirs when they sign in.
///
/// Runs in the caller's transaction, which is to be rolled back if this throws: DatabaseError, what `hash` throws,
/// std::runtime_error if the system has no time zone data, and std::logic_error if the database is filled already.
DemoData fill_with_demo_data(Store& store, std::int64_t now, std::uint64_t seed, const HashPassword& hash);

}  // namespace kimai::storage
