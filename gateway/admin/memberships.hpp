// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <optional>
#include <string>
#include <vector>

#include "gateway/admin/output.hpp"
#include "gateway/admin/reference.hpp"
#include "storage/admin/groups.hpp"

/// What the commands for users and those for groups have in common.
namespace kimai::gateway::admin {

/// A group and the role that somebody is to have there.
struct WantedMembership {
    NamedRow group;
    NamedRow role;
};

/// Reads "GROUP" or "GROUP=ROLE". Throws as find() does.
WantedMembership wanted_membership(storage::Connection& connection, const std::string& text);

/// The role of that name or number, or, where none is given, the one called User, which a fresh installation has of
/// either kind. Throws as find() does, and if there is no such role.
NamedRow role_or_usual(storage::Connection& connection, Noun kind, const std::optional<std::string>& reference);

/// "active", "disabled", "removed".
std::string state_of(bool active, bool removed);

/// Throws std::runtime_error if the user was removed: what is done to him would show nowhere.
void require_not_removed(const NamedRow& row);

}  // namespace kimai::gateway::admin
