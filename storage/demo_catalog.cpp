// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include <optional>
#include <string>

#include "storage/collation.hpp"
#include "storage/demo_firm.hpp"
#include "storage/demo_tables.hpp"

namespace kimai::storage::demo {

namespace {

constexpr std::int64_t hundredths_per_euro = 100;

/// An activity that was added, to be assigned to projects.
struct Activity {
    unsigned kinds;
    Task task;
};

struct GroupName {
    Team team;
    std::string_view name;
};

// "admin" is the name that an installation gives to the group of administrators.
constexpr std::array group_names{
    GroupName{administration, "admin"},
    GroupName{development, "Development"},
    GroupName{design, "Design"},
    GroupName{office, "Office"},
};

/// Shows something to groups, and always to the administrators.
void show_to(Connection& connection, std::string_view sql, unsigned teams, std::int64_t id) {
    for (const GroupName& group : group_names) {
        if (((teams | administration) & group.team) != 0) connection.execute(sql, group.name, id);
    }
}

std::vector<Activity> add_activities(Connection& connection) {
    std::vector<Activity> activities;
    for (const ActivityPlan& row : planned_activities) {
        const std::string key = sort_key(row.name);
        connection.execute(
            "INSERT INTO activities (name, nameKey, comment, visible, trash) VALUES (?1, ?2, '', ?3, ?4)", row.name,
            std::as_bytes(std::span(key)), row.state != State::hidden, row.state == State::trashed);
        const std::int64_t id = connection.last_insert_id();
        show_to(connection,
                "INSERT INTO groups_activities (groupID, activityID) SELECT groupID, ?2 FROM groups WHERE name = ?1",
                row.teams, id);
        activities.push_back({.kinds = row.kinds,
                              .task = {.activity = id,
                                       .teams = row.teams,
                                       .is_finished = row.state != State::current,
                                       .is_tracked = row.is_tracked,
                                       .descriptions = row.phrases}});
    }
    return activities;
}

std::int64_t add_customer(Connection& connection, const CustomerPlan& row) {
    const std::string key = sort_key(row.name);
    const std::string domain = std::string(row.slug) + ".example";
    connection.execute(
        "INSERT INTO customers (name, nameKey, comment, visible, company, vat, contact, city, country, mail, homepage,"
        " timezone) VALUES (?1, ?2, '', ?3, ?1, '19', ?4, ?5, ?6, ?7, ?8, ?9)",
        row.name, std::as_bytes(std::span(key)), row.is_visible, row.contact, row.city, row.country, "mail@" + domain,
        "https://www." + domain, row.zone);
    const std::int64_t id = connection.last_insert_id();
    unsigned teams = 0;
    for (const ProjectPlan& project : planned_projects) {
        if (project.slug == row.slug) teams |= teams_of(project.kind);
    }
    show_to(connection,
            "INSERT INTO groups_customers (groupID, customerID) SELECT groupID, ?2 FROM groups WHERE name = ?1", teams,
            id);
    return id;
}

bool is_internal(const ProjectPlan& row) { return row.slug == "firm"; }

std::optional<std::string_view> comment_on(const ProjectPlan& row) {
    if (row.kind == care) return "By the month.\nAnswer within a day.";
    if (is_internal(row)) return std::nullopt;
    return row.budget < 5000 ? "Fixed price" : "By the hour, up to the budget";
}

std::int64_t insert_project(Connection& connection, const ProjectPlan& row, std::int64_t customer) {
    const std::string key = sort_key(row.name);
    const std::int64_t budget = row.budget * hundredths_per_euro;
    std::optional<std::int64_t> effort;
    std::optional<std::int64_t> approved;
    if (budget != 0) {
        effort = budget / 4 * 3;
        approved = budget / 2;
    }
    connection.execute(
        "INSERT INTO projects (customerID, name, nameKey, comment, visible, trash, budget, effort, approved, internal)"
        " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
        customer, row.name, std::as_bytes(std::span(key)), comment_on(row), row.state != State::hidden,
        row.state == State::trashed, budget, effort, approved, is_internal(row));
    const std::int64_t id = connection.last_insert_id();
    show_to(connection,
            "INSERT INTO groups_projects (groupID, projectID) SELECT groupID, ?2 FROM groups WHERE name = ?1",
            teams_of(row.kind), id);
    return id;
}

std::vector<Task> assign_activities(Connection& connection, const ProjectPlan& row, std::int64_t project,
                                    const std::vector<Activity>& activities) {
    std::vector<Task> tasks;
    for (const Activity& activity : activities) {
        if ((activity.kinds & row.kind) == 0) continue;
        const std::int64_t budget = row.budget * hundredths_per_euro / 4;
        std::optional<std::int64_t> approved;
        if (budget != 0) approved = budget / 2;
        connection.execute(
            "INSERT INTO projects_activities (projectID, activityID, budget, approved) VALUES (?1, ?2, ?3, ?4)",
            project, activity.task.activity, budget, approved);
        tasks.push_back(activity.task);
    }
    return tasks;
}

}  // namespace

void add_catalog(Store& store, Firm& firm) {
    Connection& connection = store.connection;
    const std::vector<Activity> activities = add_activities(connection);
    for (const Activity& activity : activities) {
        if (activity.kinds == any_kind) firm.general_tasks.push_back(activity.task);
    }
    for (const CustomerPlan& customer : planned_customers) {
        const std::int64_t customer_id = add_customer(connection, customer);
        for (const ProjectPlan& row : planned_projects) {
            if (row.slug != customer.slug) continue;
            const std::int64_t id = insert_project(connection, row, customer_id);
            firm.projects.push_back({.id = id,
                                     .teams = teams_of(row.kind),
                                     .is_finished = row.state != State::current || !customer.is_visible,
                                     .is_internal = is_internal(row),
                                     .tasks = assign_activities(connection, row, id, activities)});
        }
    }
}

}  // namespace kimai::storage::demo
