// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "gateway/options_file.hpp"

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>

#include <map>
#include <string_view>
#include <vector>

#include "gateway/near_names.hpp"

namespace kimai::gateway {

namespace {

bool may_stand_in_file(const CLI::Option* option) {
    return option->get_configurable() && !option->get_lnames().empty();
}

std::string unknown_key(const CLI::App& app, const std::string& name) {
    std::vector<std::string> known;
    for (const CLI::Option* const option : app.get_options()) {
        if (may_stand_in_file(option)) known.push_back(option->get_lnames().front());
    }
    return "unknown key " + name + did_you_mean(name, std::vector<std::string_view>(known.begin(), known.end()));
}

/// Takes one option, unless a flag or the environment gave it.
void take(CLI::App& app, const std::string& name, const std::vector<std::string>& values) {
    CLI::Option* const option = app.get_option_no_throw("--" + name);
    if (!option || !may_stand_in_file(option)) throw CLI::ConfigError(unknown_key(app, name));
    if (!option->empty() || values.empty()) return;
    for (const std::string& value : values) option->add_result(value);
    option->run_callback();
}

}  // namespace

void read_options_file(CLI::App& app, const std::string& file) {
    if (file.empty()) return;
    std::map<std::string, std::vector<std::string>> keys;
    for (const CLI::ConfigItem& item : CLI::ConfigTOML().from_file(file)) {
        // Sections come as names "++" and "--" with the section as parent; there are none here.
        auto& values = keys[item.parents.empty() ? item.name : item.parents.front()];
        values.insert(values.end(), item.inputs.begin(), item.inputs.end());
    }
    std::string wrong;
    for (const auto& [name, values] : keys) {
        try {
            take(app, name, values);
        } catch (const CLI::ParseError& error) {
            wrong.append(wrong.empty() ? "" : "\n").append(file).append(": ").append(error.what());
        }
    }
    if (!wrong.empty()) throw CLI::ConfigError(wrong);
}

}  // namespace kimai::gateway
