// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include <array>

#include "storage/demo_firm.hpp"

namespace kimai::storage::demo {

namespace {

constexpr std::array employees{
    Employee{.name = "admin",
             .alias = "Administration",
             .works_in = administration,
             .shows = "administrator: sees all users, customers and projects, may change everything",
             .zone = "Europe/Berlin",
             .row_limit = "100",
             .first_hour = 8,
             .step = 900,
             .days_worked = 45,
             .left_days_ago = 0},
    Employee{.name = "lead",
             .alias = "Team lead",
             .works_in = development,
             .shows = "leads Development: sees its members, may change their entries",
             .zone = "Europe/Berlin",
             .row_limit = "100",
             .first_hour = 8,
             .step = 300,
             .days_worked = 92,
             .left_days_ago = 0},
    Employee{.name = "developer",
             .alias = "Developer",
             .works_in = development,
             .shows = "ordinary member of Development, sees no other users; a recording is running",
             .zone = "Europe/Berlin",
             .row_limit = "100",
             .first_hour = 9,
             .step = 1,
             .days_worked = 94,
             .left_days_ago = 0,
             .records_now = true},
    Employee{.name = "designer",
             .alias = "Designer",
             .works_in = design,
             .shows = "leads Design, member of Development; New York time, lists of 20 rows",
             .zone = "America/New_York",
             .row_limit = "20",
             .first_hour = 10,
             .step = 60,
             .days_worked = 90,
             .left_days_ago = 0},
    Employee{.name = "consultant",
             .alias = "Consultant",
             .works_in = office,
             .shows = "member of Development and Office; Tokyo time, projects listed by customer, a default location",
             .zone = "Asia/Tokyo",
             .row_limit = "100",
             .first_hour = 9,
             .step = 900,
             .days_worked = 93,
             .left_days_ago = 0},
    Employee{.name = "office",
             .alias = "Office",
             .works_in = office,
             .shows = "leads Office; cleared entries are hidden unless asked for",
             .zone = "Europe/Berlin",
             .row_limit = "50",
             .first_hour = 7,
             .step = 900,
             .days_worked = 85,
             .left_days_ago = 0},
    Employee{.name = "trainee",
             .alias = "Trainee",
             .works_in = development,
             .shows = "inactive: cannot sign in, shows in lists of users",
             .zone = "Europe/Berlin",
             .row_limit = "100",
             .first_hour = 8,
             .step = 300,
             .days_worked = 85,
             .left_days_ago = 110,
             .presence = Presence::inactive},
    Employee{.name = "temp",
             .alias = "Temp",
             .works_in = design,
             .shows = "trashed: cannot sign in, shows nowhere",
             .zone = "Europe/Berlin",
             .row_limit = "100",
             .first_hour = 9,
             .step = 900,
             .days_worked = 80,
             .left_days_ago = 210,
             .presence = Presence::trashed},
};

struct Preference {
    std::string_view user;
    std::string_view option;
    std::string_view value;
};

constexpr std::array further_preferences{
    Preference{"consultant", "ui.flip_project_display", "1"},
    Preference{"consultant", "ui.defaultLocation", "Tokyo"},
    Preference{"office", "ui.hideClearedEntries", "1"},
};

struct Group {
    Team team;
    std::string_view name;
};

constexpr std::array added_groups{Group{development, "Development"}, Group{design, "Design"}, Group{office, "Office"}};

enum class Rank { member, leader };

struct Membership {
    std::string_view user;
    Team team;
    Rank rank;
};

constexpr std::array memberships{
    Membership{"lead", development, Rank::leader},      Membership{"lead", office, Rank::member},
    Membership{"developer", development, Rank::member}, Membership{"designer", design, Rank::leader},
    Membership{"designer", development, Rank::member},  Membership{"consultant", development, Rank::member},
    Membership{"consultant", office, Rank::member},     Membership{"office", office, Rank::leader},
    Membership{"trainee", development, Rank::member},   Membership{"trainee", design, Rank::member},
    Membership{"temp", design, Rank::member},
};

void set_presence(Connection& connection, const Employee& user) {
    connection.execute("UPDATE users SET active = ?2, trash = ?3 WHERE userID = ?1", user.id,
                       user.presence != Presence::inactive, user.presence == Presence::trashed);
}

void set_preferences(Settings& settings, const Employee& user) {
    settings.set_preference(user.id, "timezone", user.zone);
    settings.set_preference(user.id, "ui.rowlimit", user.row_limit);
    for (const Preference& preference : further_preferences) {
        if (preference.user == user.name) settings.set_preference(user.id, preference.option, preference.value);
    }
}

void join(Connection& connection, const Employee& user, std::int64_t group, std::int64_t role) {
    connection.execute("INSERT INTO groups_users (groupID, userID, membershipRoleID) VALUES (?1, ?2, ?3)", group,
                       user.id, role);
}

void add_groups(Connection& connection, const Installation& installation, std::vector<Employee>& staff) {
    join(connection, staff.front(), installation.admin_group, installation.admin_membership);
    for (const Group& group : added_groups) {
        connection.execute("INSERT INTO groups (name) VALUES (?1)", group.name);
        const std::int64_t number = connection.last_insert_id();
        for (const Membership& membership : memberships) {
            if (membership.team != group.team) continue;
            for (Employee& user : staff) {
                if (user.name != membership.user) continue;
                join(connection, user, number,
                     membership.rank == Rank::leader ? installation.leader_membership : installation.user_membership);
            }
        }
    }
}

/// Leaders of a fresh installation may change their members' entries, but not see them: most firms change that.
void let_leaders_see_members(Connection& connection, const Installation& installation) {
    connection.execute(
        "UPDATE membershipRolePermissions SET value = 1 WHERE membershipRoleID = ?1 AND permission = 'core-user-view'",
        installation.leader_membership);
}

}  // namespace

std::string password_of(const Employee& user) { return "demo-" + std::string(user.name); }

std::vector<Employee> add_staff(Store& store, const Installation& installation, const HashPassword& hash) {
    std::vector<Employee> staff(employees.begin(), employees.end());
    for (Employee& user : staff) {
        const bool is_admin = &user == &staff.front();
        user.id = store.users.add({.name = std::string(user.name),
                                   .alias = std::string(user.alias),
                                   .mail = std::string(user.name) + "@example.com",
                                   .password = hash(password_of(user)),
                                   .global_role = is_admin ? installation.admin_role : installation.user_role});
        set_presence(store.connection, user);
        set_preferences(store.settings, user);
    }
    add_groups(store.connection, installation, staff);
    let_leaders_see_members(store.connection, installation);
    return staff;
}

}  // namespace kimai::storage::demo
