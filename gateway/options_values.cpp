// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "gateway/options_values.hpp"

#include <algorithm>

namespace kimai::gateway {

namespace {

using std::chrono::milliseconds;

// What CLI11 calls the heading of options that were given none.
const char* const no_heading = "Options";

[[noreturn]] void out_of_range(const std::string& name, const std::string& least, const std::string& most) {
    throw CLI::ValidationError(name, "must be from " + least + " to " + most);
}

std::string with_range(const std::string& text, const std::string& least, const std::string& most) {
    return text + " (" + least + " to " + most + ")";
}

}  // namespace

std::string size_text(std::uint64_t bytes) {
    if (bytes > 0 && bytes % mib == 0) return std::to_string(bytes / mib) + "MiB";
    if (bytes > 0 && bytes % kib == 0) return std::to_string(bytes / kib) + "KiB";
    return std::to_string(bytes);
}

std::string duration_text(milliseconds time) {
    constexpr std::int64_t hour = 3'600'000;
    if (time.count() > 0 && time.count() % hour == 0) return std::to_string(time.count() / hour) + "h";
    return time.count() % 1000 == 0 ? std::to_string(time.count() / 1000) + "s" : std::to_string(time.count()) + "ms";
}

std::string variable_of(const std::string& option) {
    std::string variable = "KIMAI_GATEWAY_" + option.substr(2);
    std::ranges::transform(variable, variable.begin(), [](char c) {
        if (c == '-') return '_';
        return c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c;
    });
    return variable;
}

CLI::Option* described(CLI::Option* option, const std::string& kind, const std::string& standard) {
    option->type_name(kind)->default_str(standard)->envname(variable_of(option->get_name()));
    return option->option_text(standard.empty() ? kind : kind + (kind.empty() ? "[" : " [") + standard + "]");
}

void head(CLI::App& app, const std::string& heading) {
    for (CLI::Option* const option : app.get_options()) {
        if (option->get_group() == no_heading && option != app.get_help_ptr()) option->group(heading);
    }
}

void add_size(CLI::App& app, const std::string& name, std::size_t& target, Range<std::uint64_t> range,
              const std::string& text) {
    const auto store = [name, &target, range](std::uint64_t bytes) {
        if (bytes < range.least || bytes > range.most)
            out_of_range(name, size_text(range.least), size_text(range.most));
        target = bytes;
    };
    described(app.add_option_function<std::uint64_t>(name, store,
                                                     with_range(text, size_text(range.least), size_text(range.most)))
                  ->transform(CLI::AsSizeValue(false)),
              "SIZE", size_text(target));
}

void add_duration(CLI::App& app, const std::string& name, milliseconds& target, Range<milliseconds> range,
                  const std::string& text) {
    const auto store = [name, &target, range](std::int64_t count) {
        if (count < range.least.count() || count > range.most.count()) {
            out_of_range(name, duration_text(range.least), duration_text(range.most));
        }
        target = milliseconds(count);
    };
    const std::map<std::string, std::int64_t> units{{"ms", 1}, {"s", 1000}, {"min", 60'000}, {"h", 3'600'000}};
    described(app.add_option_function<std::int64_t>(
                     name, store, with_range(text, duration_text(range.least), duration_text(range.most)))
                  ->transform(CLI::AsNumberWithUnit(units, CLI::AsNumberWithUnit::UNIT_REQUIRED, "ms|s|min|h")),
              "TIME", duration_text(target));
}

void add_text(CLI::App& app, const std::string& name, std::string& target, const std::string& kind,
              const std::string& text) {
    described(app.add_option(name, target, text), kind, target);
}

void add_texts(CLI::App& app, const std::string& name, std::vector<std::string>& target, const std::string& kind,
               const std::string& text) {
    std::string standard;
    for (const std::string& one : target) standard += (standard.empty() ? "" : ",") + one;
    described(app.add_option(name, target, text + "; may be repeated"), kind, standard)
        ->delimiter(',')
        ->expected(1)
        ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
}

void add_switch(CLI::App& app, const std::string& name, bool& target, const std::string& text) {
    described(app.add_flag(name, target, text), "", "");
}

void add_whole_number(CLI::App& app, const std::string& name, std::int64_t standard, Range<std::int64_t> range,
                      const std::string& text, const std::function<void(std::int64_t)>& store) {
    const auto checked = [name, range, store](std::int64_t number) {
        if (number < range.least || number > range.most) {
            out_of_range(name, std::to_string(range.least), std::to_string(range.most));
        }
        store(number);
    };
    const std::string whole = with_range(text, std::to_string(range.least), std::to_string(range.most));
    described(app.add_option_function<std::int64_t>(name, checked, whole), "NUMBER", std::to_string(standard));
}

}  // namespace kimai::gateway
