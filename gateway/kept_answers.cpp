// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "gateway/kept_answers.hpp"

#include <utility>

namespace kimai::gateway {

namespace {

/// A text with its length before it, so that no two lists of texts are spelled the same.
void append(std::string& key, char kind, std::string_view text) {
    const std::size_t size = text.size();
    key += kind;
    key.append(reinterpret_cast<const char*>(&size), sizeof size);
    key += text;
}

void append(std::string& key, const api::Value& value) {
    if (const bool* truth = value.if_boolean()) {
        key += *truth ? 't' : 'f';
    } else if (const api::Number* number = value.if_number()) {
        append(key, 'n', number->text);
    } else if (const std::string* text = value.if_text()) {
        append(key, 's', *text);
    } else if (const api::List* list = value.if_list()) {
        key += '[';
        for (const api::Value& item : *list) append(key, item);
        key += ']';
    } else if (const api::Record* record = value.if_record()) {
        key += '{';
        for (const api::Member& member : *record) {
            append(key, 'm', member.name);
            append(key, member.value);
        }
        key += '}';
    } else {
        key += '-';
    }
}

}  // namespace

KeptAnswers::AnswerPointer KeptAnswers::find(std::string_view key) {
    const std::lock_guard lock(mutex_);
    const auto found = by_key_.find(key);
    if (found == by_key_.end()) return nullptr;
    entries_.splice(entries_.begin(), entries_, found->second);
    return found->second->answer;
}

void KeptAnswers::keep(std::string key, const Lasting& lasting, std::string_view text, api::TextPlaces places) {
    const auto answer = std::make_shared<Answer>(Answer{.lasting = lasting, .text = {}, .places = std::move(places)});
    const Entry entry{.key = std::move(key), .answer = answer};
    constexpr std::size_t parts = 8;
    if (size_of(entry) + text.size() > limit_ / parts) return;
    answer->text = text;
    Entries added{entry};
    Entries removed;  // What others wait for is short: memory is taken before and given back behind it.
    const std::lock_guard lock(mutex_);
    if (const auto found = by_key_.find(entry.key); found != by_key_.end()) move_out(found->second, removed);
    size_ += size_of(entry);
    entries_.splice(entries_.begin(), added);
    by_key_.emplace(entries_.front().key, entries_.begin());
    while (size_ > limit_) move_out(std::prev(entries_.end()), removed);
}

std::size_t KeptAnswers::size() const {
    const std::lock_guard lock(mutex_);
    return size_;
}

std::size_t KeptAnswers::size_of(const Entry& entry) {
    constexpr std::size_t nodes = 64;  // of list and map, roughly
    return sizeof(Entry) + sizeof(Answer) + nodes + entry.key.size() + entry.answer->text.size() +
           entry.answer->places.items.size() * sizeof(api::TextItem);
}

void KeptAnswers::move_out(Entries::iterator entry, Entries& to) {
    size_ -= size_of(*entry);
    by_key_.erase(entry->key);
    to.splice(to.begin(), entries_, entry);
}

std::string answer_key(std::string_view form, const api::BoundCall& call) {
    constexpr std::size_t usual = 128;
    std::string key;
    key.reserve(usual);
    append(key, 'f', form);
    append(key, 'm', call.method->name);
    for (const api::Value& value : call.arguments.values()) append(key, value);
    return key;
}

}  // namespace kimai::gateway
