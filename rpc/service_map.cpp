// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "rpc/service_map.hpp"

#include <variant>
#include <vector>

#include "api/method_table.hpp"
#include "rpc/json_writer.hpp"

namespace kimai::rpc {

namespace {

using Names = std::vector<std::string_view>;

constexpr std::string_view envelope = "JSON-RPC-2.0";
constexpr std::string_view transport = "POST";

Names names_of(api::ParameterType type) {
    switch (type) {
        case api::ParameterType::text:
            return {"string"};
        case api::ParameterType::integer:
        case api::ParameterType::date:
            return {"integer"};
        case api::ParameterType::integer_or_list:
            return {"integer", "array"};
        case api::ParameterType::boolean:
            return {"boolean"};
        case api::ParameterType::truth:
            return {"any"};
        case api::ParameterType::record:
            return {"array"};
    }
    return {};
}

Names names_of(api::ReturnType type) {
    switch (type) {
        case api::ReturnType::text:
            return {"string"};
        case api::ReturnType::list:
            return {"array"};
        case api::ReturnType::list_or_boolean:
            return {"array", "boolean"};
    }
    return {};
}

/// One type by its name, several as a list of names.
void write_types(JsonWriter& writer, const Names& names) {
    if (names.size() == 1) return writer.text(names.front());
    writer.open_list();
    for (const std::string_view name : names) writer.text(name);
    writer.close_list();
}

void write_default(JsonWriter& writer, const api::Default& missing) {
    if (std::holds_alternative<std::monostate>(missing)) return;
    writer.name("default");
    if (const bool* truth = std::get_if<bool>(&missing)) writer.boolean(*truth);
    if (const int* number = std::get_if<int>(&missing)) writer.integer(*number);
}

void write_parameter(JsonWriter& writer, const api::Parameter& parameter) {
    writer.open_record();
    writer.name("type");
    write_types(writer, names_of(parameter.type));
    writer.name("name");
    writer.text(parameter.name);
    writer.name("optional");
    writer.boolean(parameter.missing.has_value());
    if (parameter.missing) write_default(writer, *parameter.missing);
    writer.close_record();
}

/// The old server saw a method as a set of prototypes, one without optional parameters and one more for each type of
/// each optional one, and listed the types of what they return over all of them.
Names return_names(const api::Method& method) {
    std::size_t prototypes = 1;
    for (const api::Parameter& parameter : method.parameters) {
        if (parameter.missing) prototypes += names_of(parameter.type).size();
    }
    Names all;
    for (const std::string_view name : names_of(method.returns)) all.insert(all.end(), prototypes, name);
    return all;
}

void write_method(JsonWriter& writer, const api::Method& method) {
    writer.name(method.name);
    writer.open_record();
    writer.name("envelope");
    writer.text(envelope);
    writer.name("transport");
    writer.text(transport);
    writer.name("parameters");
    writer.open_list();
    for (const api::Parameter& parameter : method.parameters) write_parameter(writer, parameter);
    writer.close_list();
    writer.name("returns");
    write_types(writer, return_names(method));
    writer.close_record();
}

}  // namespace

ServiceMap::ServiceMap() {
    api::TextBuffer text;
    JsonWriter writer(text);
    writer.open_record();
    for (const api::Method& method : api::methods()) write_method(writer, method);
    writer.close_record();
    methods_ = text.text();
}

std::string ServiceMap::for_target(std::string_view target) const {
    api::TextBuffer document;
    JsonWriter writer(document);
    writer.open_record();
    writer.name("transport");
    writer.text(transport);
    writer.name("envelope");
    writer.text(envelope);
    writer.name("contentType");
    writer.text("application/json");
    writer.name("SMDVersion");
    writer.text("2.0");
    writer.name("target");
    writer.text(target);
    document.append(",\"services\":").append(methods_).append(",\"methods\":").append(methods_);
    writer.close_record();
    return document.text();
}

}  // namespace kimai::rpc
