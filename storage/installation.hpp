// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "storage/store.hpp"

namespace kimai::storage {

/// Whether the database holds an installation already: any user at all.
bool is_filled(Store& store);

/// What a fresh installation of Kimai 1.3.5 holds besides its users: configuration, roles, statuses. The numbers are
/// those by which other rows refer to it.
struct Installation {
    std::int64_t admin_role;
    std::int64_t user_role;
    std::int64_t admin_membership;
    std::int64_t leader_membership;
    std::int64_t user_membership;
    std::int64_t admin_group;
};

/// Fills an empty database with it, in the caller's transaction.
Installation install(Store& store);

/// Adds a user who may do everything, to the group of administrators. Answers his number.
std::int64_t add_administrator(Store& store, const Installation& installation, std::string_view name,
                               std::string_view password_hash);

/// The permissions that Kimai 1.3.5 has columns for, in the order of its tables.
std::vector<std::string_view> permissions_of_global_roles();
std::vector<std::string_view> permissions_of_membership_roles();

}  // namespace kimai::storage
