// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "gateway/call/method_arguments.hpp"

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string_view>
#include <utility>

#include "gateway/near_names.hpp"
#include "rpc/json_reader.hpp"
#include "soap/scalars.hpp"
#include "storage/ascii.hpp"

namespace kimai::gateway {

namespace {

using api::Method;
using api::Parameter;
using api::ParameterType;
using api::Value;
using Problem = std::optional<std::string>;

bool is_digit(char c) { return c >= '0' && c <= '9'; }

bool is_whole(std::string_view text) {
    if (text.starts_with('-')) text.remove_prefix(1);
    constexpr std::size_t most_digits = 18;
    return !text.empty() && text.size() <= most_digits && std::ranges::all_of(text, is_digit);
}

/// "projectId", "record.projectId".
bool is_name(std::string_view text) {
    return !text.empty() && is_ascii_letter(text.front()) &&
           std::ranges::all_of(text, [](char c) { return is_ascii_letter(c) || is_digit(c) || c == '.' || c == '_'; });
}

/// JSON knows no zeros in front and no "-0".
Value whole(std::string_view text) { return Value(*soap::read_number(text)); }

Problem read_list(std::string_view text, Value& value) {
    if (text.starts_with('[') && text.ends_with(']')) text = text.substr(1, text.size() - 2);
    api::List list;
    while (!text.empty()) {
        const std::size_t comma = std::min(text.find(','), text.size());
        const std::string_view item = soap::trimmed(text.substr(0, comma));
        if (!is_whole(item)) return "wants whole numbers with commas between them, not " + std::string(item);
        list.push_back(whole(item));
        text.remove_prefix(std::min(comma + 1, text.size()));
    }
    value = Value(std::move(list));
    return std::nullopt;
}

Problem read_truth(std::string_view text, Value& value) {
    const auto truth = soap::read_boolean(text);
    if (!truth) return "wants true or false, not " + std::string(text);
    value = Value(*truth);
    return std::nullopt;
}

Problem read_member(std::string_view text, const api::ShapeMember& member, Value& value) {
    switch (member.type) {
        case api::MemberType::number:
            if (!is_whole(text)) return "wants a whole number, not " + std::string(text);
            value = whole(text);
            return std::nullopt;
        case api::MemberType::boolean:
            return read_truth(text, value);
        case api::MemberType::text:
        case api::MemberType::decimal:
        case api::MemberType::real:
        case api::MemberType::date:
            value = Value(text);
            return std::nullopt;
        case api::MemberType::record:
        case api::MemberType::list_of_records:
            return "can be given as JSON only";
    }
    return std::nullopt;
}

std::vector<std::string_view> names_of(const api::Shape& shape) {
    std::vector<std::string_view> names;
    for (const api::ShapeMember& member : shape.members) names.push_back(member.name);
    return names;
}

Problem unknown_member(std::string_view name, const Parameter& parameter) {
    return "has no member " + std::string(name) + near_or_known(name, names_of(*parameter.members));
}

Problem read_record(std::string_view text, const Parameter& parameter, Value& value) {
    auto read = rpc::read_json(text);
    auto* const found = std::get_if<Value>(&read);
    if (found == nullptr || found->if_record() == nullptr) {
        return "wants a JSON object, {\"" + std::string(parameter.members->members.front().name) +
               "\":...}, or its members one by one, " + std::string(parameter.name) + ".MEMBER=VALUE";
    }
    for (const api::Member& member : *found->if_record()) {
        if (!parameter.members->has(member.name)) return unknown_member(member.name, parameter);
    }
    value = std::move(*found);
    return std::nullopt;
}

Problem read_word(std::string_view text, const Parameter& parameter, Value& value) {
    switch (parameter.type) {
        case ParameterType::integer_or_list:
            if (text.starts_with('[') || text.find(',') != text.npos) return read_list(text, value);
            [[fallthrough]];
        case ParameterType::integer:
            if (!is_whole(text)) return "wants a whole number, not " + std::string(text);
            value = whole(text);
            return std::nullopt;
        case ParameterType::date:
            value = is_whole(text) ? whole(text) : Value(text);
            return std::nullopt;
        case ParameterType::boolean:
        case ParameterType::truth:
            return read_truth(text, value);
        case ParameterType::record:
            return read_record(text, parameter, value);
        case ParameterType::text:
            value = Value(text);
            return std::nullopt;
    }
    return std::nullopt;
}

Value default_of(const Parameter& parameter) {
    if (parameter.type == ParameterType::record) return Value(api::Record{});
    if (!parameter.missing) return {};
    if (const bool* const truth = std::get_if<bool>(&*parameter.missing)) return Value(*truth);
    if (const int* const number = std::get_if<int>(&*parameter.missing)) {
        return Value(api::Number{std::to_string(*number)});
    }
    return {};
}

/// The words of one call, each put to the parameter it is for.
class Reader {
  public:
    explicit Reader(const Method& method) : method_(method), given_(method.parameters.size()) {}

    void give(std::size_t parameter, Value value) { given_[parameter] = std::move(value); }

    Problem take(std::string_view word) {
        const std::size_t equals = word.find('=');
        const std::string_view name = word.substr(0, equals);
        if (equals == word.npos || !is_name(name)) return take_next(word);
        const std::string_view text = word.substr(equals + 1);
        const std::size_t dot = name.find('.');
        const auto found = std::ranges::find(method_.parameters, name.substr(0, dot), &Parameter::name);
        if (found == method_.parameters.end() || (dot != name.npos && found->members == nullptr)) {
            return "has no parameter " + std::string(name) + near_or_known(name, names());
        }
        const auto index = static_cast<std::size_t>(found - method_.parameters.begin());
        if (dot != name.npos) return take_member(index, name.substr(dot + 1), text);
        return take_whole(index, text);
    }

    std::vector<Value> values() {
        std::vector<Value> values;
        for (std::size_t i = 0; i < given_.size(); ++i) {
            values.push_back(given_[i] ? std::move(*given_[i]) : default_of(method_.parameters[i]));
        }
        return values;
    }

  private:
    Problem take_next(std::string_view text) {
        const auto next = std::ranges::find_if(given_, [](const auto& value) { return !value.has_value(); });
        if (next == given_.end()) return "takes no more than " + all_names() + ": what is " + std::string(text) + "?";
        return take_whole(static_cast<std::size_t>(next - given_.begin()), text);
    }

    Problem take_whole(std::size_t index, std::string_view text) {
        const Parameter& parameter = method_.parameters[index];
        if (parameter.name == api_key) return "takes its key from --key-file or KIMAI_GATEWAY_KEY, not from here";
        if (given_[index]) return "was given " + std::string(parameter.name) + " twice";
        Value value;
        if (Problem problem = read_word(text, parameter, value)) return about(parameter.name, *problem);
        given_[index] = std::move(value);
        return std::nullopt;
    }

    Problem take_member(std::size_t index, std::string_view name, std::string_view text) {
        const Parameter& parameter = method_.parameters[index];
        const auto member = std::ranges::find(parameter.members->members, name, &api::ShapeMember::name);
        if (member == parameter.members->members.end()) {
            return about(parameter.name, *unknown_member(name, parameter));
        }
        api::Record record = given_[index] ? *given_[index]->if_record() : api::Record{};
        const std::string path = std::string(parameter.name) + "." + std::string(name);
        if (find(record, name) != nullptr) return "was given " + path + " twice";
        Value value;
        if (Problem problem = read_member(text, *member, value)) return about(path, *problem);
        record.push_back({std::string(name), std::move(value)});
        given_[index] = Value(std::move(record));
        return std::nullopt;
    }

    static std::string about(std::string_view name, const std::string& problem) {
        return "cannot take that: " + std::string(name) + " " + problem;
    }

    std::vector<std::string_view> names() const {
        std::vector<std::string_view> names;
        for (const Parameter& parameter : method_.parameters) {
            if (parameter.name != api_key) names.push_back(parameter.name);
        }
        return names;
    }

    std::string all_names() const {
        std::string text;
        for (const std::string_view name : names()) text.append(text.empty() ? "" : ", ").append(name);
        return text.empty() ? "nothing" : text;
    }

    const Method& method_;
    std::vector<std::optional<Value>> given_;
};

}  // namespace

bool needs_key(const Method& method) { return !method.parameters.empty() && method.parameters.front().name == api_key; }

std::variant<std::vector<Value>, ArgumentProblem> read_arguments(const Method& method,
                                                                 std::span<const std::string> words,
                                                                 const std::string& key) {
    Reader reader(method);
    if (needs_key(method)) reader.give(0, Value(key));
    for (const std::string& word : words) {
        if (auto problem = reader.take(word)) return ArgumentProblem{std::move(*problem)};
    }
    return reader.values();
}

}  // namespace kimai::gateway
