// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <optional>
#include <string>

#include "storage/money.hpp"
#include "storage/sqlite.hpp"

/// Columns of a row as the types that the repositories hand out.
namespace kimai::storage {

inline Money money(const Rows& rows, int column) { return Money{rows.integer(column)}; }

inline std::optional<Money> optional_money(const Rows& rows, int column) {
    const auto hundredths = rows.optional_integer(column);
    if (!hundredths) return std::nullopt;
    return Money{*hundredths};
}

inline std::optional<std::string> optional_string(const Rows& rows, int column) {
    const auto text = rows.optional_text(column);
    if (!text) return std::nullopt;
    return std::string(*text);
}

inline std::optional<std::int64_t> hundredths(const std::optional<Money>& money) {
    if (!money) return std::nullopt;
    return money->hundredths;
}

}  // namespace kimai::storage
