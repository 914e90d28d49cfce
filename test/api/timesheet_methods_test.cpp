// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include <doctest/doctest.h>

#include <fstream>
#include <sstream>
#include <string>

#include "test/api/fixture.hpp"
#include "test/storage/firm.hpp"
#include "test/test_data.hpp"

using namespace kimai::test;

namespace {

constexpr std::int64_t hour = 3600;

/// Entries of anna: 1 before 2018-05-01, 2 into it, 3 (cleared) in it, 4 running since noon.
void add_entries(Fixture& firm) {
    auto& database = firm.store.connection;
    const std::int64_t midnight = noon - 12 * hour;
    add(database, EntryRow{.id = 1, .user = 1, .start = midnight - 5 * hour, .end = midnight - 4 * hour});
    add(database, EntryRow{.id = 2, .user = 1, .start = midnight - hour, .end = midnight + hour});
    add(database, EntryRow{.id = 3, .user = 1, .start = noon - hour, .end = noon, .cleared = 1});
    add(database, EntryRow{.id = 4, .user = 1, .start = noon, .end = 0});
    add(database, EntryRow{.id = 5, .user = 2, .start = noon, .end = noon + hour});
    firm.store.connection.run_script("UPDATE timeSheet SET rate = 1000");
}

}  // namespace

TEST_CASE("A row of getTimesheet has all members in their order") {
    Fixture firm;
    add(firm.store.connection, EntryRow{.id = 1, .user = 1, .start = 100, .end = 3761});
    firm.store.connection.run_script(
        "UPDATE timeSheet SET rate = 8025, budget = 100, description = 'd', comment = '', commentType = 2,"
        " billable = 50, location = 'here'; UPDATE users SET alias = 'Anna A.' WHERE userID = 1;"
        "UPDATE projects SET comment = 'Launch'");
    CHECK(firm.call_as("anna", "getTimesheet") ==
          R"({"success":true,"items":[{"timeEntryID":"1","start":"100","end":"3761","duration":"3661",)"
          R"("formattedDuration":"1:01","wage_decimal":81.60979166666667,"wage":"81.61","budget":"1.00",)"
          R"("approved":null,"rate":"80.25","projectID":"1","activityID":"1","userID":"1","customerName":"Acme",)"
          R"("customerID":"1","activityName":"Development","projectName":"Apollo","projectComment":"Launch",)"
          R"("location":"here","trackingNumber":null,"statusID":"1","status":"open","billable":"50",)"
          R"("description":"d","comment":"","cleared":"0","commentType":"2","userAlias":"Anna A.",)"
          R"("userName":"anna"}],"total":"1"})");
    firm.store.settings.set_configuration("durationWithSeconds", "1");
    CHECK(values_of("formattedDuration", firm.call_as("anna", "getTimesheet")) == "1:01:01");
}

TEST_CASE("getTimesheet lists the caller's own entries as asked for") {
    Fixture firm;
    add_entries(firm);
    struct Case {
        std::string name;
        kimai::api::List arguments;  // from, to, cleared, start, limit
        std::string ids;
        std::string total;
    };
    const Case cases[] = {
        {"all", {}, "4, 3, 2, 1", "\"4\""},
        {"no bounds", {to_value(0), to_value("")}, "4, 3, 2, 1", "\"4\""},
        {"null everywhere", {to_value(nullptr), to_value(nullptr), to_value(nullptr)}, "4, 3, 2, 1", "\"4\""},
        {"no dates", {to_value("garbage"), to_value("nonsense")}, "4, 3, 2, 1", "\"4\""},
        {"from", {to_value("2018-05-01")}, "4, 3, 2", "\"3\""},
        {"from, as a number", {to_value(20180501)}, "4, 3, 2", "\"3\""},
        {"to", {to_value(0), to_value("2018-05-01 11:00:00")}, "2, 1", "\"2\""},
        {"to, a second later", {to_value(0), to_value("2018-05-01 11:00:01")}, "3, 2, 1", "\"3\""},
        {"nothing there", {to_value("2017-01-01"), to_value("2017-02-01")}, "", "0"},
        {"not cleared", {to_value(0), to_value(0), to_value(0)}, "4, 2, 1", "\"3\""},
        {"cleared", {to_value(0), to_value(0), to_value("1")}, "3", "\"1\""},
        {"limit", {to_value(0), to_value(0), to_value(-1), to_value(0), to_value(3)}, "4, 3, 2", "\"4\""},
        {"window, as text", {to_value(0), to_value(0), to_value("-1"), to_value("1"), to_value("2")}, "3, 2", "\"4\""},
        {"behind the end", {to_value(0), to_value(0), to_value(-1), to_value(9), to_value(2)}, "", "\"4\""},
        {"negative offset", {to_value(0), to_value(0), to_value(-1), to_value(-1), to_value(2)}, "", "\"4\""},
        {"start without limit",
         {to_value(0), to_value(0), to_value(-1), to_value(2), to_value(0)},
         "4, 3, 2, 1",
         "\"4\""},
    };
    for (const Case& c : cases) {
        CAPTURE(c.name);
        kimai::api::List arguments = c.arguments;
        arguments.resize(5);
        const char* missing[] = {"0", "0", "-1", "0", "0"};
        for (std::size_t i = c.arguments.size(); i < arguments.size(); ++i) arguments[i] = to_value(missing[i]);
        const std::string result =
            firm.call_as("anna", "getTimesheet", arguments[0], arguments[1], arguments[2], arguments[3], arguments[4]);
        CHECK(values_of("timeEntryID", result) == c.ids);
        CHECK(total_of(result) == c.total);
    }
}

TEST_CASE("Without a limit the preference counts, and with a preference cleared entries are hidden") {
    Fixture firm;
    add_entries(firm);
    firm.store.settings.set_preference(1, "ui.rowlimit", "2");
    CHECK(values_of("timeEntryID", firm.call_as("anna", "getTimesheet")) == "4, 3");
    CHECK(total_of(firm.call_as("anna", "getTimesheet")) == "\"4\"");
    firm.store.settings.set_preference(1, "ui.hideClearedEntries", "1");
    CHECK(values_of("timeEntryID", firm.call_as("anna", "getTimesheet", 0, 0, "")) == "4, 2");
    CHECK(values_of("timeEntryID", firm.call_as("anna", "getTimesheet", 0, 0, -1)) == "4, 3");
}

TEST_CASE("An entry that reaches beyond the asked span is shown as cut to it, as a number") {
    Fixture firm;
    add_entries(firm);
    const std::string result = firm.call_as("anna", "getTimesheet", "2018-05-01", "2018-05-01 12:00:00");
    CHECK(values_of("timeEntryID", result) == "3, 2");
    CHECK(result.find(R"("start":"1525172400","end":1525176000,"duration":"3600")") != std::string::npos);
    CHECK(result.find(R"("start":1525132800,"end":"1525136400","duration":"7200")") != std::string::npos);
    CHECK(values_of("wage_decimal", result) == "10, 20");
}

TEST_CASE("Dates are read in the user's zone") {
    Fixture firm;
    add_entries(firm);
    firm.store.settings.set_preference(1, "timezone", "America/New_York");
    const std::string result = firm.call_as("anna", "getTimesheet", "2018-05-01");
    CHECK(values_of("timeEntryID", result) == "4, 3");
    CHECK(values_of("timeEntryID", firm.call_as("anna", "getTimesheet", "2018-04-30 21:00:00")) == "4, 3");
    CHECK(values_of("timeEntryID", firm.call_as("anna", "getTimesheet", "2018-04-30 20:59:59")) == "4, 3, 2");
}

TEST_CASE("A running entry has no duration and no wage yet") {
    Fixture firm;
    add_entries(firm);
    const std::string result = firm.call_as("anna", "getTimesheet", 0, 0, -1, 0, 1);
    CHECK(result.find(R"("end":"0","duration":null,"formattedDuration":null,"wage_decimal":null,"wage":null)") !=
          std::string::npos);
}

TEST_CASE("The wage is the fixed rate unless that is zero or missing") {
    Fixture firm;
    add(firm.store.connection, EntryRow{.id = 1, .user = 1, .start = 100, .end = 100 + hour});
    const auto wages = [&firm](const char* fixed) {
        firm.store.connection.run_script(
            (std::string("UPDATE timeSheet SET rate = 1000, fixedRate = ") + fixed).c_str());
        const std::string result = firm.call_as("anna", "getTimesheet");
        return values_of("wage_decimal", result) + " " + values_of("wage", result);
    };
    CHECK(wages("NULL") == "10 10.00");
    CHECK(wages("0") == "10 10.00");
    CHECK(wages("25000") == "10 250.00");
    CHECK(wages("-1") == "10 -0.01");
}

TEST_CASE("Wages have the digits that Kimai 1.3.5 gave them") {
    Fixture firm;
    add(firm.store.connection, EntryRow{.id = 1, .user = 1, .start = 100, .end = 200});
    std::ifstream file(kimai::test::test_file("data/wage.tsv"));
    int count = 0;
    for (std::string line; std::getline(file, line);) {
        if (line.starts_with('#')) continue;
        CAPTURE(line);
        std::istringstream columns(line);
        std::string duration;
        std::string rate;
        std::string decimal;
        std::string wage;
        columns >> duration >> rate >> decimal >> wage;
        const auto money = kimai::storage::Money::parse(rate);
        REQUIRE(money);
        if (rate.find('.') + 3 < rate.size()) continue;  // Not a rate that a database holds.
        firm.store.connection.execute("UPDATE timeSheet SET duration = ?1, rate = ?2", std::stol(duration),
                                      money->hundredths);
        const std::string result = firm.call_as("anna", "getTimesheet");
        CHECK(values_of("wage_decimal", result) == decimal);
        CHECK(values_of("wage", result) == wage);
        ++count;
    }
    CHECK(count > 600);
}

TEST_CASE("getTimesheetRecord answers one entry by what PHP takes for a number") {
    Fixture firm;
    add_entries(firm);
    struct Case {
        std::string name;
        kimai::api::Value id;
        std::string answer;
    };
    const Case cases[] = {
        {"zero", to_value(0), failure("Invalid ID")},       {"empty", to_value(""), failure("Invalid ID")},
        {"null", to_value(nullptr), failure("Invalid ID")}, {"text", to_value("abc"), failure("Invalid ID")},
        {"not there", to_value(999), nothing_found()},      {"negative", to_value(-3), nothing_found()},
    };
    for (const Case& c : cases) {
        CAPTURE(c.name);
        CHECK(firm.call_as("anna", "getTimesheetRecord", c.id) == c.answer);
    }
    for (const auto& id : {to_value(3), to_value("3"), to_value("3abc"), to_value(3.9)}) {
        CHECK(values_of("timeEntryID", firm.call_as("anna", "getTimesheetRecord", id)) == "3");
    }
}

TEST_CASE("Records of others are read by who may see them") {
    Fixture firm;
    add_entries(firm);
    CHECK(values_of("userID", firm.call_as("anna", "getTimesheetRecord", 5)) == "2");
    CHECK(values_of("userID", firm.call_as("boss", "getTimesheetRecord", 5)) == "2");
    CHECK(firm.call_as("bert", "getTimesheetRecord", 1) == refused());
    CHECK(firm.call_as("frida", "getTimesheetRecord", 1) == refused());
}

TEST_CASE("removeTimesheetRecord removes one's own, and others' with the permission") {
    Fixture firm;
    add_entries(firm);
    for (const auto& none : {to_value(0), to_value(""), to_value("abc"), to_value(nullptr)}) {
        CHECK(firm.call_as("anna", "removeTimesheetRecord", none) == failure("Invalid ID"));
    }
    CHECK(firm.call_as("bert", "removeTimesheetRecord", 1) == refused());
    CHECK(firm.call_as("anna", "removeTimesheetRecord", 5) == refused());
    CHECK(firm.number("SELECT count(*) FROM timeSheet") == 5);
    CHECK(firm.call_as("boss", "removeTimesheetRecord", 5) == done);
    CHECK(firm.call_as("anna", "removeTimesheetRecord", "1abc") == done);
    for (const int gone : {1, 999, -3}) CHECK(firm.call_as("anna", "removeTimesheetRecord", gone) == done);
    CHECK(firm.number("SELECT count(*) FROM timeSheet") == 3);
}
