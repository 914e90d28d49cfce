// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "soap/record_reader.hpp"

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

#include "api/equal_names.hpp"
#include "api/php_values.hpp"
#include "soap/scalars.hpp"
#include "storage/ascii.hpp"

namespace kimai::soap {

namespace {

using api::Record;
using api::Value;

constexpr std::string_view key_name = "key";
constexpr std::string_view value_name = "value";
constexpr std::string_view map_type = "Map";

/// Elements around a record or a text. Stacks make one or two; references can make a circle.
constexpr int most_wrappings = 8;
/// Children of a Map's item, which has two. Any number of items can refer to one and the same, so looking through many
/// children in each would cost the product.
constexpr int most_item_children = 8;

bool is_blank(std::string_view text) { return trimmed(text).empty(); }

bool stands_alone(const Part& child) { return child.next == nullptr; }

bool all_have_one_name(const Part& holder) {
    const std::string_view name = holder.first->name;
    for (const Part* child = holder.first; child != nullptr; child = child->next) {
        if (name != child->name) return false;
    }
    return true;
}

Wanted wanted_by(const api::ShapeMember& member) {
    switch (member.type) {
        case api::MemberType::number:
        case api::MemberType::boolean:
            return Wanted::flag;
        case api::MemberType::text:
        case api::MemberType::decimal:
        case api::MemberType::real:
        case api::MemberType::date:
        case api::MemberType::record:
        case api::MemberType::list_of_records:
            break;
    }
    return Wanted::text;
}

}  // namespace

Record RecordReader::read(const Part& part) {
    constexpr std::array forms = {&RecordReader::pair, &RecordReader::members, &RecordReader::items,
                                  &RecordReader::by_turns};
    const Part* holder = values_.resolved(part);
    for (int i = 0; i <= most_wrappings && holder != nullptr && !holder->nil && holder->first != nullptr; ++i) {
        if (holder->mixed) {
            values_.fail("A record has text between its members");
            return {};
        }
        for (const auto form : forms) {
            const Entries entries = (this->*form)(*holder);
            if (knows_one(entries)) return record_of(entries);
        }
        if (map_type == holder->type) {
            const Entries entries = items(*holder);
            const auto is_name = [](const Entry& entry) { return !entry.name.empty() && !read_number(entry.name); };
            if (std::ranges::any_of(entries, is_name)) return record_of(entries);
        }
        holder = stands_alone(*holder->first) ? values_.resolved(*holder->first) : nullptr;
    }
    return {};
}

RecordReader::Entries RecordReader::pair(const Part& holder) {
    Entries entries;
    if (auto entry = entry_of(holder)) entries.push_back(std::move(*entry));
    return entries;
}

RecordReader::Entries RecordReader::members(const Part& holder) {
    Entries entries;
    for (const Part* child = holder.first; child != nullptr; child = child->next) {
        entries.push_back({child->name, child});
    }
    return entries;
}

RecordReader::Entries RecordReader::items(const Part& holder) {
    Entries entries;
    bool all = true;
    for (const Part* child = holder.first; child != nullptr; child = child->next) {
        const Part* const item = values_.resolved(*child);
        if (item == nullptr) return {};
        if (item->mixed) {
            values_.fail("A Map's item has text between its elements");
            return {};
        }
        auto entry = entry_of(*item);
        all = all && entry;
        if (entry) entries.push_back(std::move(*entry));
    }
    if (!all && !entries.empty()) {
        values_.fail("A Map's item has no key");
        return {};
    }
    return entries;
}

RecordReader::Entries RecordReader::by_turns(const Part& holder) {
    if (!all_have_one_name(holder)) return {};
    Entries entries;
    for (const Part* child = holder.first; child != nullptr; child = child->next->next) {
        auto name = name_in(*child);
        if (!name || child->next == nullptr) return {};
        entries.push_back({std::move(*name), child->next});
    }
    return entries;
}

std::optional<RecordReader::Entry> RecordReader::entry_of(const Part& item) {
    const Part* key = nullptr;
    const Part* value = nullptr;
    int children = 0;
    for (const Part* child = item.first; child != nullptr; child = child->next) {
        if (++children > most_item_children) return std::nullopt;
        const bool is_key = same_letters(child->name, key_name);
        if (!is_key && !same_letters(child->name, value_name)) continue;
        const Part*& place = is_key ? key : value;
        if (place != nullptr) return std::nullopt;
        place = child;
    }
    if (key == nullptr || (value == nullptr && children > 1)) return std::nullopt;
    return Entry{name_in(*key).value_or(""), value};
}

std::optional<std::string> RecordReader::name_in(const Part& part) {
    const Part* const text = leaf(part);
    if (text == nullptr) return std::nullopt;
    return std::string(trimmed(api::php_string(values_.read(*text, Wanted::text))));
}

const Part* RecordReader::leaf(const Part& part) {
    const Part* holder = values_.resolved(part);
    for (int i = 0; holder != nullptr && holder->first != nullptr; ++i) {
        if (i == most_wrappings || holder->mixed || !stands_alone(*holder->first) || !is_blank(holder->text))
            return nullptr;
        holder = values_.resolved(*holder->first);
        // An empty element in a text is no text, but what is left of a markup.
        if (holder != nullptr && holder->first == nullptr && !holder->nil && is_blank(holder->text)) return nullptr;
    }
    return holder;
}

Record RecordReader::record_of(const Entries& entries) {
    Record record;
    for (const Entry& entry : entries) record.push_back({entry.name, value_of(entry)});
    api::unite_equal_names(record);
    return record;
}

Value RecordReader::value_of(const Entry& entry) {
    const api::ShapeMember* const member = known(entry.name);
    if (member == nullptr || entry.value == nullptr) return {};
    const Part* const text = leaf(*entry.value);
    if (text == nullptr) return values_.fail("The record's " + entry.name + " is more than one text");
    return values_.read(*text, wanted_by(*member));
}

const api::ShapeMember* RecordReader::known(const std::string& name) const {
    const auto found = std::ranges::find(shape_.members, name, &api::ShapeMember::name);
    return found == shape_.members.end() ? nullptr : &*found;
}

bool RecordReader::knows_one(const Entries& entries) const {
    return std::ranges::any_of(entries, [this](const Entry& entry) { return known(entry.name) != nullptr; });
}

}  // namespace kimai::soap
