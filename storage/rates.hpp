// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <cstdint>
#include <optional>

#include "storage/money.hpp"
#include "storage/sqlite.hpp"

namespace kimai::storage {

/// What an hour, or an entry as a whole, costs. Of the rows that fit (each column equals the entry's or is null) the
/// best is taken: first one that names the user, then the activity, then the project.
class Rates {
  public:
    explicit Rates(Connection& connection) : connection_(connection) {}

    /// The hourly rate; nothing if no row fits.
    std::optional<Money> best_rate(std::int64_t user, std::int64_t project, std::int64_t activity);
    std::optional<Money> best_fixed_rate(std::int64_t project, std::int64_t activity);

  private:
    Connection& connection_;
};

}  // namespace kimai::storage
