// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "gateway/admin/administrators.hpp"

#include <stdexcept>
#include <string_view>
#include <vector>

#include "api/permission_table.hpp"
#include "storage/admin/users.hpp"

namespace kimai::gateway::admin {

namespace {

std::int64_t count_administrators(storage::Connection& connection) {
    std::vector<std::string_view> all;
    for (const api::PermissionRow& permission : api::global_permissions()) all.push_back(permission.name);
    return storage::admin::count_users_with(connection, all);
}

}  // namespace

void keep_an_administrator(storage::Connection& connection, bool forced, const std::function<void()>& work) {
    const std::int64_t before = count_administrators(connection);
    work();
    if (forced || before == 0 || count_administrators(connection) > 0) return;
    throw std::runtime_error(
        "that would leave no active user who may see and change everything; give another one such a role first, or say "
        "--force");
}

}  // namespace kimai::gateway::admin
