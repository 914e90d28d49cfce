// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "api/method_table.hpp"

#include <doctest/doctest.h>

#include <set>
#include <string>
#include <vector>

using namespace kimai::api;

TEST_CASE("The methods are those of the old server, in its order") {
    const std::vector<std::string> expected{"authenticate",       "getVersion",
                                            "startRecord",        "stopRecord",
                                            "getUsers",           "getCustomers",
                                            "getProjects",        "getTasks",
                                            "getActiveRecording", "updateActiveRecording",
                                            "getTimesheet",       "getTimesheetRecord",
                                            "setTimesheetRecord", "removeTimesheetRecord",
                                            "getExpenses",        "getExpenseRecord",
                                            "setExpenseRecord",   "removeExpenseRecord"};
    std::vector<std::string> names;
    for (const Method& method : methods()) names.emplace_back(method.name);
    CHECK(names == expected);
}

TEST_CASE("Every method is complete") {
    for (const Method& method : methods()) {
        CAPTURE(method.name);
        CHECK(method.body != nullptr);
        CHECK(method.documentation.ends_with('.'));
        CHECK(find_method(method.name) == &method);
        std::set<std::string_view> names;
        bool optional = false;
        for (const Parameter& parameter : method.parameters) {
            CAPTURE(parameter.name);
            CHECK(names.insert(parameter.name).second);
            CHECK((parameter.missing || !optional));  // Else binding by position would leave a gap.
            optional = parameter.missing.has_value();
        }
        const bool has_key = !method.parameters.empty() && method.parameters[0].name == "apiKey";
        CHECK(has_key == (method.name != "authenticate" && method.name != "getVersion"));
    }
}

TEST_CASE("Methods that write run where writes run") {
    for (const Method& method : methods()) {
        CAPTURE(method.name);
        const bool writes = !method.name.starts_with("get") && method.name != "authenticate";
        CHECK((method.lane == Lane::write) == writes);
        CHECK((method.lane == Lane::login) == (method.name == "authenticate"));
    }
}

TEST_CASE("Method names are case-sensitive and whole") {
    for (const char* name : {"", "getversion", "GetVersion", "getVersion ", "getVersio", "system.listMethods"}) {
        CAPTURE(name);
        CHECK(find_method(name) == nullptr);
    }
}
