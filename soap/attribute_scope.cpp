// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "soap/attribute_scope.hpp"

#include <algorithm>
#include <array>
#include <initializer_list>

#include "soap/version.hpp"

namespace kimai::soap {

namespace {

/// Those of the drafts of XML Schema are what Apache SOAP and old .NET send.
constexpr std::array schema_instance_namespaces = {
    schema_instance_namespace,
    std::string_view("http://www.w3.org/2000/10/XMLSchema-instance"),
    std::string_view("http://www.w3.org/1999/XMLSchema-instance"),
};

constexpr std::string_view ultimate_receiver = "http://www.w3.org/2003/05/soap-envelope/role/ultimateReceiver";

/// "p" of "p:name", nothing of "name".
std::string_view prefix_of(std::string_view name) {
    const std::size_t colon = name.find(':');
    return colon == std::string_view::npos ? std::string_view{} : name.substr(0, colon);
}

std::string_view local_part(std::string_view name) { return name.substr(name.find(':') + 1); }

bool is_one_of(std::string_view name, std::initializer_list<std::string_view> names) {
    return std::ranges::find(names, name) != names.end();
}

}  // namespace

AttributeScope::Space AttributeScope::space_named(std::string_view name) {
    if (std::ranges::find(schema_instance_namespaces, name) != schema_instance_namespaces.end()) {
        return Space::schema_instance;
    }
    if (name == soap_1_1_vocabulary.envelope_namespace || name == soap_1_2_vocabulary.envelope_namespace) {
        return Space::envelope;
    }
    if (name == soap_1_1_vocabulary.encoding_namespace) return Space::encoding_1_1;
    if (name == soap_1_2_vocabulary.encoding_namespace) return Space::encoding_1_2;
    return Space::other;
}

AttributeScope::Space AttributeScope::space_of(std::string_view prefix) const {
    if (prefix.empty()) return Space::none;
    const auto found = std::find_if(declarations_.rbegin(), declarations_.rend(),
                                    [&](const Declaration& declaration) { return declaration.prefix == prefix; });
    return found == declarations_.rend() ? Space::other : found->space;
}

void AttributeScope::declare(std::string_view attribute, std::string_view value) {
    const bool is_default = attribute == "xmlns";
    declarations_.push_back({is_default ? std::string_view{} : local_part(attribute), space_named(value)});
}

AttributeScope::Meaning AttributeScope::meaning_of(std::string_view attribute, std::string_view value) const {
    const std::string_view name = local_part(attribute);
    const auto some_if = [](bool known) { return known ? Meaning::some : Meaning::none; };
    switch (space_of(prefix_of(attribute))) {
        case Space::none:
            return is_one_of(name, {"id", "href"}) ? Meaning::reference : Meaning::none;
        case Space::schema_instance:
            return some_if(is_one_of(name, {"type", "nil", "null"}));
        case Space::encoding_1_1:
            return some_if(is_one_of(name, {"arrayType", "root"}));
        case Space::encoding_1_2:
            if (is_one_of(name, {"id", "ref"})) return Meaning::reference;
            return some_if(is_one_of(name, {"itemType", "arraySize"}));
        case Space::envelope:
            if (is_one_of(name, {"actor", "role"})) return some_if(!value.empty() && value != ultimate_receiver);
            return some_if(is_one_of(name, {"mustUnderstand", "encodingStyle"}));
        case Space::other:
            break;
    }
    return Meaning::none;
}

}  // namespace kimai::soap
