// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "gateway/http_limits.hpp"

/// The kinds of options that `serve` has. Each option can stand on the command line, in the environment and in the
/// file, and says its unit, its range and its default wherever it is described. What does not fit throws
/// CLI::ParseError with a sentence that names the option. Targets outlive the command.
namespace kimai::gateway {

inline constexpr std::uint64_t gib = 1024 * mib;

template <class Number>
struct Range {
    Number least;
    Number most;
};

/// How a value is written: "16KiB", "30s".
std::string size_text(std::uint64_t bytes);
std::string duration_text(std::chrono::milliseconds time);

/// The variable of the environment that means an option: KIMAI_GATEWAY_READ_DEADLINE for --read-deadline.
std::string variable_of(const std::string& option);

/// Has the environment mean it, too, and describes its value: what it is ("SIZE"), and the default, which may be empty.
CLI::Option* described(CLI::Option* option, const std::string& kind, const std::string& standard = {});

/// Gives the options that were added since the last call a heading, under which they are described.
void head(CLI::App& app, const std::string& heading);

/// "16KiB", "1MiB", "4096"; K, KB and KiB all mean 1024.
void add_size(CLI::App& app, const std::string& name, std::size_t& target, Range<std::uint64_t> range,
              const std::string& text);

/// "30s", "500ms", "2min"; the unit must be there, since a bare 30 is read as seconds by one and milliseconds by
/// others.
void add_duration(CLI::App& app, const std::string& name, std::chrono::milliseconds& target,
                  Range<std::chrono::milliseconds> range, const std::string& text);

/// One text.
void add_text(CLI::App& app, const std::string& name, std::string& target, const std::string& kind,
              const std::string& text);

/// Any number of texts, separated by commas in the environment.
void add_texts(CLI::App& app, const std::string& name, std::vector<std::string>& target, const std::string& kind,
               const std::string& text);

/// On the command line without a value; "true" or "false" elsewhere.
void add_switch(CLI::App& app, const std::string& name, bool& target, const std::string& text);

/// Not a template of the numbers' type: what reads it is given that.
void add_whole_number(CLI::App& app, const std::string& name, std::int64_t standard, Range<std::int64_t> range,
                      const std::string& text, const std::function<void(std::int64_t)>& store);

template <class Number>
void add_number(CLI::App& app, const std::string& name, Number& target, Range<std::int64_t> range,
                const std::string& text) {
    add_whole_number(app, name, static_cast<std::int64_t>(target), range, text,
                     [&target](std::int64_t number) { target = static_cast<Number>(number); });
}

/// One word of a few.
template <class Enum>
void add_choice(CLI::App& app, const std::string& name, Enum& target, const std::map<std::string, Enum>& choices,
                const std::string& text) {
    const auto store = [name, &target, choices](const std::string& word) {
        const auto found = choices.find(word);
        std::string known;
        for (const auto& [choice, value] : choices) known += (known.empty() ? "" : ", ") + choice;
        if (found == choices.end()) throw CLI::ValidationError(name, "must be one of " + known);
        target = found->second;
    };
    std::string words;
    std::string standard;
    for (const auto& [choice, value] : choices) {
        words += (words.empty() ? "" : ",") + choice;
        if (value == target) standard = choice;
    }
    described(app.add_option_function<std::string>(name, store, text), "WORD", standard)->type_name("{" + words + "}");
}

}  // namespace kimai::gateway
