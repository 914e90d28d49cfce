// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "gateway/call/answer_reader.hpp"

#include <limits>
#include <optional>
#include <utility>

#include "gateway/call/xml_value_reader.hpp"
#include "rpc/json_reader.hpp"
#include "soap/limits.hpp"
#include "soap/xml_guard.hpp"

namespace kimai::gateway {

namespace {

using api::Value;

constexpr std::size_t any_number = std::numeric_limits<std::size_t>::max();

/// What limits requests would refuse long lists; how long an answer may be, HTTP's reader says.
soap::Limits limits_of_answers() {
    soap::Limits limits;
    limits.elements = any_number;
    limits.text = any_number;
    return limits;
}

std::string text_in(const Value* value) {
    const std::string* const text = value != nullptr ? value->if_text() : nullptr;
    return text != nullptr ? *text : "";
}

}  // namespace

CallAnswer read_json_answer(std::string_view body) {
    auto read = rpc::read_json(body, any_number);
    if (const auto* error = std::get_if<rpc::ParseError>(&read)) {
        return NoAnswer{"no JSON: " + error->reason + " at byte " + std::to_string(error->offset)};
    }
    const auto* const answer = std::get<Value>(read).if_record();
    if (answer == nullptr) return NoAnswer{"JSON, but no JSON-RPC answer"};
    if (const Value* error = find(*answer, "error"); error != nullptr && error->if_record() != nullptr) {
        const Value* const code = find(*error->if_record(), "code");
        const bool has_code = code != nullptr && code->if_number() != nullptr;
        return CallFault{text_in(find(*error->if_record(), "message")) +
                         (has_code ? " (" + code->if_number()->text + ")" : "")};
    }
    const Value* const result = find(*answer, "result");
    if (result == nullptr) return NoAnswer{"JSON, but no JSON-RPC answer"};
    return *result;
}

CallAnswer read_soap_answer(std::string_view body, std::string_view content_type) {
    std::string text;
    const auto document = soap::guard(body, content_type, limits_of_answers(), text);
    if (const auto* problem = std::get_if<soap::Fault>(&document)) return NoAnswer{"no XML: " + problem->text};
    auto element = read_xml_body(std::get<std::string_view>(document));
    if (!element) return NoAnswer{"XML, but no SOAP answer"};
    const auto* const members = element->value.if_record();
    if (element->name == "Fault") {
        if (members == nullptr) return CallFault{"a fault without a text"};
        return CallFault{text_in(find(*members, "faultstring")) + " (" + text_in(find(*members, "faultcode")) + ")"};
    }
    if (members == nullptr || members->size() != 1) return NoAnswer{"XML, but no answer to a call"};
    return members->front().value;
}

const std::string* failure_in(const Value& result) {
    const auto* const record = result.if_record();
    if (record == nullptr) return nullptr;
    const Value* const success = find(*record, "success");
    const bool failed = success != nullptr && success->if_boolean() != nullptr && !*success->if_boolean();
    const Value* const error = failed ? find(*record, "error") : nullptr;
    if (error == nullptr || error->if_record() == nullptr) return nullptr;
    const Value* const message = find(*error->if_record(), "msg");
    return message != nullptr ? message->if_text() : nullptr;
}

}  // namespace kimai::gateway
