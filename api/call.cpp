// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "api/call.hpp"

#include <algorithm>
#include <stdexcept>

namespace kimai::api {

namespace {

Value to_value(const std::optional<Default>& missing) {
    if (!missing) return {};
    if (const bool* truth = std::get_if<bool>(&*missing)) return Value(*truth);
    if (const int* number = std::get_if<int>(&*missing)) return Value(Number{std::to_string(*number)});
    return {};
}

std::variant<Arguments, BindingError> checked(const Method& method, std::vector<Value> values) {
    for (std::size_t i = 0; i < values.size(); ++i) {
        const Parameter& parameter = method.parameters[i];
        if (parameter.type != ParameterType::record || values[i].if_list() || values[i].if_record()) continue;
        return BindingError{std::string(parameter.name) + " must be an object or an array"};
    }
    return Arguments(method, std::move(values));
}

}  // namespace

const Value& Arguments::operator[](std::string_view parameter) const {
    const auto found = std::ranges::find(method_->parameters, parameter, &Parameter::name);
    if (found == method_->parameters.end()) {
        throw std::logic_error(std::string(method_->name) + " has no parameter " + std::string(parameter));
    }
    return values_[static_cast<std::size_t>(found - method_->parameters.begin())];
}

std::variant<Arguments, BindingError> bind_by_position(const Method& method, List values) {
    const std::size_t given = values.size();
    values.resize(method.parameters.size());
    for (std::size_t i = given; i < values.size(); ++i) values[i] = to_value(method.parameters[i].missing);
    return checked(method, std::move(values));
}

std::variant<Arguments, BindingError> bind_by_name(const Method& method, Record members) {
    std::vector<Value> values;
    values.reserve(method.parameters.size());
    for (const Parameter& parameter : method.parameters) {
        const auto found = std::ranges::find(members, parameter.name, &Member::name);
        if (found != members.end()) {
            values.push_back(std::move(found->value));
        } else if (parameter.missing) {
            values.push_back(to_value(parameter.missing));
        } else {
            return BindingError{std::string(method.name) + " needs " + std::string(parameter.name)};
        }
    }
    return checked(method, std::move(values));
}

}  // namespace kimai::api
