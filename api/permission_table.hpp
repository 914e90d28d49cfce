// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <span>
#include <string_view>

/// The permissions that the methods ask for (permissions.hpp), for whoever gives or takes them. Kimai's roles have many
/// more, for its web pages.
namespace kimai::api {

struct PermissionRow {
    std::string_view name;
    /// What whoever has it may do, in one line.
    std::string_view meaning;
};

/// Those that a user's global role gives.
std::span<const PermissionRow> global_permissions();

/// Those that a user's role in a group gives.
std::span<const PermissionRow> membership_permissions();

}  // namespace kimai::api
