// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include <doctest/doctest.h>

#include <string>

#include "test/api/fixture.hpp"
#include "test/storage/firm.hpp"

using namespace kimai::test;

TEST_CASE("getUsers lists whom the caller may see, at least himself") {
    Fixture firm;
    CHECK(firm.call_as("anna", "getUsers") ==
          R"({"success":true,"items":[{"userID":"1","name":"anna"},{"userID":"2","name":"bert"},)"
          R"({"userID":"5","name":"boss"}],"total":3})");
    CHECK(values_of("name", firm.call_as("bert", "getUsers")) == "bert");
    CHECK(values_of("name", firm.call_as("frida", "getUsers")) == "frida");
    set_global_permission(firm.store.connection, 1, "core-user-otherGroup-view", 1);
    CHECK(values_of("name", firm.call_as("anna", "getUsers")) == "anna, bert, boss, carla");
}

TEST_CASE("getCustomers lists the visible customers of the caller's groups") {
    Fixture firm;
    firm.store.connection.run_script("UPDATE customers SET contact = 'Ms B' WHERE customerID = 2");
    CHECK(firm.call_as("anna", "getCustomers") ==
          R"({"success":true,"items":[{"customerID":"1","name":"Acme","contact":null,"visible":"1"},)"
          R"({"customerID":"2","name":"Bakery","contact":"Ms B","visible":"1"}],"total":2})");
}

TEST_CASE("An empty list of the catalog is a failure") {
    Fixture firm;
    for (const char* user : {"carla", "frida"}) {
        for (const char* method : {"getCustomers", "getProjects", "getTasks"}) {
            CAPTURE(method);
            CHECK(firm.call_as(user, method) == nothing_found());
        }
        CHECK(firm.call_as(user, "getProjects", true) == nothing_found());
        CHECK(firm.call_as(user, "getTasks", 1) == nothing_found());
    }
}

TEST_CASE("Who is in no group sees what his global role names") {
    Fixture firm;
    set_global_permission(firm.store.connection, 1, "core-activity-otherGroup-view", 1);
    CHECK(values_of("name", firm.call_as("frida", "getTasks")) == "Development, Meeting");
    CHECK(firm.call_as("frida", "getCustomers") == nothing_found());
    CHECK(firm.call_as("carla", "getTasks") == nothing_found());
    set_global_permission(firm.store.connection, 1, "core-project-otherGroup-view", 1);
    CHECK(values_of("projectID", firm.call_as("frida", "getProjects", true)) == "1, 2");
}

TEST_CASE("getProjects lists the projects, with their tasks only if asked for") {
    Fixture firm;
    firm.store.connection.run_script(
        "UPDATE projects SET budget = 100000, effort = 1250, comment = '' WHERE projectID = 1");
    const std::string apollo =
        R"({"projectID":"1","customerID":"1","name":"Apollo","comment":"","visible":"1","filter":"0","trash":"0",)"
        R"("budget":"1000.00","effort":"12.50","approved":null,"internal":"0","customerName":"Acme",)"
        R"("customerVisible":"1")";
    const std::string bread =
        R"({"projectID":"2","customerID":"2","name":"Bread","comment":null,"visible":"1","filter":"0","trash":"0",)"
        R"("budget":"0.00","effort":null,"approved":null,"internal":"0","customerName":"Bakery",)"
        R"("customerVisible":"1")";
    const std::string development =
        R"({"activityID":"1","name":"Development","visible":"1","budget":"100.00","approved":null,"effort":null})";
    const std::string meeting =
        R"({"activityID":"2","name":"Meeting","visible":"1","budget":null,"approved":null,"effort":null})";
    const std::string without = R"({"success":true,"items":[)" + apollo + "}," + bread + R"(}],"total":2})";
    const std::string with = R"({"success":true,"items":[)" + apollo + R"(,"tasks":[)" + development + "," + meeting +
                             "]}," + bread + R"(,"tasks":[)" + meeting + R"(]}],"total":2})";
    CHECK(firm.call_as("anna", "getProjects") == without);
    for (const auto& no : {to_value(false), to_value("0"), to_value(0), to_value(""), to_value(nullptr)}) {
        CHECK(firm.call_as("anna", "getProjects", no) == without);
    }
    for (const auto& yes : {to_value(true), to_value("1"), to_value("includeTasks"), to_value("false")}) {
        CHECK(firm.call_as("anna", "getProjects", yes) == with);
    }
}

TEST_CASE("Tasks of a project may be none") {
    Fixture firm;
    firm.store.connection.execute("DELETE FROM groups_activities");
    CHECK(firm.call_as("anna", "getProjects", true).find(R"("tasks":[]})") != std::string::npos);
}

TEST_CASE("getProjects goes by name, or by customer if the user prefers so") {
    Fixture firm;
    firm.store.connection.run_script("UPDATE projects SET name = 'zoo', nameKey = x'5A' WHERE projectID = 1");
    CHECK(values_of("projectID", firm.call_as("anna", "getProjects")) == "2, 1");
    firm.store.settings.set_preference(1, "ui.flip_project_display", "1");
    CHECK(values_of("projectID", firm.call_as("anna", "getProjects")) == "1, 2");
}

TEST_CASE("getTasks lists all activities, or those open to a project with their budget there") {
    Fixture firm;
    const std::string all = R"({"success":true,"items":[{"activityID":"1","name":"Development","visible":"1"},)"
                            R"({"activityID":"2","name":"Meeting","visible":"1"}],"total":2})";
    CHECK(firm.call_as("anna", "getTasks") == all);
    CHECK(firm.call_as("anna", "getTasks", nullptr) == all);
    struct Case {
        std::string name;
        kimai::api::Value project;
        std::string names;
    };
    const Case cases[] = {
        {"its own and the free ones", to_value(1), "Development, Meeting"},
        {"as text", to_value("1"), "Development, Meeting"},
        {"the free ones only", to_value(2), "Meeting"},
        {"no such project", to_value(999), "Meeting"},
        {"zero", to_value(0), "Meeting"},
        {"empty", to_value(""), "Meeting"},
        {"text", to_value("abc"), "Meeting"},
        {"text that begins with a number", to_value("1 OR 1=1"), "Meeting"},
        {"false", to_value(false), "Meeting"},
        {"a list", kimai::api::Value(kimai::api::List{}), "Meeting"},
    };
    for (const Case& c : cases) {
        CAPTURE(c.name);
        const std::string result = firm.call_as("anna", "getTasks", c.project);
        CHECK(values_of("name", result) == c.names);
        CHECK(result.find(R"("visible":"1","budget":)") != std::string::npos);
    }
    CHECK(values_of("budget", firm.call_as("anna", "getTasks", 1)) == "100.00, null");
}
