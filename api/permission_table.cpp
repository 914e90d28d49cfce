// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "api/permission_table.hpp"

#include <array>

namespace kimai::api {

namespace {

constexpr std::array for_global{
    PermissionRow{"core-user-otherGroup-view", "see the users, and their records, of groups one is not in"},
    PermissionRow{"core-customer-otherGroup-view", "see all customers, if one is in no group"},
    PermissionRow{"core-project-otherGroup-view", "see all projects, if one is in no group"},
    PermissionRow{"core-activity-otherGroup-view", "see all activities, if one is in no group"},
    PermissionRow{"ki_timesheets-otherEntry-otherGroup-edit",
                  "change and stop time entries of users with whom one has no group in common"},
    PermissionRow{"ki_timesheets-otherEntry-otherGroup-delete",
                  "remove time entries of users with whom one has no group in common"},
    PermissionRow{"ki_expenses-otherEntry-otherGroup-edit",
                  "change expenses of users with whom one has no group in common"},
    PermissionRow{"ki_expenses-otherEntry-otherGroup-delete",
                  "remove expenses of users with whom one has no group in common"},
};

constexpr std::array for_membership{
    PermissionRow{"core-user-view", "see the group's members and their records"},
    PermissionRow{"ki_timesheets-otherEntry-ownGroup-edit",
                  "change and stop members' time entries; needed in all groups in common"},
    PermissionRow{"ki_timesheets-otherEntry-ownGroup-delete",
                  "remove members' time entries; needed in all groups in common"},
    PermissionRow{"ki_expenses-otherEntry-ownGroup-edit", "change members' expenses; needed in all groups in common"},
    PermissionRow{"ki_expenses-otherEntry-ownGroup-delete", "remove members' expenses; needed in all groups in common"},
};

}  // namespace

std::span<const PermissionRow> global_permissions() { return for_global; }

std::span<const PermissionRow> membership_permissions() { return for_membership; }

}  // namespace kimai::api
