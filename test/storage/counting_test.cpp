// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "storage/counting.hpp"

#include <doctest/doctest.h>

#include <thread>
#include <vector>

using namespace kimai::storage;

namespace {

constexpr std::array<std::uint64_t, 3> bounds{10, 20, 40};

}  // namespace

TEST_CASE("A value on a bound belongs to the bucket that it bounds") {
    Histogram<bounds> histogram;
    for (const std::uint64_t value : {0UL, 10UL, 11UL, 20UL, 21UL, 40UL, 41UL, 1'000UL}) histogram.observe(value);
    const Distribution seen = histogram.distribution();
    CHECK(std::vector(seen.bounds.begin(), seen.bounds.end()) == std::vector<std::uint64_t>{10, 20, 40});
    CHECK(std::vector(seen.in_bucket.begin(), seen.in_bucket.begin() + 5) == std::vector<std::uint64_t>{2, 2, 2, 2, 0});
    CHECK(seen.count() == 8);
    CHECK(seen.sum == 1'143);
}

TEST_CASE("What several histograms counted adds up") {
    Histogram<bounds> one;
    Histogram<bounds> other;
    one.observe(5);
    other.observe(15);
    other.observe(50);
    Distribution both;
    CHECK(both.count() == 0);
    both.add(one.distribution());
    both.add(other.distribution());
    CHECK(both.count() == 3);
    CHECK(both.sum == 70);
    CHECK(both.in_bucket[0] == 1);
    CHECK(both.in_bucket[1] == 1);
    CHECK(both.in_bucket[3] == 1);
}

TEST_CASE("What many threads count at once is all there") {
    SharedCount count;
    Histogram<bounds, SharedCount> histogram;
    {
        std::vector<std::jthread> threads;
        threads.reserve(4);
        for (int thread = 0; thread < 4; ++thread) {
            threads.emplace_back([&] {
                for (int i = 0; i < 10'000; ++i) {
                    count.add(2);
                    histogram.observe(15);
                }
            });
        }
    }
    CHECK(count.value() == 80'000);
    CHECK(histogram.distribution().in_bucket[1] == 40'000);
    CHECK(histogram.distribution().sum == 600'000);
}

TEST_CASE("The bounds of times ascend from 50 microseconds to ten seconds") {
    CHECK(std::ranges::is_sorted(time_bounds));
    CHECK(time_bounds.front() == 50'000);
    CHECK(time_bounds.back() == 10'000'000'000);
}
