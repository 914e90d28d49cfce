// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "gateway/admin/memberships.hpp"

#include <algorithm>
#include <stdexcept>

#include "storage/collation.hpp"

namespace kimai::gateway::admin {

namespace {

constexpr std::string_view usual_role = "User";

bool is_name_of_one(storage::Connection& connection, Noun noun, const std::string& name) {
    const std::string key = storage::sort_key(name);
    return std::ranges::any_of(named_rows(connection, noun),
                               [&key](const NamedRow& row) { return storage::sort_key(row.name) == key; });
}

}  // namespace

WantedMembership wanted_membership(storage::Connection& connection, const std::string& text) {
    const std::size_t sign = text.rfind('=');
    std::string group = text;
    std::optional<std::string> role;
    // There may be a group whose name has that sign in it.
    if (sign != std::string::npos && !is_name_of_one(connection, Noun::group, text)) {
        group = text.substr(0, sign);
        role = text.substr(sign + 1);
    }
    WantedMembership wanted{.group = find(connection, Noun::group, group),
                            .role = role_or_usual(connection, Noun::membership_role, role)};
    require_not_removed(wanted.group);
    return wanted;
}

NamedRow role_or_usual(storage::Connection& connection, Noun kind, const std::optional<std::string>& reference) {
    if (!reference && !is_name_of_one(connection, kind, std::string(usual_role))) {
        throw std::runtime_error("there is no " + std::string(word_for(kind)) + " " + in_quotes(usual_role) +
                                 ", which is taken where none is named: name one" +
                                 (kind == Noun::membership_role ? " (GROUP=ROLE, or --role)" : " with --role"));
    }
    return find(connection, kind, reference ? std::string_view(*reference) : usual_role);
}

std::string state_of(bool active, bool removed) { return removed ? "removed" : active ? "active" : "disabled"; }

void require_not_removed(const NamedRow& row) {
    if (row.removed) throw std::runtime_error(in_quotes(row.name) + " was removed; restore it first");
}

}  // namespace kimai::gateway::admin
