// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "storage/money.hpp"
#include "storage/sqlite.hpp"

/// The whole catalog as an operator sees it, what is in the trash too.
namespace kimai::storage::admin {

struct CustomerRecord {
    std::int64_t id = 0;
    std::string name;
    bool visible = true;
    bool removed = false;
    /// Projects that are not removed.
    std::int64_t projects = 0;
    std::optional<std::string> comment;
    std::optional<std::string> company;
    std::optional<std::string> vat;
    std::optional<std::string> contact;
    std::optional<std::string> street;
    std::optional<std::string> zipcode;
    std::optional<std::string> city;
    std::optional<std::string> country;
    std::optional<std::string> phone;
    std::optional<std::string> fax;
    std::optional<std::string> mobile;
    std::optional<std::string> mail;
    std::optional<std::string> homepage;
    std::string time_zone;
};

/// What may be spent: sums of money, or nothing where none is set.
struct Budget {
    std::optional<Money> budget;
    std::optional<Money> effort;
    std::optional<Money> approved;
};

struct ProjectRecord {
    std::int64_t id = 0;
    std::string name;
    std::int64_t customer = 0;
    /// Empty if there is no such customer.
    std::string customer_name;
    bool visible = true;
    bool internal = false;
    bool removed = false;
    Budget budget;
    std::optional<std::string> comment;
};

struct ActivityRecord {
    std::int64_t id = 0;
    std::string name;
    bool visible = true;
    bool removed = false;
    std::optional<std::string> comment;
};

/// All by name as Kimai sorts it, then by number.
std::vector<CustomerRecord> customers(Connection& connection);
std::vector<ProjectRecord> projects(Connection& connection);
std::vector<ActivityRecord> activities(Connection& connection);

/// An activity for a project. One that is assigned to no project at all is open to all of them.
struct Assignment {
    std::int64_t project = 0;
    std::string project_name;
    std::int64_t activity = 0;
    std::string activity_name;
    Budget budget;
};

/// All of them, by project, then by the activity's name; those of rows that are gone are left out.
std::vector<Assignment> assignments(Connection& connection);

/// Assigns, or changes of an assignment what is given. Answers whether it is new.
bool assign(Connection& connection, std::int64_t project, std::int64_t activity, const Budget& budget);
/// Whether it was assigned.
bool unassign(Connection& connection, std::int64_t project, std::int64_t activity);
/// To how many projects an activity is assigned.
std::int64_t assignments_of_activity(Connection& connection, std::int64_t activity);

/// Which groups see what: pairs of the thing's number and the group's name, by the group's number.
using Sights = std::vector<std::pair<std::int64_t, std::string>>;
Sights sights_of_customers(Connection& connection);
Sights sights_of_projects(Connection& connection);
Sights sights_of_activities(Connection& connection);

}  // namespace kimai::storage::admin
