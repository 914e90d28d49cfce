// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "gateway/call/method_help.hpp"

#include <algorithm>
#include <span>
#include <string_view>
#include <vector>

#include "gateway/call/method_arguments.hpp"
#include "gateway/near_names.hpp"
#include "gateway/type_words.hpp"

namespace kimai::gateway {

namespace {

using api::Parameter;

/// One thing with its type and what is to be said of it.
struct Line {
    std::string name;
    std::string type;
    std::string text;
};

std::string default_text(const Parameter& parameter) {
    if (!parameter.missing) return "";
    if (const bool* const truth = std::get_if<bool>(&*parameter.missing)) {
        return *truth ? "default: true" : "default: false";
    }
    if (const int* const number = std::get_if<int>(&*parameter.missing)) return "default: " + std::to_string(*number);
    return "may be left out";
}

std::string columns(const std::vector<Line>& lines) {
    std::size_t name_width = 0;
    std::size_t type_width = 0;
    for (const Line& line : lines) {
        name_width = std::max(name_width, line.name.size());
        type_width = std::max(type_width, line.type.size());
    }
    std::string text;
    for (const Line& line : lines) {
        std::string row = "  " + line.name + std::string(name_width - line.name.size() + 2, ' ') + line.type +
                          std::string(type_width - line.type.size() + 2, ' ') + line.text;
        row.erase(row.find_last_not_of(' ') + 1);
        text += row + "\n";
    }
    return text;
}

std::string members_text(const api::Shape& shape, const std::string& prefix, bool wanted) {
    std::vector<Line> lines;
    for (const api::ShapeMember& member : shape.members) {
        std::string text(member.documentation);
        const bool required = wanted && !api::may_be_missing(member.presence);
        if (text.empty() && required) text = "required";
        lines.push_back({prefix + std::string(member.name), std::string(type_words(member.type)), text});
    }
    return columns(lines);
}

/// Without what is given by other ways than words.
std::vector<Parameter> shown_parameters(const api::Method& method) {
    std::vector<Parameter> shown(method.parameters.begin(), method.parameters.end());
    std::erase_if(shown, [](const Parameter& each) { return each.name == api_key || each.name == password; });
    return shown;
}

std::string secrets_text(const api::Method& method) {
    if (needs_key(method)) return "\nNeeds an API key: --key-file FILE, or KIMAI_GATEWAY_KEY.\n";
    if (std::ranges::find(method.parameters, password, &Parameter::name) == method.parameters.end()) return "";
    return "\nThe password is asked for, or read with --password-file FILE.\n";
}

/// How what is no plain word is written in a shell.
std::string spellings(const api::Method& method) {
    const auto has = [&method](api::ParameterType type) {
        return std::ranges::find(method.parameters, type, &Parameter::type) != method.parameters.end();
    };
    std::string text;
    if (has(api::ParameterType::date)) text += "A date is 2026-01-31, or \"last monday\".\n";
    if (has(api::ParameterType::integer_or_list)) text += "A list of numbers is 1,2.\n";
    if (has(api::ParameterType::boolean) || has(api::ParameterType::truth))
        text += "A boolean or truth is true or false.\n";
    return text.empty() ? text : "\n" + text;
}

std::string parameters_text(const api::Method& method) {
    std::vector<Line> lines;
    std::string records;
    for (const Parameter& parameter : shown_parameters(method)) {
        const std::string name(parameter.name);
        lines.push_back({name, std::string(type_words(parameter.type)), default_text(parameter)});
        if (parameter.members == nullptr) continue;
        records += "\n" + std::string(parameter.members->documentation) + " Member by member, or as JSON, " + name +
                   "='{...}':\n" + members_text(*parameter.members, name + ".", true);
    }
    if (lines.empty()) return "";
    return "\nParameters, in this order or as NAME=VALUE:\n" + columns(lines) + spellings(method) + records;
}

std::vector<std::string_view> method_names() {
    std::vector<std::string_view> names;
    for (const api::Method& method : api::methods()) names.push_back(method.name);
    return names;
}

}  // namespace

std::string list_of_methods() {
    std::vector<Line> lines;
    for (const api::Method& method : api::methods()) {
        lines.push_back({std::string(method.name), "", std::string(method.documentation)});
    }
    return columns(lines);
}

std::string help_on(const api::Method& method) {
    std::string usage = "Usage: kimai-gateway call [OPTIONS] " + std::string(method.name);
    for (const Parameter& parameter : shown_parameters(method)) {
        usage += parameter.missing ? " [" + std::string(parameter.name) + "]" : " " + std::string(parameter.name);
    }
    std::string answer;
    if (method.items != nullptr && !method.items->members.empty()) {
        answer = "\nAnswers" + std::string(method.returns == api::ReturnType::text ? "" : " records") + " of:\n" +
                 members_text(*method.items, "", false);
    }
    return std::string(method.documentation) + "\n" + usage + "\n" + secrets_text(method) + parameters_text(method) +
           answer;
}

std::string unknown_method(const std::string& name) {
    return "there is no method " + name + near_or_known(name, method_names());
}

}  // namespace kimai::gateway
