// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "api/permissions.hpp"

#include <string>

namespace kimai::api {

namespace {

std::string permission_name(Deed deed, Records records, std::string_view whose_group) {
    std::string name = records == Records::time_entries ? "ki_timesheets" : "ki_expenses";
    name += "-otherEntry-";
    name += whose_group;
    name += deed == Deed::edit ? "-edit" : "-delete";
    return name;
}

}  // namespace

bool sees_beyond_own_groups(storage::Store& store, const storage::User& caller) {
    return store.groups.global_permission(caller.global_role, "core-user-otherGroup-view");
}

bool may_read(storage::Store& store, const storage::User& caller, std::int64_t owner) {
    if (owner == caller.id) return true;
    return store.groups.sees_user(caller.id, sees_beyond_own_groups(store, caller), owner);
}

bool may(storage::Store& store, const storage::User& caller, Deed deed, Records records, std::int64_t owner) {
    if (owner == caller.id) return true;
    const auto common = store.groups.common_groups(caller.id, owner, permission_name(deed, records, "ownGroup"));
    if (common.groups > 0) return common.permitting == common.groups;
    return store.groups.global_permission(caller.global_role, permission_name(deed, records, "otherGroup"));
}

storage::Viewer viewer_of(storage::Store& store, const storage::User& caller, std::string_view kind) {
    const bool sees_all =
        !store.groups.has_group(caller.id) &&
        store.groups.global_permission(caller.global_role, "core-" + std::string(kind) + "-otherGroup-view");
    return {.user = caller.id, .sees_all = sees_all};
}

}  // namespace kimai::api
