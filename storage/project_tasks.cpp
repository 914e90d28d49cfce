// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "storage/project_tasks.hpp"

#include <algorithm>
#include <tuple>
#include <unordered_map>

#include "storage/columns.hpp"

namespace kimai::storage {

ProjectTasks::ProjectTasks(Connection& connection, Viewer viewer, std::optional<std::int64_t> only_project) {
    read_activities(connection, viewer);
    read_assignments(connection, only_project);
}

void ProjectTasks::read_activities(Connection& connection, Viewer viewer) {
    Rows rows = connection.query(
        "SELECT a.activityID, a.name, a.visible,"
        " EXISTS (SELECT 1 FROM projects_activities anywhere WHERE anywhere.activityID = a.activityID)"
        " FROM activities a WHERE a.trash = 0 AND a.visible = 1"
        " AND (?2 OR EXISTS (SELECT 1 FROM groups_activities g JOIN groups_users m USING (groupID)"
        " WHERE g.activityID = a.activityID AND m.userID = ?1))"
        " ORDER BY a.nameKey, a.activityID",
        viewer.user, viewer.sees_all);
    while (rows.next()) {
        if (rows.integer(3) == 0) unassigned_.push_back(activities_.size());
        activities_.push_back({rows.integer(0), std::string(rows.text(1)), rows.integer(2)});
    }
}

void ProjectTasks::read_assignments(Connection& connection, std::optional<std::int64_t> only_project) {
    std::unordered_map<std::int64_t, Place> places;
    for (Place place = 0; place < activities_.size(); ++place) places.emplace(activities_[place].id, place);
    Rows rows =
        only_project
            ? connection.query(
                  "SELECT projectID, activityID, budget, approved, effort FROM projects_activities WHERE projectID = "
                  "?1",
                  *only_project)
            : connection.query("SELECT projectID, activityID, budget, approved, effort FROM projects_activities");
    while (rows.next()) {
        const auto place = places.find(rows.integer(1));
        if (place == places.end()) continue;
        assignments_.push_back({rows.integer(0), place->second, optional_money(rows, 2), optional_money(rows, 3),
                                optional_money(rows, 4)});
    }
    std::ranges::sort(assignments_, {}, [](const Assignment& one) { return std::tuple(one.project, one.activity); });
}

void ProjectTasks::of(std::int64_t project, const std::function<void(const ActivityRow&)>& take) const {
    auto open = unassigned_.begin();
    auto here = std::ranges::lower_bound(assignments_, project, {}, &Assignment::project);
    for (; here != assignments_.end() && here->project == project; ++here) {
        while (open != unassigned_.end() && *open < here->activity) give(*open++, nullptr, take);
        give(here->activity, &*here, take);
    }
    while (open != unassigned_.end()) give(*open++, nullptr, take);
}

void ProjectTasks::give(Place place, const Assignment* assignment,
                        const std::function<void(const ActivityRow&)>& take) const {
    const Activity& activity = activities_[place];
    ActivityRow row{activity.id, activity.name, activity.visible, {}, {}, {}};
    if (assignment != nullptr) {
        row.budget = assignment->budget;
        row.approved = assignment->approved;
        row.effort = assignment->effort;
    }
    take(row);
}

}  // namespace kimai::storage
