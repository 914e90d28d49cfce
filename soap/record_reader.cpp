// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "soap/record_reader.hpp"

#include <algorithm>
#include <string_view>
#include <utility>

#include "api/equal_names.hpp"
#include "api/php_values.hpp"
#include "storage/ascii.hpp"

namespace kimai::soap {

namespace {

using api::List;
using api::Record;
using api::Value;

constexpr std::string_view key_name = "key";
constexpr std::string_view value_name = "value";

bool is_pair(const Value& value) {
    const Record* const record = value.if_record();
    return record != nullptr && record->size() == 2 && api::find(*record, key_name) != nullptr &&
           api::find(*record, value_name) != nullptr;
}

/// Whether a text can be the name of a member.
bool is_name(const Value& value) {
    const std::string* const text = value.if_text();
    return text != nullptr && !text->empty() &&
           std::ranges::all_of(*text, [](char c) { return is_ascii_letter(c) || (c >= '0' && c <= '9') || c == '_'; });
}

bool is_by_turns(const List& list) {
    if (list.empty() || list.size() % 2 != 0) return false;
    for (std::size_t i = 0; i < list.size(); i += 2) {
        if (!is_name(list[i])) return false;
    }
    return true;
}

api::Member member_of(const Record& pair) {
    return {api::php_string(*api::find(pair, key_name)), *api::find(pair, value_name)};
}

Record from_list(List list) {
    Record record;
    if (std::ranges::all_of(list, is_pair)) {
        for (const Value& pair : list) record.push_back(member_of(*pair.if_record()));
    } else if (is_by_turns(list)) {
        for (std::size_t i = 0; i < list.size(); i += 2) {
            record.push_back({*list[i].if_text(), std::move(list[i + 1])});
        }
    }
    api::unite_equal_names(record);
    return record;
}

/// What stands alone within the value, or nullptr: a list with one entry, a record with one member.
const Value* only_one_in(const Value& value) {
    if (const List* const list = value.if_list()) return list->size() == 1 ? &list->front() : nullptr;
    if (const Record* const record = value.if_record()) return record->size() == 1 ? &record->front().value : nullptr;
    return nullptr;
}

bool holds_others(const Value& value) { return value.if_list() != nullptr || value.if_record() != nullptr; }

}  // namespace

Record as_record(Value value) {
    // A record's members are plain, so what holds a record alone is only wrapped around it.
    for (const Value* inner = only_one_in(value); inner != nullptr && holds_others(*inner);
         inner = only_one_in(value)) {
        Value unwrapped = *inner;
        value = std::move(unwrapped);
    }
    if (const Record* const record = value.if_record()) return is_pair(value) ? Record{member_of(*record)} : *record;
    if (const List* const list = value.if_list()) return from_list(*list);
    return {};
}

}  // namespace kimai::soap
