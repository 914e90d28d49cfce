// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "gateway/metrics_text.hpp"

#include <array>
#include <charconv>

namespace kimai::gateway {

namespace {

std::string_view word_for(MetricsText::Type type) {
    switch (type) {
        case MetricsText::Type::counter:
            return "counter";
        case MetricsText::Type::gauge:
            return "gauge";
        case MetricsText::Type::histogram:
            break;
    }
    return "histogram";
}

/// The shortest text that reads back as the same number, without an exponent.
std::string text_of(double number) {
    std::array<char, 400> text{};
    const auto end = std::to_chars(text.data(), text.data() + text.size(), number, std::chars_format::fixed).ptr;
    return {text.data(), end};
}

void append_label(std::string& out, std::string_view name, std::string_view value) {
    out.append(name) += "=\"";
    for (const char c : value) {
        if (c == '\n') {
            out += "\\n";
            continue;
        }
        if (c == '\\' || c == '"') out += '\\';
        out += c;
    }
    out += '"';
}

}  // namespace

void MetricsText::metric(std::string_view name, Type type, std::string_view help) {
    name_ = name;
    text_.append("# HELP ").append(name).append(" ").append(help) += '\n';
    text_.append("# TYPE ").append(name).append(" ").append(word_for(type)) += '\n';
}

/// All up to the value. `bound`: that of a bucket, as its label `le`.
void MetricsText::begin_sample(std::string_view suffix, Labels labels, std::string_view bound) {
    text_.append(name_).append(suffix);
    char before = '{';
    for (const auto& [name, value] : labels) {
        text_ += before;
        append_label(text_, name, value);
        before = ',';
    }
    if (!bound.empty()) {
        text_ += before;
        append_label(text_, "le", bound);
        before = ',';
    }
    text_ += before == ',' ? "} " : " ";
}

void MetricsText::sample(Labels labels, std::uint64_t value) {
    begin_sample({}, labels);
    text_ += std::to_string(value) += '\n';
}

void MetricsText::sample(Labels labels, double value) {
    begin_sample({}, labels);
    text_ += text_of(value) += '\n';
}

void MetricsText::histogram(Labels labels, const storage::Distribution& distribution, double divisor) {
    std::uint64_t up_to_here = 0;
    for (std::size_t i = 0; i < distribution.bounds.size(); ++i) {
        up_to_here += distribution.in_bucket[i];
        begin_sample("_bucket", labels, text_of(static_cast<double>(distribution.bounds[i]) / divisor));
        text_ += std::to_string(up_to_here) += '\n';
    }
    const std::string all = std::to_string(distribution.count());
    begin_sample("_bucket", labels, "+Inf");
    text_.append(all) += '\n';
    begin_sample("_sum", labels);
    text_ += text_of(static_cast<double>(distribution.sum) / divisor) += '\n';
    begin_sample("_count", labels);
    text_.append(all) += '\n';
}

void MetricsText::counter(std::string_view name, std::string_view help, std::uint64_t value) {
    metric(name, Type::counter, help);
    sample({}, value);
}

void MetricsText::gauge(std::string_view name, std::string_view help, std::uint64_t value) {
    metric(name, Type::gauge, help);
    sample({}, value);
}

}  // namespace kimai::gateway
