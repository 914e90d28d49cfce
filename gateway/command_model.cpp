// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "gateway/command_model.hpp"

#include <CLI/App.hpp>

#include <string_view>
#include <utility>

namespace kimai::gateway {

namespace {

std::vector<std::string> split(std::string_view text, char separator) {
    std::vector<std::string> parts;
    while (!text.empty()) {
        const std::size_t end = text.find(separator);
        parts.emplace_back(text.substr(0, end));
        text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    }
    return parts;
}

/// "SIZE [16KiB]" -> "SIZE" and "16KiB".
void split_option_text(const std::string& text, CommandOption& option) {
    const std::size_t at = text.find(" [");
    option.value = text.substr(0, at);
    if (at != std::string::npos && text.ends_with(']')) option.standard = text.substr(at + 2, text.size() - at - 3);
}

/// The parser writes the words that an option takes as "{full,normal}", perhaps with a type in front.
std::vector<std::string> choices_in(const std::string& type) {
    const std::size_t open = type.find('{');
    if (open == std::string::npos || !type.ends_with('}')) return {};
    return split(std::string_view(type).substr(open + 1, type.size() - open - 2), ',');
}

CommandOption model_of(const CLI::Option& source) {
    CommandOption option;
    option.positional = source.nonpositional() ? false : source.get_positional();
    if (option.positional) {
        option.names.push_back(source.get_name(true));
    } else {
        for (const std::string& name : source.get_snames()) option.names.push_back("-" + name);
        for (const std::string& name : source.get_lnames()) option.names.push_back("--" + name);
    }
    if (!source.get_option_text().empty()) {
        split_option_text(source.get_option_text(), option);
    } else if (source.get_type_size() != 0) {
        option.value = source.get_type_name();
        option.standard = source.get_default_str();
    }
    if (source.get_type_size() != 0) option.choices = choices_in(source.get_type_name());
    if (!option.choices.empty()) option.value = "WORD";
    option.environment = source.get_envname();
    option.documentation = source.get_description();
    option.required = source.get_required();
    option.repeatable = source.get_items_expected_max() >= CLI::detail::expected_max_vector_size;
    return option;
}

Command model_of(const CLI::App& app, const std::string& above) {
    Command command;
    command.name = above + app.get_name();
    command.documentation = app.get_description();
    command.footer = app.get_footer();
    for (const CLI::Option* option : app.get_options()) {
        if (!option->get_group().empty()) command.options.push_back(model_of(*option));
    }
    for (const CLI::App* below : app.get_subcommands(std::function<bool(const CLI::App*)>())) {
        if (below->get_group().empty()) continue;
        Command inner = model_of(*below, command.name + " ");
        if (!below->get_name().empty()) {
            command.commands.push_back(std::move(inner));
        } else {  // a group of options
            std::ranges::move(inner.options, std::back_inserter(command.options));
        }
    }
    return command;
}

}  // namespace

Command model_of(const CLI::App& app) { return model_of(app, ""); }

}  // namespace kimai::gateway
