// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "soap/binding.hpp"

#include <algorithm>
#include <cstddef>
#include <utility>
#include <vector>

#include "soap/record_reader.hpp"
#include "soap/value_reader.hpp"

namespace kimai::soap {

namespace {

/// The part for each parameter, or nullptr.
using Chosen = std::vector<const Part*>;

Chosen by_name(const api::Method& method, const Part& operation) {
    Chosen chosen(method.parameters.size());
    for (const Part* part = operation.first; part != nullptr; part = part->next) {
        const auto found = std::ranges::find(method.parameters, std::string_view(part->name), &api::Parameter::name);
        if (found == method.parameters.end()) continue;
        const Part*& place = chosen[static_cast<std::size_t>(found - method.parameters.begin())];
        if (place == nullptr) place = part;
    }
    return chosen;
}

Chosen by_position(const api::Method& method, const Part& operation) {
    Chosen chosen(method.parameters.size());
    const Part* part = operation.first;
    for (auto place = chosen.begin(); place != chosen.end() && part != nullptr; ++place, part = part->next)
        *place = part;
    return chosen;
}

api::Value argument(ValueReader& reader, const Part& part, const api::Parameter& parameter) {
    if (parameter.type != api::ParameterType::record) return reader.argument(part, parameter);
    return api::Value(RecordReader(reader, *parameter.members).read(part));
}

}  // namespace

std::variant<api::BoundCall, Fault> bind(const api::Method& method, const Part& operation, const Reading& reading) {
    Chosen chosen = by_name(method, operation);
    if (std::ranges::all_of(chosen, [](const Part* part) { return part == nullptr; })) {
        chosen = by_position(method, operation);
    }
    ValueReader reader(reading);
    api::Record arguments;
    for (std::size_t i = 0; i < chosen.size(); ++i) {
        const api::Parameter& parameter = method.parameters[i];
        if (chosen[i] != nullptr) {
            arguments.push_back({std::string(parameter.name), argument(reader, *chosen[i], parameter)});
        } else if (!parameter.missing) {
            return Fault{FaultCode::client, "Missing parameter"};
        }
    }
    if (reader.fault()) return *reader.fault();
    auto bound = api::bind_by_name(method, std::move(arguments));
    if (auto* error = std::get_if<api::BindingError>(&bound)) return Fault{FaultCode::client, std::move(error->text)};
    return api::BoundCall{&method, std::get<api::Arguments>(std::move(bound))};
}

}  // namespace kimai::soap
