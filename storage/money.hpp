// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string_view>

#include "storage/short_text.hpp"

namespace kimai::storage {

/// An exact decimal with two digits behind the point, as Kimai's decimal(10,2) but with 16 digits in front of it:
/// rates, budgets, values and factors of expenses. Never floating point, so what was stored reads back.
struct Money {
    std::int64_t hundredths = 0;

    /// From decimal notation, "-12.5", "1e3", ".5", rounded to two digits, halves away from zero (as MySQL does).
    /// Nothing if the text is no number as a whole or has more than 16 digits in front of the point.
    static std::optional<Money> parse(std::string_view decimal);

    /// "12.50", "-0.05": always two digits behind the point.
    ShortText<24> text() const;

    friend auto operator<=>(const Money&, const Money&) = default;
};

}  // namespace kimai::storage
