// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "wsdl/document_schema.hpp"

#include <set>

#include "api/result_shapes.hpp"
#include "wsdl/names.hpp"

namespace kimai::wsdl {

namespace {

// No type of our own: SOAP::Lite sends nil for a simple type that it does not know.
constexpr std::string_view date_type = "xs:string";
constexpr std::string_view about_dates =
    "Any date that PHP's strtotime reads, in the user's time zone: 2018-01-31, 2018-01-31 14:30, -1 week, or "
    "@1517404200 for seconds since 1970.";

std::string tns(std::string_view type) { return "tns:" + std::string(type); }
std::string list_name(const api::Shape& items) { return std::string(items.name) + "List"; }
std::string result_name(const api::Shape& items) { return std::string(items.name) + "Result"; }

std::string type_of(const api::Parameter& parameter) {
    switch (parameter.type) {
        case api::ParameterType::text:
            return "xs:string";
        case api::ParameterType::integer:
        case api::ParameterType::integer_or_list:
            return "xs:long";
        case api::ParameterType::date:
            return std::string(date_type);
        case api::ParameterType::boolean:
        case api::ParameterType::truth:
            return "xs:boolean";
        case api::ParameterType::record:
            return tns(parameter.members->name);
    }
    return {};
}

std::string type_of(const api::ShapeMember& member) {
    switch (member.type) {
        case api::MemberType::text:
            return "xs:string";
        case api::MemberType::number:
            return "xs:long";
        case api::MemberType::decimal:
            return "xs:decimal";
        case api::MemberType::real:
            return "xs:double";
        case api::MemberType::boolean:
            return "xs:boolean";
        case api::MemberType::date:
            return std::string(date_type);
        case api::MemberType::record:
            return tns(member.inner->name);
        case api::MemberType::list_of_records:
            return tns(list_name(*member.inner));
    }
    return {};
}

std::string type_of_result(const api::Method& method) {
    return method.items == nullptr ? "xs:string" : tns(result_name(*method.items));
}

class SchemaWriter {
  public:
    explicit SchemaWriter(XmlWriter& xml) : xml_(xml) {}

    void write();

  private:
    void element(std::string_view name, std::string_view type, api::Presence presence, std::string_view documentation);
    void request(const api::Method& method);
    void response(const api::Method& method);
    void record(std::string_view name, std::string_view documentation, std::span<const api::ShapeMember> members);
    void list(const api::Shape& items);
    void documentation(std::string_view text);
    /// The type of a member that is a record or a list, unless it is written already.
    void inner_type(const api::ShapeMember& member);
    void result(const api::Shape& items);
    bool is_new(const std::string& type) { return written_.insert(type).second; }

    XmlWriter& xml_;
    std::set<std::string> written_;
};

void SchemaWriter::documentation(std::string_view text) {
    if (text.empty()) return;
    xml_.open("xs:annotation");
    xml_.open("xs:documentation");
    xml_.text(text);
    xml_.close();
    xml_.close();
}

void SchemaWriter::element(std::string_view name, std::string_view type, api::Presence presence,
                           std::string_view about) {
    xml_.open("xs:element", {{"name", name}, {"type", type}});
    if (api::may_be_missing(presence)) xml_.attribute("minOccurs", "0");
    if (api::may_be_null(presence)) xml_.attribute("nillable", "true");
    documentation(about);
    xml_.close();
}

void SchemaWriter::request(const api::Method& method) {
    xml_.open("xs:element", {{"name", method.name}});
    xml_.open("xs:complexType");
    xml_.open("xs:sequence");
    for (const api::Parameter& parameter : method.parameters) {
        const auto presence = parameter.missing ? api::Presence::optional : api::Presence::always;
        const bool is_date = parameter.type == api::ParameterType::date;
        element(parameter.name, type_of(parameter), presence, is_date ? about_dates : std::string_view());
    }
    xml_.close();
    xml_.close();
    xml_.close();
}

void SchemaWriter::response(const api::Method& method) {
    xml_.open("xs:element", {{"name", response_element(method)}});
    xml_.open("xs:complexType");
    xml_.open("xs:sequence");
    element(result_element, type_of_result(method), api::Presence::always, {});
    xml_.close();
    xml_.close();
    xml_.close();
}

void SchemaWriter::record(std::string_view name, std::string_view about, std::span<const api::ShapeMember> members) {
    if (!is_new(std::string(name))) return;
    for (const api::ShapeMember& member : members) inner_type(member);
    xml_.open("xs:complexType", {{"name", name}});
    documentation(about);
    xml_.open("xs:sequence");
    for (const api::ShapeMember& member : members) {
        const bool is_date = member.type == api::MemberType::date && member.documentation.empty();
        element(member.name, type_of(member), member.presence, is_date ? about_dates : member.documentation);
    }
    xml_.close();
    xml_.close();
}

void SchemaWriter::list(const api::Shape& items) {
    if (!is_new(list_name(items))) return;
    const bool is_empty = items.members.empty();
    if (!is_empty) record(items.name, items.documentation, items.members);
    xml_.open("xs:complexType", {{"name", list_name(items)}});
    if (is_empty) documentation("Always empty.");
    xml_.open("xs:sequence");
    if (!is_empty) {
        xml_.element(
            "xs:element",
            {{"name", item_element}, {"type", tns(items.name)}, {"minOccurs", "0"}, {"maxOccurs", "unbounded"}});
    }
    xml_.close();
    xml_.close();
}

void SchemaWriter::inner_type(const api::ShapeMember& member) {
    if (member.inner == nullptr) return;
    if (member.type == api::MemberType::list_of_records) return list(*member.inner);
    record(member.inner->name, member.inner->documentation, member.inner->members);
}

void SchemaWriter::result(const api::Shape& items) {
    record(result_name(items), "Items and total if it succeeded, an error if it failed.",
           api::result::members_with(items));
}

void SchemaWriter::write() {
    xml_.open("xs:schema", {{"targetNamespace", document_namespace}, {"elementFormDefault", "qualified"}});
    for (const api::Method& method : api::methods()) {
        request(method);
        response(method);
    }
    for (const api::Method& method : api::methods()) {
        for (const api::Parameter& parameter : method.parameters) {
            if (const api::Shape* shape = parameter.members) record(shape->name, shape->documentation, shape->members);
        }
        if (method.items != nullptr) result(*method.items);
    }
    xml_.close();
}

}  // namespace

std::string response_element(const api::Method& method) { return std::string(method.name) + "Response"; }

void write_document_schema(XmlWriter& xml) { SchemaWriter(xml).write(); }

}  // namespace kimai::wsdl
