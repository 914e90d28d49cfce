// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "gateway/metrics_text.hpp"

#include <doctest/doctest.h>

using kimai::gateway::MetricsText;
using namespace kimai::storage;

TEST_CASE("a metric, its type, and samples with and without labels") {
    MetricsText out;
    out.counter("a_total", "How many.", 18'446'744'073'709'551'615U);
    out.metric("b", MetricsText::Type::gauge, "How much.");
    out.sample({{"x", "1"}, {"y", "a b"}}, std::uint64_t{0});
    out.sample({}, 0.5);
    CHECK(out.take() ==
          "# HELP a_total How many.\n# TYPE a_total counter\na_total 18446744073709551615\n"
          "# HELP b How much.\n# TYPE b gauge\nb{x=\"1\",y=\"a b\"} 0\nb 0.5\n");
}

TEST_CASE("a label may hold anything") {
    MetricsText out;
    out.metric("a", MetricsText::Type::gauge, "A.");
    out.sample({{"x", "\"\\\n\xc3\xa9{}"}}, std::uint64_t{1});
    CHECK(out.take() == "# HELP a A.\n# TYPE a gauge\na{x=\"\\\"\\\\\\n\xc3\xa9{}\"} 1\n");
}

TEST_CASE("numbers have neither exponent nor noise") {
    MetricsText out;
    out.metric("a", MetricsText::Type::gauge, "A.");
    out.sample({}, 50'000 / 1e9);
    out.sample({}, 1'792'000'000.125);
    out.sample({}, 1e20);
    CHECK(out.take() == "# HELP a A.\n# TYPE a gauge\na 0.00005\na 1792000000.125\na 100000000000000000000\n");
}

TEST_CASE("buckets of a histogram contain those below them") {
    static constexpr std::array<std::uint64_t, 2> bounds{1'000, 2'500};
    Histogram<bounds> histogram;
    for (const std::uint64_t value : {1UL, 1'000UL, 2'000UL, 3'000UL}) histogram.observe(value);
    MetricsText out;
    out.metric("h", MetricsText::Type::histogram, "H.");
    out.histogram({{"m", "x"}}, histogram.distribution(), 1000);
    out.histogram({}, histogram.distribution(), 1);
    CHECK(out.take() ==
          "# HELP h H.\n# TYPE h histogram\n"
          "h_bucket{m=\"x\",le=\"1\"} 2\nh_bucket{m=\"x\",le=\"2.5\"} 3\nh_bucket{m=\"x\",le=\"+Inf\"} 4\n"
          "h_sum{m=\"x\"} 6.001\nh_count{m=\"x\"} 4\n"
          "h_bucket{le=\"1000\"} 2\nh_bucket{le=\"2500\"} 3\nh_bucket{le=\"+Inf\"} 4\nh_sum 6001\nh_count 4\n");
}
