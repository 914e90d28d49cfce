// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "gateway/call/request_text.hpp"

#include <type_traits>
#include <variant>

#include "api/text_buffer.hpp"
#include "rpc/json_writer.hpp"
#include "soap/envelope.hpp"
#include "soap/version.hpp"
#include "soap/xml_text.hpp"

namespace kimai::gateway {

namespace {

using api::TextBuffer;
using api::Value;
using soap::Version;

void append_json(TextBuffer& out, const Value& value);

void append_json(TextBuffer& out, const api::List& list) {
    out += '[';
    for (const Value& item : list) {
        if (&item != &list.front()) out += ',';
        append_json(out, item);
    }
    out += ']';
}

void append_json(TextBuffer& out, const api::Record& record) {
    out += '{';
    for (const api::Member& member : record) {
        if (&member != &record.front()) out += ',';
        rpc::append_json_text(out, member.name);
        out += ':';
        append_json(out, member.value);
    }
    out += '}';
}

// NOLINTNEXTLINE(misc-no-recursion): as deep as the reader of the value allowed.
void append_json(TextBuffer& out, const Value& value) {
    const auto append = [&out](const auto& content) {
        using Content = std::decay_t<decltype(content)>;
        if constexpr (std::is_same_v<Content, std::monostate>) {
            out += "null";
        } else if constexpr (std::is_same_v<Content, bool>) {
            out += content ? "true" : "false";
        } else if constexpr (std::is_same_v<Content, api::Number>) {
            out += content.text;
        } else if constexpr (std::is_same_v<Content, std::string>) {
            rpc::append_json_text(out, content);
        } else {
            append_json(out, content);
        }
    };
    std::visit(append, value.kind());
}

/// An element with a type and nothing but text.
void append_scalar(TextBuffer& out, std::string_view name, std::string_view type, std::string_view text) {
    out.append("<", name, " xsi:type=\"xsd:", type, "\">");
    soap::append_xml_text(out, text);
    out.append("</", name, ">");
}

void append_element(TextBuffer& out, std::string_view name, const Value& value);

void append_element(TextBuffer& out, std::string_view name, const api::List& list) {
    const std::string size = std::to_string(list.size());
    out.append("<", name, " SOAP-ENC:arrayType=\"xsd:anyType[", size, "]\" xsi:type=\"SOAP-ENC:Array\">");
    for (const Value& item : list) append_element(out, "item", item);
    out.append("</", name, ">");
}

void append_element(TextBuffer& out, std::string_view name, const api::Record& record) {
    out.append("<", name, " xsi:type=\"map:Map\">");
    for (const api::Member& member : record) {
        out += "<item>";
        append_scalar(out, "key", "string", member.name);
        append_element(out, "value", member.value);
        out += "</item>";
    }
    out.append("</", name, ">");
}

std::string_view type_of(const api::Number& number) {
    return number.text.find_first_of(".eE") == std::string::npos ? "int" : "float";
}

// NOLINTNEXTLINE(misc-no-recursion)
void append_element(TextBuffer& out, std::string_view name, const Value& value) {
    const auto append = [&out, name](const auto& content) {
        using Content = std::decay_t<decltype(content)>;
        if constexpr (std::is_same_v<Content, std::monostate>) {
            out.append("<", name, " xsi:nil=\"true\"/>");
        } else if constexpr (std::is_same_v<Content, bool>) {
            append_scalar(out, name, "boolean", content ? "true" : "false");
        } else if constexpr (std::is_same_v<Content, api::Number>) {
            append_scalar(out, name, type_of(content), content.text);
        } else if constexpr (std::is_same_v<Content, std::string>) {
            append_scalar(out, name, "string", content);
        } else {
            append_element(out, name, content);
        }
    };
    std::visit(append, value.kind());
}

}  // namespace

std::string json_request(const api::Method& method, std::span<const Value> values) {
    TextBuffer out;
    out.append("{\"jsonrpc\":\"2.0\",\"method\":\"", method.name, "\",\"params\":");
    append_json(out, api::List(values.begin(), values.end()));
    out += ",\"id\":1}";
    return out.text();
}

std::string soap_request(const api::Method& method, std::span<const Value> values, std::string_view endpoint) {
    constexpr Version version = Version::soap_1_1;
    TextBuffer out;
    soap::begin_envelope(out, version);
    soap::append_namespace(out, "call", endpoint);
    soap::append_namespace(out, "xsd", soap::schema_namespace);
    soap::append_namespace(out, "xsi", soap::schema_instance_namespace);
    soap::append_namespace(out, "map", soap::map_namespace);
    soap::append_namespace(out, "SOAP-ENC", soap::vocabulary_of(version).encoding_namespace);
    out += ">";
    soap::begin_envelope_element(out, version, "Body");
    out.append("><call:", method.name, ">");
    for (std::size_t i = 0; i < values.size(); ++i) append_element(out, method.parameters[i].name, values[i]);
    out.append("</call:", method.name, ">");
    soap::end_envelope(out, version);
    return out.text();
}

std::string json_text(const Value& value) {
    TextBuffer out;
    append_json(out, value);
    return out.text();
}

}  // namespace kimai::gateway
