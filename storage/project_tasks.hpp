// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "storage/catalog.hpp"
#include "storage/money.hpp"
#include "storage/sqlite.hpp"

namespace kimai::storage {

/// The activities that a viewer may record on projects: of those he sees, the ones that are assigned to the project or
/// to none at all. Read once for any number of projects, since a query for each costs fifty times as much.
class ProjectTasks {
  public:
    /// Reads for all projects, or for one.
    ProjectTasks(Connection& connection, Viewer viewer, std::optional<std::int64_t> only_project = std::nullopt);

    /// In the order of their names. A row's text lives as long as this.
    void of(std::int64_t project, const std::function<void(const ActivityRow&)>& take) const;

  private:
    /// By its place in activities_.
    using Place = std::size_t;

    struct Activity {
        std::int64_t id;
        std::string name;
        std::int64_t visible;
    };
    struct Assignment {
        std::int64_t project;
        Place activity;
        std::optional<Money> budget;
        std::optional<Money> approved;
        std::optional<Money> effort;
    };

    void read_activities(Connection& connection, Viewer viewer);
    void read_assignments(Connection& connection, std::optional<std::int64_t> only_project);
    void give(Place place, const Assignment* assignment, const std::function<void(const ActivityRow&)>& take) const;

    std::vector<Activity> activities_;     // in the order of their names
    std::vector<Place> unassigned_;        // to any project
    std::vector<Assignment> assignments_;  // by project, then in the order of names
};

}  // namespace kimai::storage
