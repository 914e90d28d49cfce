// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "storage/admin/catalog_entries.hpp"

#include <doctest/doctest.h>

#include <span>
#include <string>

#include "storage/admin/catalog_records.hpp"
#include "storage/change_watch.hpp"
#include "storage/collation.hpp"
#include "test/storage/firm.hpp"

using namespace kimai;
using namespace kimai::storage;
using namespace kimai::storage::admin;

TEST_CASE("customers, projects and activities are added, changed and put into the trash") {
    Connection connection = test::memory_database();
    const auto customer = add_entry(connection, Noun::customer, "\xc3\x84rzte", {{"contact", "Eva"}, {"visible", 0}});
    const auto project = add_entry(connection, Noun::project, "Shop",
                                   {{"customerID", customer}, {"budget", 150'000}, {"comment", nullptr}});
    const auto activity = add_entry(connection, Noun::activity, "Design", {});

    const auto mark = shared_mark(connection);
    change_entry(connection, Noun::customer, customer, {{"name", "Zahnarzt"}, {"contact", nullptr}});
    CHECK(shared_mark(connection) != mark);
    const auto found = customers(connection);
    REQUIRE(found.size() == 1);
    CHECK(found[0].name == "Zahnarzt");
    CHECK_FALSE(found[0].contact);
    CHECK_FALSE(found[0].visible);
    CHECK(found[0].projects == 1);
    const std::string key = sort_key("Zahnarzt");
    CHECK(connection.query("SELECT 1 FROM customers WHERE nameKey = ?1", std::as_bytes(std::span(key))).next());

    CHECK(projects(connection)[0].customer_name == "Zahnarzt");
    CHECK(projects(connection)[0].budget.budget == Money{150'000});
    CHECK(activities(connection)[0].name == "Design");

    set_entry_removed(connection, Noun::project, project, true);
    CHECK(projects(connection)[0].removed);
    CHECK(customers(connection)[0].projects == 0);
    set_entry_removed(connection, Noun::project, project, false);
    CHECK_FALSE(projects(connection)[0].removed);

    connection.execute(
        "INSERT INTO timeSheet (start, userID, projectID, activityID, statusID) VALUES (1, 1, ?1, ?2, 1), (2, 1, ?1, "
        "99, 1)",
        project, activity);
    CHECK(time_entries_of(connection, Noun::customer, customer) == 2);
    CHECK(time_entries_of(connection, Noun::project, project) == 2);
    CHECK(time_entries_of(connection, Noun::activity, activity) == 1);
}

TEST_CASE("groups see what is shown to them") {
    Connection connection = test::memory_database();
    connection.execute("INSERT INTO groups (groupID, name) VALUES (1, 'Design'), (2, 'Office')");
    for (const Noun noun : {Noun::customer, Noun::project, Noun::activity}) {
        const auto id = add_entry(connection, noun, "x", {});
        CHECK(groups_that_see(connection, noun, id).empty());
        CHECK(show_to_group(connection, noun, id, 2));
        CHECK(show_to_group(connection, noun, id, 1));
        CHECK_FALSE(show_to_group(connection, noun, id, 2));
        CHECK(groups_that_see(connection, noun, id) == std::vector<std::int64_t>{1, 2});
        CHECK(hide_from_group(connection, noun, id, 1));
        CHECK_FALSE(hide_from_group(connection, noun, id, 1));
        CHECK(groups_that_see(connection, noun, id) == std::vector<std::int64_t>{2});
    }
    const Sights office{{1, "Office"}};
    CHECK(sights_of_customers(connection) == office);
    CHECK(sights_of_projects(connection) == office);
    CHECK(sights_of_activities(connection) == office);
}

TEST_CASE("activities are assigned to projects with budgets") {
    Connection connection = test::memory_database();
    const auto project = add_entry(connection, Noun::project, "Shop", {});
    const auto activity = add_entry(connection, Noun::activity, "Design", {});
    CHECK(assignments_of_activity(connection, activity) == 0);
    CHECK(assign(connection, project, activity, {.budget = Money{100}, .effort = {}, .approved = {}}));
    CHECK_FALSE(assign(connection, project, activity, {.budget = {}, .effort = Money{200}, .approved = {}}));
    const auto found = assignments(connection);
    REQUIRE(found.size() == 1);
    CHECK(found[0].project_name == "Shop");
    CHECK(found[0].activity_name == "Design");
    CHECK(found[0].budget.budget == Money{100});
    CHECK(found[0].budget.effort == Money{200});
    CHECK_FALSE(found[0].budget.approved);
    CHECK(assignments_of_activity(connection, activity) == 1);
    CHECK(unassign(connection, project, activity));
    CHECK_FALSE(unassign(connection, project, activity));
}
