// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Any bytes as the body of a POST to the SOAP endpoint. Whatever comes out is a call with sound values, no more of them
// than the limits allow, or a fault with a sound text. What can be read in UTF-8 reads the same in UTF-16.

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "api/php_values.hpp"
#include "soap/request.hpp"
#include "storage/charset.hpp"

using kimai::api::BoundCall;
using kimai::api::List;
using kimai::api::Member;
using kimai::api::Record;
using kimai::api::Value;
using kimai::soap::Fault;
using kimai::soap::Limits;
using kimai::soap::Request;

namespace {

// Small enough for short inputs to reach them.
constexpr Limits limits{
    .depth = 12, .elements = 60, .attributes = 8, .declarations = 10, .name = 64, .text = 2000, .repeated_text = 2000};

void require(bool holds) {
    if (!holds) std::abort();
}

void require_text(std::string_view text) {
    std::string converted;
    require(kimai::storage::to_utf8(kimai::storage::Charset::utf8, text, converted).has_value());
}

// NOLINTNEXTLINE(misc-no-recursion): as deep as the reader lets values nest.
std::size_t count(const Value& value) {
    std::size_t values = 1;
    if (const List* list = value.if_list()) {
        for (const Value& item : *list) values += count(item);
    } else if (const Record* record = value.if_record()) {
        for (const Member& member : *record) {
            require_text(member.name);
            values += count(member.value);
        }
    } else {
        require_text(kimai::api::php_string(value));
        kimai::api::php_int(value);
        kimai::api::php_decimal(value);
    }
    return values;
}

std::string described(const Request& request) {
    if (const auto* fault = std::get_if<Fault>(&request.content)) {
        require(!fault->text.empty());
        require_text(fault->text);
        return fault->text;
    }
    const auto& call = std::get<BoundCall>(request.content);
    std::size_t values = 0;
    std::string text(call.method->name);
    for (const auto& parameter : call.method->parameters) {
        const Value& argument = call.arguments[parameter.name];
        values += count(argument);
        text += '|' + kimai::api::php_string(argument);
    }
    require(values <= limits.elements + call.method->parameters.size());
    return text;
}

/// The same in UTF-16, marked as such; empty unless it is all ASCII.
std::string in_utf_16(std::string_view body) {
    std::string wide = "\xFF\xFE";
    for (const char c : body) {
        if (static_cast<unsigned char>(c) >= 0x80 || c == 0) return {};
        wide += c;
        wide += '\0';
    }
    return wide;
}

}  // namespace

// The name is libFuzzer's. NOLINTNEXTLINE(readability-identifier-naming)
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view body(reinterpret_cast<const char*>(data), size);
    described(kimai::soap::read_request(body, "", limits));
    const std::string wide = in_utf_16(body);
    if (wide.empty()) return 0;
    // With the mark before it, what it declares does not count in either form.
    const std::string marked = "\xEF\xBB\xBF" + std::string(body);
    const std::string text = described(kimai::soap::read_request(marked, "text/xml", limits));
    require(described(kimai::soap::read_request(wide, "text/xml", limits)) == text);
    return 0;
}
