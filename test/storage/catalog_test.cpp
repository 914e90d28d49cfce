// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "storage/catalog.hpp"

#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "storage/project_tasks.hpp"
#include "test/storage/firm.hpp"

using namespace kimai::storage;
using kimai::test::memory_database;

namespace test = kimai::test;

namespace {

constexpr Viewer anna{.user = 1, .sees_all = false};
constexpr Viewer in_no_group{.user = 2, .sees_all = false};
constexpr Viewer seeing_all{.user = 2, .sees_all = true};

/// Anna is in groups 1 and 2.
Connection firm() {
    auto database = memory_database();
    test::add(database, test::UserRow{.id = 1, .name = "anna"});
    test::add(database, test::UserRow{.id = 2, .name = "frida"});
    for (const std::int64_t group : {1, 2, 3}) test::add_group(database, group);
    for (const std::int64_t group : {1, 2}) test::join(database, group, 1, 1);
    return database;
}

/// Shows what is in the table to a group.
void show(Connection& database, const std::string& table, std::int64_t group, std::int64_t id) {
    database.execute("INSERT INTO groups_" + table + " VALUES (?1, ?2)", group, id);
}

std::string join(const std::string& list, std::string_view name) {
    return list + (list.empty() ? "" : ", ") + std::string(name);
}

std::string customers(Connection& database, Viewer viewer) {
    std::string names;
    Catalog(database).customers(viewer, [&names](const CustomerRow& row) { names = join(names, row.name); });
    return names;
}

std::string projects(Connection& database, Viewer viewer, ProjectOrder order = ProjectOrder::by_name) {
    std::string names;
    Catalog(database).projects(viewer, order, [&names](const ProjectRow& row) {
        names = join(names, std::string(row.customer_name) + "/" + std::string(row.name));
    });
    return names;
}

std::string activities(Connection& database, Viewer viewer) {
    std::string names;
    Catalog(database).activities(viewer, [&names](const ActivityRow& row) { names = join(names, row.name); });
    return names;
}

std::string activities(Connection& database, Viewer viewer, std::int64_t project) {
    std::string names;
    ProjectTasks(database, viewer, project).of(project, [&names](const ActivityRow& row) {
        names = join(names, row.name);
    });
    return names;
}

}  // namespace

TEST_CASE("Customers: visible ones of the viewer's groups, each once, by name") {
    auto database = firm();
    test::add(database, test::CustomerRow{.id = 1, .name = "zoo"});
    test::add(database, test::CustomerRow{.id = 2, .name = "\xC3\x84rzte"});
    test::add(database, test::CustomerRow{.id = 3, .name = "Bakery"});
    test::add(database, test::CustomerRow{.id = 4, .name = "hidden", .visible = false});
    test::add(database, test::CustomerRow{.id = 5, .name = "trashed", .trash = true});
    test::add(database, test::CustomerRow{.id = 6, .name = "of another group"});
    test::add(database, test::CustomerRow{.id = 7, .name = "bakery "});
    for (const std::int64_t id : {1, 2, 3, 4, 5, 7}) show(database, "customers", 1, id);
    show(database, "customers", 2, 3);
    show(database, "customers", 3, 6);
    CHECK(customers(database, anna) == "\xC3\x84rzte, Bakery, bakery , zoo");
    CHECK(customers(database, in_no_group).empty());
    CHECK(customers(database, seeing_all) == "\xC3\x84rzte, Bakery, bakery , of another group, zoo");
}

TEST_CASE("Projects: visible ones of visible customers, by name or by customer") {
    auto database = firm();
    test::add(database, test::CustomerRow{.id = 1, .name = "B"});
    test::add(database, test::CustomerRow{.id = 2, .name = "a"});
    test::add(database, test::CustomerRow{.id = 3, .name = "hidden", .visible = false});
    test::add(database, test::CustomerRow{.id = 4, .name = "trashed", .trash = true});
    test::add(database, test::ProjectRow{.id = 1, .customer = 1, .name = "Apollo"});
    test::add(database, test::ProjectRow{.id = 2, .customer = 1, .name = "zebra"});
    test::add(database, test::ProjectRow{.id = 3, .customer = 2, .name = "apollo"});
    test::add(database, test::ProjectRow{.id = 4, .customer = 2, .name = "hidden", .visible = false});
    test::add(database, test::ProjectRow{.id = 5, .customer = 2, .name = "trashed", .trash = true});
    test::add(database, test::ProjectRow{.id = 6, .customer = 3, .name = "of a hidden customer"});
    test::add(database, test::ProjectRow{.id = 7, .customer = 4, .name = "of a trashed customer"});
    test::add(database, test::ProjectRow{.id = 8, .customer = 99, .name = "of no customer"});
    test::add(database, test::ProjectRow{.id = 9, .customer = 2, .name = "of another group"});
    for (const std::int64_t id : {1, 2, 3, 4, 5, 6, 7, 8}) show(database, "projects", 1, id);
    show(database, "projects", 3, 9);
    CHECK(projects(database, anna) == "a/apollo, B/Apollo, B/zebra");
    CHECK(projects(database, anna, ProjectOrder::by_customer) == "a/apollo, B/Apollo, B/zebra");
    database.execute("UPDATE projects SET name = 'm', nameKey = x'4D' WHERE projectID = 3");
    CHECK(projects(database, anna) == "B/Apollo, a/m, B/zebra");
    CHECK(projects(database, anna, ProjectOrder::by_customer) == "a/m, B/Apollo, B/zebra");
    CHECK(projects(database, in_no_group).empty());
    CHECK(projects(database, seeing_all) == "B/Apollo, a/m, a/of another group, B/zebra");
}

TEST_CASE("A project carries its columns; what is NULL stays nothing") {
    auto database = firm();
    test::add(database, test::CustomerRow{.id = 1, .name = "c"});
    test::add(database, test::ProjectRow{.id = 1, .customer = 1, .name = "p"});
    database.execute(
        "UPDATE projects SET comment = '', budget = 9999999999, effort = NULL, approved = -1, filter = 2,"
        " internal = 1");
    Catalog(database).projects(seeing_all, ProjectOrder::by_name, [](const ProjectRow& row) {
        CHECK(row.comment == "");
        CHECK(row.budget == Money{9999999999});
        CHECK_FALSE(row.effort);
        CHECK(row.approved == Money{-1});
        CHECK(row.filter == 2);
        CHECK(row.internal == 1);
        CHECK(row.visible == 1);
        CHECK(row.trash == 0);
        CHECK(row.customer_visible == 1);
    });
}

TEST_CASE("Activities of a project: those assigned to it or to no project at all") {
    auto database = firm();
    test::add(database, test::ActivityRow{.id = 1, .name = "of project 1"});
    test::add(database, test::ActivityRow{.id = 2, .name = "of project 2"});
    test::add(database, test::ActivityRow{.id = 3, .name = "of both"});
    test::add(database, test::ActivityRow{.id = 4, .name = "of none"});
    test::add(database, test::ActivityRow{.id = 5, .name = "hidden", .visible = false});
    test::add(database, test::ActivityRow{.id = 6, .name = "trashed", .trash = true});
    test::add(database, test::ActivityRow{.id = 7, .name = "\xC3\x9C of another group"});
    for (const std::int64_t id : {1, 2, 3, 4, 5, 6}) show(database, "activities", 1, id);
    show(database, "activities", 2, 4);
    show(database, "activities", 3, 7);
    database.run_script(
        "INSERT INTO projects_activities (projectID, activityID, budget, effort, approved)"
        " VALUES (1, 1, 1000, 50, NULL), (1, 3, NULL, NULL, 7), (2, 2, 0, 0, 0), (2, 3, 0, 0, 0)");
    CHECK(activities(database, anna) == "of both, of none, of project 1, of project 2");
    CHECK(activities(database, anna, 1) == "of both, of none, of project 1");
    CHECK(activities(database, anna, 2) == "of both, of none, of project 2");
    for (const std::int64_t no_project : {0, 99, -1}) CHECK(activities(database, anna, no_project) == "of none");
    CHECK(activities(database, in_no_group, 1).empty());
    CHECK(activities(database, seeing_all, 99) == "of none, \xC3\x9C of another group");

    ProjectTasks(database, anna).of(1, [](const ActivityRow& row) {
        CAPTURE(row.name);
        if (row.id == 1) {
            CHECK(row.budget == Money{1000});
            CHECK(row.effort == Money{50});
            CHECK_FALSE(row.approved);
        } else {
            CHECK_FALSE(row.budget);
            CHECK_FALSE(row.effort);
            CHECK(row.approved.has_value() == (row.id == 3));
        }
    });
}

TEST_CASE("Trashed projects and activities are not there; hidden ones and those of other groups are") {
    auto database = firm();
    Catalog catalog(database);
    test::add(database, test::CustomerRow{.id = 1, .name = "c"});
    test::add(database, test::ProjectRow{.id = 1, .customer = 1, .name = "hidden", .visible = false});
    test::add(database, test::ProjectRow{.id = 2, .customer = 1, .name = "trashed", .trash = true});
    test::add(database, test::ActivityRow{.id = 1, .name = "hidden", .visible = false});
    test::add(database, test::ActivityRow{.id = 2, .name = "trashed", .trash = true});
    test::add_status(database, 1, "open");
    CHECK(catalog.has_project(1));
    CHECK_FALSE(catalog.has_project(2));
    CHECK_FALSE(catalog.has_project(3));
    CHECK(catalog.has_activity(1));
    CHECK_FALSE(catalog.has_activity(2));
    CHECK_FALSE(catalog.has_activity(3));
    CHECK(catalog.has_status(1));
    CHECK_FALSE(catalog.has_status(2));
}

TEST_CASE("One project shows as in the list, and where it stands there is known without the list") {
    auto database = firm();
    Catalog catalog(database);
    test::add(database, test::CustomerRow{.id = 1, .name = "Beta"});
    test::add(database, test::CustomerRow{.id = 2, .name = "alpha"});
    test::add(database, test::CustomerRow{.id = 3, .name = "Hidden", .visible = false});
    const char* const names[] = {"same", "SAME", "other", "\xc3\x84rger", "same"};
    for (std::int64_t id = 1; id <= 5; ++id) {
        test::add(database, test::ProjectRow{.id = id, .customer = id == 4 ? 3 : 1 + id % 2, .name = names[id - 1]});
    }
    test::add(database, test::ProjectRow{.id = 6, .customer = 1, .name = "trashed", .trash = true});
    const Viewer all{.user = 1, .sees_all = true};
    for (const auto order : {ProjectOrder::by_name, ProjectOrder::by_customer}) {
        std::vector<std::int64_t> list;
        catalog.projects(all, order, [&](const ProjectRow& row) { list.push_back(row.id); });
        REQUIRE(list.size() == 4);
        for (std::size_t i = 0; i < list.size(); ++i) {
            for (std::size_t j = 0; j < list.size(); ++j)
                CHECK(catalog.comes_before(order, list[i], list[j]) == (i < j));
        }
    }
    std::vector<std::int64_t> shown;
    for (std::int64_t id = 0; id <= 7; ++id) {
        catalog.project(all, id, [&](const ProjectRow& row) { shown.push_back(row.id); });
        catalog.project({.user = 99, .sees_all = false}, id, [](const ProjectRow&) { FAIL("he is in no group"); });
    }
    CHECK(shown == std::vector<std::int64_t>{1, 2, 3, 5});
}
