// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "storage/kimai_dump.hpp"

#include <algorithm>
#include <array>

#include "storage/ascii.hpp"

namespace kimai::storage {

namespace {

constexpr std::array<KimaiTable, 19> tables = {{
    {"configuration", "value"},
    {"globalRoles", "globalRoleID"},
    {"membershipRoles", "membershipRoleID"},
    {"users", "userID"},
    {"preferences", "userID"},
    {"groups", "groupID"},
    {"customers", "customerID"},
    {"projects", "projectID"},
    {"activities", "activityID"},
    {"projects_activities", "projectID"},
    {"groups_users", "groupID"},
    {"groups_customers", "groupID"},
    {"groups_projects", "groupID"},
    {"groups_activities", "groupID"},
    {"statuses", "statusID"},
    {"rates", "rate"},
    {"fixedRates", "rate"},
    {"timeSheet", "timeEntryID"},
    {"expenses", "expenseID"},
}};

/// Kimai's own backup copies every table to kimai_bak_<seconds>_<name>, whatever the prefix.
constexpr std::string_view backup_prefix = "kimai_bak_";

/// More than any server has; keeps a made-up dump from filling the memory.
constexpr std::size_t most_sets = 1000;

}  // namespace

std::span<const KimaiTable> kimai_tables() { return tables; }

std::optional<NamedTable> kimai_table_named(const TableName& name) {
    const KimaiTable* best = nullptr;
    for (const KimaiTable& table : kimai_tables()) {
        if (name.table.size() < table.name.size() || (best != nullptr && best->name.size() >= table.name.size())) {
            continue;
        }
        if (same_letters(std::string_view(name.table).substr(name.table.size() - table.name.size()), table.name)) {
            best = &table;
        }
    }
    if (best == nullptr) return std::nullopt;
    std::string prefix = ascii_lowered(std::string_view(name.table).substr(0, name.table.size() - best->name.size()));
    if (prefix.starts_with(backup_prefix)) return std::nullopt;
    return NamedTable{{name.database, std::move(prefix)}, best};
}

std::string TableSet::text(bool with_database) const {
    const std::string shown = prefix.empty() ? "(none)" : prefix;
    return with_database && !database.empty() ? database + "." + prefix : shown;
}

bool TableSets::matches(const TableSet& set) const {
    const std::string wanted = ascii_lowered(*asked_);
    return wanted == set.prefix || wanted == ascii_lowered(set.database) + "." + set.prefix;
}

bool TableSets::note(const NamedTable& table) {
    if (sets_.size() >= most_sets && !sets_.contains(table.set)) return false;
    sets_[table.set].insert(table.table->name);
    if (!current_ && (!asked_ || matches(table.set))) current_ = table.set;
    return current_ == table.set;
}

std::vector<TableSet> TableSets::complete() const {
    std::vector<TableSet> found;
    for (const auto& [set, names] : sets_) {
        if (names.contains("users") && names.contains("timeSheet") && (!asked_ || matches(set))) found.push_back(set);
    }
    return found;
}

std::string TableSets::names(bool only_complete) const {
    std::vector<TableSet> shown = complete();
    if (!only_complete) {
        shown.clear();
        for (const auto& [set, names] : sets_) shown.push_back(set);
    }
    const bool databases = std::any_of(shown.begin(), shown.end(),
                                       [&](const TableSet& set) { return set.database != shown.front().database; });
    std::string text;
    for (const TableSet& set : shown) text.append(text.empty() ? "" : ", ").append(set.text(databases));
    return text;
}

std::vector<std::string_view> TableSets::missing() const {
    std::vector<std::string_view> names;
    for (const KimaiTable& table : kimai_tables()) {
        const bool there = current_ && sets_.at(*current_).contains(table.name);
        if (!there) names.push_back(table.name);
    }
    return names;
}

}  // namespace kimai::storage
