// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <algorithm>
#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <span>

/// Numbers that tell how the gateway is doing: counted where something happens, read now and then by whoever watches.
/// Counting takes no lock and orders no memory; a reader may see one number a moment older than another.
namespace kimai::storage {

/// Changed by one thread, or by several under one lock: a load and a store, no more. Read by any thread.
class Count {
  public:
    void add(std::uint64_t number = 1) { set(value() + number); }
    /// For what can fall as well.
    void set(std::uint64_t number) { value_.store(number, std::memory_order_relaxed); }
    std::uint64_t value() const { return value_.load(std::memory_order_relaxed); }

  private:
    std::atomic<std::uint64_t> value_ = 0;
};

/// Changed by any thread.
class SharedCount {
  public:
    void add(std::uint64_t number = 1) { value_.fetch_add(number, std::memory_order_relaxed); }
    std::uint64_t value() const { return value_.load(std::memory_order_relaxed); }

  private:
    std::atomic<std::uint64_t> value_ = 0;
};

/// What was counted by one histogram or by several together.
struct Distribution {
    /// The highest value of each bucket but the last one, which has none.
    std::span<const std::uint64_t> bounds;
    static constexpr std::size_t most_buckets = 20;
    std::array<std::uint64_t, most_buckets> in_bucket{};
    std::uint64_t sum = 0;

    std::uint64_t count() const {
        std::uint64_t all = 0;
        for (const std::uint64_t number : in_bucket) all += number;
        return all;
    }
    /// Of another histogram with the same bounds.
    void add(const Distribution& other) {
        bounds = other.bounds;
        for (std::size_t i = 0; i < most_buckets; ++i) in_bucket[i] += other.in_bucket[i];
        sum += other.sum;
    }
};

/// Counts values in buckets. `bounds` is a constexpr array, ascending; `Number` is Count or SharedCount and says who
/// may observe.
template <const auto& bounds, class Number = Count>
class Histogram {
  public:
    void observe(std::uint64_t value) {
        // The low buckets are the usual ones, so this ends soon.
        std::size_t bucket = 0;
        while (bucket < bounds.size() && value > bounds[bucket]) ++bucket;
        in_bucket_[bucket].add();
        sum_.add(value);
    }

    Distribution distribution() const {
        Distribution result{.bounds = bounds};
        std::ranges::transform(in_bucket_, result.in_bucket.begin(), &Number::value);
        result.sum = sum_.value();
        return result;
    }

  private:
    static_assert(bounds.size() < Distribution::most_buckets);
    std::array<Number, bounds.size() + 1> in_bucket_;
    Number sum_;
};

/// For times, in nanoseconds: from 50 microseconds, below which a call whose answer is kept ends, to ten seconds, when
/// whoever waits has gone.
inline constexpr std::array<std::uint64_t, 17> time_bounds{
    50'000,      100'000,       250'000,       500'000,       1'000'000,     2'500'000,
    5'000'000,   10'000'000,    25'000'000,    50'000'000,    100'000'000,   250'000'000,
    500'000'000, 1'000'000'000, 2'500'000'000, 5'000'000'000, 10'000'000'000};

using TimeHistogram = Histogram<time_bounds>;
using SharedTimeHistogram = Histogram<time_bounds, SharedCount>;

}  // namespace kimai::storage
