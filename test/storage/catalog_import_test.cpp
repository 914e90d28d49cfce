// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "storage/catalog_import.hpp"

#include <doctest/doctest.h>

#include <string>

#include "storage/change_watch.hpp"
#include "storage/project_tasks.hpp"
#include "test/storage/firm.hpp"

using namespace kimai;
using namespace kimai::storage;

namespace {

constexpr std::string_view head = "Customer,Project,Activity\n";

CatalogImportReport import_rows(Connection& connection, std::string_view rows, std::vector<std::int64_t> groups = {}) {
    const std::string text = std::string(head) + std::string(rows);
    return import_catalog(connection, {.text = text, .groups = std::move(groups)});
}

std::string refusal_of(Connection& connection, std::string_view rows) {
    try {
        import_rows(connection, rows);
        return "none";
    } catch (const CsvError& error) {
        return error.what();
    }
}

/// What a project offers to one who sees everything.
std::string tasks_of(Connection& connection, std::int64_t project) {
    std::string names;
    ProjectTasks(connection, {.user = 1, .sees_all = true}, project).of(project, [&names](const ActivityRow& row) {
        names += (names.empty() ? "" : ",") + std::string(row.name);
    });
    return names;
}

std::int64_t number(Connection& connection, std::string_view sql) {
    Rows rows = connection.query(sql);
    rows.next();
    return rows.integer(0);
}

}  // namespace

TEST_CASE("Names are found as Kimai compares them, and projects among those of their customer") {
    Connection connection = test::memory_database();
    test::add(connection, test::CustomerRow{.id = 5, .name = "Café Müller"});
    test::add(connection, test::CustomerRow{.id = 6, .name = "Bakery"});
    test::add(connection, test::ProjectRow{.id = 7, .customer = 5, .name = "Web"});
    test::add(connection, test::ProjectRow{.id = 8, .customer = 6, .name = "Web"});
    const CatalogImportReport report = import_rows(connection, "cafe MULLER,WEB,\nbakery,web,\nBakery,Oven,\n");
    CHECK(report.customers.created == 0);
    CHECK(report.customers.existing == 2);
    CHECK(report.projects.created == 1);
    CHECK(report.projects.existing == 2);
    CHECK(report.rows == 3);
}

TEST_CASE("What is in the trash does not count as there") {
    Connection connection = test::memory_database();
    test::add(connection, test::CustomerRow{.id = 5, .name = "Acme", .trash = true});
    CHECK(import_rows(connection, "Acme,,\n").customers.created == 1);
    CHECK(number(connection, "SELECT count(*) FROM customers WHERE name = 'Acme'") == 2);
}

TEST_CASE("Of several of one name nobody guesses which is meant") {
    Connection connection = test::memory_database();
    test::add(connection, test::CustomerRow{.id = 5, .name = "Acme"});
    test::add(connection, test::CustomerRow{.id = 6, .name = "ACME"});
    CHECK(refusal_of(connection, "acme,,\n") ==
          "line 2, column 1: the database has 2 of the name acme: #5 #6; rename or remove all but one");
}

TEST_CASE("An activity is shared, and one that is offered everywhere stays so") {
    Connection connection = test::memory_database();
    test::add(connection, test::CustomerRow{.id = 1, .name = "Acme"});
    test::add(connection, test::ProjectRow{.id = 1, .customer = 1, .name = "A"});
    test::add(connection, test::ProjectRow{.id = 2, .customer = 1, .name = "B"});
    test::add(connection, test::ProjectRow{.id = 3, .customer = 1, .name = "C"});
    test::add(connection, test::ActivityRow{.id = 1, .name = "Everywhere"});
    test::add(connection, test::ActivityRow{.id = 2, .name = "Only A"});
    connection.execute("INSERT INTO projects_activities (projectID, activityID) VALUES (1, 2)");
    const CatalogImportReport report =
        import_rows(connection, "Acme,B,everywhere\nAcme,B,only a\nAcme,B,New\nAcme,C,New\nAcme,A,Only A\n");
    CHECK(report.activities.created == 1);
    CHECK(report.activities.existing == 2);
    CHECK(report.assignments.created == 3);
    CHECK(report.assignments.existing == 1);
    CHECK(tasks_of(connection, 1) == "Everywhere,Only A");
    CHECK(tasks_of(connection, 2) == "Everywhere,New,Only A");
    CHECK(tasks_of(connection, 3) == "Everywhere,New");
}

TEST_CASE("Of several activities of one name the project's own is meant") {
    Connection connection = test::memory_database();
    test::add(connection, test::CustomerRow{.id = 1, .name = "Acme"});
    test::add(connection, test::ProjectRow{.id = 1, .customer = 1, .name = "A"});
    test::add(connection, test::ProjectRow{.id = 2, .customer = 1, .name = "B"});
    test::add(connection, test::ActivityRow{.id = 1, .name = "Dev"});
    test::add(connection, test::ActivityRow{.id = 2, .name = "Dev"});
    connection.execute("INSERT INTO projects_activities (projectID, activityID) VALUES (1, 2)");
    CHECK(import_rows(connection, "Acme,A,Dev\n").assignments.existing == 1);
    CHECK(refusal_of(connection, "Acme,B,Dev\n").starts_with("line 2, column 3: the database has 2 of the name Dev"));
}

TEST_CASE("What is made is shown to the groups, what was there is left as it is") {
    Connection connection = test::memory_database();
    test::add_group(connection, 1);
    test::add_group(connection, 2);
    test::add(connection, test::CustomerRow{.id = 1, .name = "Acme"});
    const std::int64_t before = shared_mark(connection);
    import_rows(connection, "Acme,A,Dev\n", {1, 2});
    CHECK(number(connection, "SELECT count(*) FROM groups_customers") == 0);
    CHECK(number(connection, "SELECT count(*) FROM groups_projects") == 2);
    CHECK(number(connection, "SELECT count(*) FROM groups_activities") == 2);
    CHECK(shared_mark(connection) != before);
}

TEST_CASE("Names are as long as Kimai's tables allow, counted in characters") {
    Connection connection = test::memory_database();
    std::string name;
    for (std::size_t i = 0; i < longest_catalog_name; ++i) name += "ß";
    CHECK(refusal_of(connection, name + ",,\n") == "none");
    CHECK(refusal_of(connection, "A,B," + name + "x\n") ==
          "line 2, column 3: a name of 256 characters; at most 255 fit");
}
