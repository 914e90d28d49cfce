// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <cstdint>
#include <functional>
#include <string_view>

#include "storage/sqlite.hpp"

namespace kimai::storage {

struct UserName {
    std::int64_t id;
    std::string_view name;
};

/// The groups that two users are both in, and in how many of them the first one's membership role has a permission.
struct CommonGroups {
    std::int64_t groups = 0;
    std::int64_t permitting = 0;
};

/// Groups, roles and the permissions they give. Permissions go by Kimai's names ("core-user-view").
class Groups {
  public:
    explicit Groups(Connection& connection) : connection_(connection) {}

    bool has_group(std::int64_t user);
    bool global_permission(std::int64_t global_role, std::string_view permission);
    CommonGroups common_groups(std::int64_t user, std::int64_t other, std::string_view permission);

    /// The users whom a user may see, by name: himself, the members of those of his groups in which his role has
    /// core-user-view, and with beyond_own the members of groups that he is not in. Trashed ones never show.
    void visible_users(std::int64_t user, bool beyond_own, const std::function<void(const UserName&)>& take);
    /// Whether one user is among them.
    bool sees_user(std::int64_t user, bool beyond_own, std::int64_t other);

  private:
    Connection& connection_;
};

}  // namespace kimai::storage
