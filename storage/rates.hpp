// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>

#include "storage/memory.hpp"
#include "storage/money.hpp"
#include "storage/sqlite.hpp"

namespace kimai::storage {

/// What an hour, or an entry as a whole, costs. Of the rows that fit (each column equals the entry's or is null) the
/// best is taken: first one that names the user, then the activity, then the project.
class Rates {
  public:
    /// memory: nullptr reads everything anew.
    explicit Rates(Connection& connection, const Memory* memory = nullptr)
        : connection_(connection), rates_(memory), fixed_rates_(memory) {}

    /// The hourly rate; nothing if no row fits.
    std::optional<Money> best_rate(std::int64_t user, std::int64_t project, std::int64_t activity);
    std::optional<Money> best_fixed_rate(std::int64_t project, std::int64_t activity);

  private:
    /// What a rate is asked for: user (0 for a fixed rate), project and activity.
    using Key = std::array<std::int64_t, 3>;
    struct KeyHash {
        std::size_t operator()(const Key& key) const;
    };
    using Known = Remembered<Key, std::optional<Money>, KeyHash>;

    std::optional<Money> read_rate(std::int64_t user, std::int64_t project, std::int64_t activity);
    std::optional<Money> read_fixed_rate(std::int64_t project, std::int64_t activity);

    Connection& connection_;
    Known rates_;
    Known fixed_rates_;
};

}  // namespace kimai::storage
