// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "storage/writing.hpp"

#include <algorithm>
#include <array>
#include <string_view>

namespace kimai::storage {

namespace {

/// What calls write all the time, and of which nothing is remembered.
constexpr std::array<std::string_view, 3> never_remembered{"timeSheet", "expenses", "unlistedEntries"};

/// Of tables without row numbers nothing is told, but each of their changes draws the mark of what all share. The other
/// marks are of a user's entries and expenses.
bool is_remembered(std::string_view table, std::int64_t row) {
    constexpr std::int64_t all = 0;
    if (table == "changes") return row == all;
    return std::ranges::find(never_remembered, table) == never_remembered.end();
}

void forget(Store& store) {
    store.memory.forget();
    store.memory_of_rates.forget();
}

}  // namespace

void forget_what_changes(Store& store) {
    store.connection.tell_changes([&store](std::string_view table, std::int64_t row) {
        if (is_remembered(table, row)) forget(store);
    });
}

Writing::Writing(Store& store) : store_(store), transaction_(store.connection) {
    const std::int64_t version = store.connection.version_by_others();
    store.memory.wake(version);
    store.memory_of_rates.wake(version);
}

Writing::~Writing() {
    if (!committed_) forget(store_);
    store_.memory.sleep();
    store_.memory_of_rates.sleep();
}

void Writing::part_taken_back() { forget(store_); }

void Writing::commit() {
    transaction_.commit();
    committed_ = true;
}

}  // namespace kimai::storage
