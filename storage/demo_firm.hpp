// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "storage/demo_data.hpp"
#include "storage/installation.hpp"
#include "storage/store.hpp"

/// The parts of the demo data (see demo_data.hpp): the firm and its employees, its customers and projects, their year.
/// All run in the caller's transaction and throw DatabaseError.
namespace kimai::storage::demo {

/// Kimai's groups, as bits: who works on what.
enum Team : unsigned {
    administration = 1,
    development = 2,
    design = 4,
    office = 8,
    everybody = administration | development | design | office,
};

enum class Presence { active, inactive, trashed };

/// Someone at work, named after the role in the firm. People are never invented by name.
struct Employee {
    std::string_view name;
    std::string_view alias;
    /// Whose work it is that the user does. There may be more groups to see things by.
    unsigned works_in;
    /// What a login as this user lets one see.
    std::string_view shows;
    /// An IANA name.
    std::string_view zone;
    std::string_view row_limit;
    /// When the day begins, local hour.
    int first_hour;
    /// Times are multiples of so many seconds.
    int step;
    /// How many of a hundred weekdays are worked.
    int days_worked;
    /// How many days ago the user left; 0: still there.
    int left_days_ago;
    Presence presence = Presence::active;
    /// Whether a recording runs now.
    bool records_now = false;
    /// Filled in when the user is added.
    std::int64_t id = 0;
};

/// An activity as it is done on a project.
struct Task {
    std::int64_t activity;
    unsigned teams;
    /// Hidden or trashed: there are old entries only.
    bool is_finished;
    /// Whether entries carry a number from a bug tracker.
    bool is_tracked;
    std::span<const std::string_view> descriptions;
};

struct Project {
    std::int64_t id;
    unsigned teams;
    /// Hidden or trashed, or its customer is: there are old entries only.
    bool is_finished;
    bool is_internal;
    /// The activities assigned to it.
    std::vector<Task> tasks;
};

struct Firm {
    std::vector<Employee> staff;
    std::vector<Project> projects;
    /// The activities that are assigned to no project, so possible on all.
    std::vector<Task> general_tasks;
};

/// The password of a demo user.
std::string password_of(const Employee& user);

std::vector<Employee> add_staff(Store& store, const Installation& installation, const HashPassword& hash);

/// Customers with their projects, and all activities. The groups must be there.
void add_catalog(Store& store, Firm& firm);

/// Hourly and fixed rates. Users, projects and activities must be there.
void add_rates(Connection& connection);

/// The time entries of the year before now (seconds since 1970), the oldest first, and one that still runs. None
/// overlaps another of the same user.
void add_time_entries(Store& store, const Firm& firm, std::int64_t now, std::uint64_t seed);

void add_expenses(Store& store, const Firm& firm, std::int64_t now, std::uint64_t seed);

}  // namespace kimai::storage::demo
