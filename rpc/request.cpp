// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "rpc/request.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

#include "api/php_values.hpp"
#include "rpc/json_reader.hpp"

namespace kimai::rpc {

namespace {

using api::List;
using api::Record;
using api::Value;

/// jsonrpc == "2.0" in PHP: a text counts when it is a number as a whole and equal, true counts.
bool is_version_2(const Value* version) {
    if (!version || version->is_null()) return false;
    if (version->if_text() && !api::php_is_numeric(*version)) return false;
    return api::php_equals(*version, 2.0);
}

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

bool is_method_name(std::string_view name) {
    return !name.empty() && is_letter(name.front()) && std::ranges::all_of(name, [](char c) {
        return is_letter(c) || (c >= '0' && c <= '9') || c == '_' || c == '.';
    });
}

/// The arguments as the method takes them, moved from the params, or what is wrong with them.
std::variant<api::Arguments, api::BindingError> bind(const api::Method& method, Value* params) {
    if (!params || params->is_null()) return api::bind_by_position(method, {});
    if (List* list = params->if_list()) {
        // No more than the method takes: a list of half a million must not wait in memory with the call.
        const std::size_t taken = std::min(list->size(), method.parameters.size());
        const auto first = std::make_move_iterator(list->begin());
        return api::bind_by_position(method, List(first, first + static_cast<std::ptrdiff_t>(taken)));
    }
    Record* record = params->if_record();
    if (!record) return api::BindingError{"params must be an array or an object"};
    if (record->empty()) return api::bind_by_position(method, {});
    return api::bind_by_name(method, std::move(*record));
}

std::variant<api::BoundCall, Fault> read_call(Record& members) {
    const Value* name = api::find(members, "method");
    if (!name || !name->if_text() || !is_method_name(*name->if_text())) return Fault{ErrorCode::invalid_request};
    const api::Method* method = api::find_method(*name->if_text());
    if (!method) return Fault{ErrorCode::method_not_found};
    auto bound = bind(*method, api::find(members, "params"));
    if (auto* error = std::get_if<api::BindingError>(&bound)) {
        return Fault{ErrorCode::invalid_params, std::move(error->text)};
    }
    return api::BoundCall{method, std::get<api::Arguments>(std::move(bound))};
}

/// Moves what the call takes from the value.
Entry read_entry(Value& value) {
    Record* members = value.if_record();
    if (!members) return Entry{Fault{ErrorCode::invalid_request}};
    Entry entry{read_call(*members)};
    if (const Value* id = api::find(*members, "id")) entry.id = api::php_string(*id);
    entry.version_2 = is_version_2(api::find(*members, "jsonrpc"));
    return entry;
}

Request single(Entry entry) {
    Request request;
    request.entries.push_back(std::move(entry));
    return request;
}

}  // namespace

Request read_request(std::string_view body, std::size_t batch_limit) {
    if (body.empty()) return single(Entry{Fault{ErrorCode::invalid_request}});
    auto read = read_json(body);
    if (const auto* error = std::get_if<ParseError>(&read)) {
        Request request = single(Entry{Fault{ErrorCode::parse_error}});
        request.unreadable = error->reason + " at byte " + std::to_string(error->offset);
        return request;
    }
    Value& value = std::get<Value>(read);
    List* list = value.if_list();
    if (!list || list->empty()) return single(read_entry(value));
    if (list->size() > batch_limit) {
        return single(Entry{
            Fault{ErrorCode::invalid_request, "a batch may hold " + std::to_string(batch_limit) + " calls at most"}});
    }
    Request batch;
    batch.batch = true;
    batch.entries.reserve(list->size());
    for (Value& item : *list) batch.entries.push_back(read_entry(item));
    return batch;
}

const api::BoundCall* only_call(const Request& request) {
    if (request.batch || !request.entries.front().id) return nullptr;
    return std::get_if<api::BoundCall>(&request.entries.front().content);
}

std::string method_names(const Request& request) {
    std::string names;
    for (const Entry& entry : request.entries) {
        const auto* call = std::get_if<api::BoundCall>(&entry.content);
        if (!call) continue;
        if (!names.empty()) names += ',';
        names += call->method->name;
    }
    return names;
}

api::Lane slowest_lane(const Request& request) {
    auto slowest = api::Lane::read;
    for (const Entry& entry : request.entries) {
        if (const auto* call = std::get_if<api::BoundCall>(&entry.content))
            slowest = std::max(slowest, call->method->lane);
    }
    return slowest;
}

}  // namespace kimai::rpc
