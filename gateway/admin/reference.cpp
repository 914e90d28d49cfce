// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "gateway/admin/reference.hpp"

#include <algorithm>
#include <charconv>
#include <stdexcept>
#include <vector>

#include "gateway/admin/output.hpp"
#include "gateway/edit_distance.hpp"
#include "storage/collation.hpp"

namespace kimai::gateway::admin {

namespace {

/// The most names that an error lists.
constexpr std::size_t most_listed = 12;

std::string_view plural_of(Noun noun) {
    switch (noun) {
        case Noun::user:
            return "users";
        case Noun::group:
            return "groups";
        case Noun::customer:
            return "customers";
        case Noun::project:
            return "projects";
        case Noun::activity:
            return "activities";
        case Noun::status:
            return "statuses";
        case Noun::global_role:
            return "global roles";
        case Noun::membership_role:
            return "membership roles";
    }
    return "";
}

/// The number in "#12".
std::optional<std::int64_t> number_in(std::string_view reference) {
    if (!reference.starts_with('#')) return std::nullopt;
    std::int64_t number = 0;
    const char* const end = reference.data() + reference.size();
    const auto [stop, error] = std::from_chars(reference.data() + 1, end, number);
    if (error != std::errc() || stop != end) return std::nullopt;
    return number;
}

bool is_near(std::string_view wanted, std::string_view known) {
    if (wanted.empty()) return false;
    if (known.find(wanted) != std::string_view::npos) return true;
    return edit_distance(wanted, known) <= std::max<std::size_t>(1, wanted.size() / 3);
}

/// What of a name counts when names are compared.
std::string letters_of(std::string_view name) {
    std::string key = storage::sort_key(name);
    key.pop_back();  // The blank at the end of every key.
    return key;
}

std::string listed(const std::vector<const NamedRow*>& rows) {
    std::string text;
    for (const NamedRow* row : rows) text += (text.empty() ? "" : ", ") + in_quotes(row->name);
    return text;
}

std::string unknown(Noun noun, std::string_view reference, const std::vector<NamedRow>& rows) {
    std::string text = "there is no " + std::string(word_for(noun)) + " " + printable(reference);
    if (!number_in(reference)) text = "there is no " + std::string(word_for(noun)) + " " + in_quotes(reference);
    std::vector<const NamedRow*> all;
    std::vector<const NamedRow*> near;
    const std::string wanted = letters_of(reference);
    for (const NamedRow& row : rows) {
        if (row.removed) continue;
        all.push_back(&row);
        if (near.size() < most_listed && is_near(wanted, letters_of(row.name))) near.push_back(&row);
    }
    if (all.empty()) return text + ": there are no " + std::string(plural_of(noun));
    if (!near.empty() && !number_in(reference)) return text + "; did you mean " + listed(near) + "?";
    if (all.size() <= most_listed) return text + "; there are " + listed(all);
    return text + "; there are " + std::to_string(all.size()) + " " + std::string(plural_of(noun)) +
           ", and none of them has a name like that";
}

std::string ambiguous(Noun noun, std::string_view reference, const std::vector<NamedRow>& rows) {
    std::string text = "there are " + std::to_string(rows.size()) + " " + std::string(plural_of(noun)) + " " +
                       in_quotes(reference) + "; say which by its number: ";
    for (const NamedRow& row : rows) {
        text += (&row == rows.data() ? "'#" : ", '#") + std::to_string(row.id) + "'";
        const std::string name = printable(row.name);
        if (!row.belongs_to.empty()) text += " (" + name + " of " + printable(row.belongs_to) + ")";
        if (row.belongs_to.empty()) text += " (" + name + ")";
    }
    return text;
}

std::vector<NamedRow> of_that_name(const std::vector<NamedRow>& rows, std::string_view name, bool removed) {
    const std::string key = storage::sort_key(name);
    std::vector<NamedRow> found;
    for (const NamedRow& row : rows) {
        if (row.removed == removed && storage::sort_key(row.name) == key) found.push_back(row);
    }
    return found;
}

}  // namespace

NamedRow find(storage::Connection& connection, Noun noun, std::string_view reference) {
    const std::vector<NamedRow> rows = named_rows(connection, noun);
    if (const auto number = number_in(reference)) {
        const auto row = std::ranges::find(rows, *number, &NamedRow::id);
        if (row != rows.end()) return *row;
        throw std::runtime_error(unknown(noun, reference, rows));
    }
    std::vector<NamedRow> found = of_that_name(rows, reference, false);
    if (found.empty()) found = of_that_name(rows, reference, true);
    if (found.empty()) throw std::runtime_error(unknown(noun, reference, rows));
    if (found.size() > 1) throw std::runtime_error(ambiguous(noun, reference, found));
    return found.front();
}

void require_free_name(storage::Connection& connection, Noun noun, std::string_view name,
                       std::optional<std::int64_t> except) {
    const std::string key = storage::sort_key(name);
    for (const NamedRow& row : named_rows(connection, noun)) {
        if (row.id == except || storage::sort_key(row.name) != key) continue;
        throw std::runtime_error(
            "there is a " + std::string(word_for(noun)) + " " + in_quotes(row.name) + " already, '#" +
            std::to_string(row.id) + "'" +
            (row.removed ? ", which was removed; restore it, or take another name" : "; take another name"));
    }
}

std::string_view word_for(Noun noun) {
    switch (noun) {
        case Noun::user:
            return "user";
        case Noun::group:
            return "group";
        case Noun::customer:
            return "customer";
        case Noun::project:
            return "project";
        case Noun::activity:
            return "activity";
        case Noun::status:
            return "status";
        case Noun::global_role:
            return "global role";
        case Noun::membership_role:
            return "membership role";
    }
    return "";
}

std::string in_quotes(std::string_view name) { return "\"" + printable(name) + "\""; }

}  // namespace kimai::gateway::admin
