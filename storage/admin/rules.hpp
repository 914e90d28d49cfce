// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "storage/money.hpp"
#include "storage/sqlite.hpp"

/// Rates, statuses and Kimai's configuration as an operator sees and changes them.
namespace kimai::storage::admin {

/// For whom and what a rate is; nothing: any. Fixed rates know no users.
struct RateScope {
    std::optional<std::int64_t> user;
    std::optional<std::int64_t> project;
    std::optional<std::int64_t> activity;
};

enum class RateKind { hourly, fixed };

struct RateRecord {
    RateKind kind;
    RateScope scope;
    /// Names of what the scope says; "#12" for what is gone.
    std::optional<std::string> user;
    std::optional<std::string> project;
    std::optional<std::string> activity;
    Money rate;
};

/// The hourly ones first, each kind by user, project and activity.
std::vector<RateRecord> rates(Connection& connection);

/// In place of the ones for the same scope, if there are any; answers the rate that was there.
std::optional<Money> set_rate(Connection& connection, RateKind kind, const RateScope& scope, Money rate);
/// Answers the rate that was there.
std::optional<Money> remove_rate(Connection& connection, RateKind kind, const RateScope& scope);

struct StatusRecord {
    std::int64_t id = 0;
    std::string name;
    std::int64_t time_entries = 0;
};

/// By number.
std::vector<StatusRecord> statuses(Connection& connection);
std::int64_t add_status(Connection& connection, std::string_view name);
void rename_status(Connection& connection, std::int64_t status, std::string_view name);
/// For one that no time entry has.
void delete_status(Connection& connection, std::int64_t status);

struct ConfigurationRow {
    std::string option;
    std::string value;
};

/// By name.
std::vector<ConfigurationRow> configuration(Connection& connection);

}  // namespace kimai::storage::admin
