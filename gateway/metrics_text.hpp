// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>

#include "storage/counting.hpp"

namespace kimai::gateway {

/// Writes metrics as Prometheus reads them, text format 0.0.4
/// (https://prometheus.io/docs/instrumenting/exposition_formats/). Knows nothing of what they mean.
class MetricsText {
  public:
    static constexpr std::string_view media_type = "text/plain; version=0.0.4; charset=utf-8";

    enum class Type : std::uint8_t { counter, gauge, histogram };
    /// Names and values. A value may be any text in UTF-8.
    using Labels = std::initializer_list<std::pair<std::string_view, std::string_view>>;

    /// Begins a metric; its samples follow. `help` is one sentence.
    void metric(std::string_view name, Type type, std::string_view help);

    /// A sample of the metric that was begun last.
    void sample(Labels labels, std::uint64_t value);
    void sample(Labels labels, double value);
    /// All samples of one histogram. Its values are divided by `divisor`: 1e9 makes seconds of nanoseconds.
    void histogram(Labels labels, const storage::Distribution& distribution, double divisor);

    /// A metric with a single sample.
    void counter(std::string_view name, std::string_view help, std::uint64_t value);
    void gauge(std::string_view name, std::string_view help, std::uint64_t value);

    /// All that was written.
    std::string take() { return std::move(text_); }

  private:
    void begin_sample(std::string_view suffix, Labels labels, std::string_view bound = {});

    std::string text_;
    std::string name_;
};

}  // namespace kimai::gateway
