// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <cstddef>
#include <cstdint>

namespace kimai::storage::demo {

/// Numbers that look random and are the same for the same seed on every machine and with every compiler, which the
/// distributions of the standard library do not promise. The generator is SplitMix64 (Steele, Lea, Flood, 2014). For
/// made-up data only, never for secrets.
class Random {
  public:
    explicit Random(std::uint64_t seed) : state_(seed) {}

    std::uint64_t next() {
        state_ += 0x9e3779b97f4a7c15;
        std::uint64_t mixed = state_;
        mixed = (mixed ^ (mixed >> 30)) * 0xbf58476d1ce4e5b9;
        mixed = (mixed ^ (mixed >> 27)) * 0x94d049bb133111eb;
        return mixed ^ (mixed >> 31);
    }

    /// Both bounds belong to the range; low <= high. Slightly uneven, which does not matter here.
    std::int64_t between(std::int64_t low, std::int64_t high) {
        return low + static_cast<std::int64_t>(next() % (static_cast<std::uint64_t>(high - low) + 1));
    }

    bool chance(int percent) { return between(1, 100) <= percent; }

    /// One of a container's elements; there must be one.
    template <typename Container>
    const auto& pick(const Container& container) {
        return container[static_cast<std::size_t>(next() % container.size())];
    }

  private:
    std::uint64_t state_;
};

}  // namespace kimai::storage::demo
