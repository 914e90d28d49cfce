// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include <doctest/doctest.h>

#include <string>

#include "test/api/fixture.hpp"
#include "test/storage/firm.hpp"

using namespace kimai::test;

namespace {

std::string started(int id) {
    return R"({"success":true,"items":[{"timeEntryID":)" + std::to_string(id) + R"(}],"total":1})";
}

const std::string no_recording = failure("No active recording.");
const std::string bad_span = failure("Invalid from/to, make sure there is at least a second difference.");

}  // namespace

TEST_CASE("startRecord starts now, with rates, default status and default location") {
    Fixture firm;
    firm.store.connection.run_script(
        "INSERT INTO rates VALUES (NULL, NULL, NULL, 1000), (1, NULL, NULL, 6000);"
        "INSERT INTO fixedRates VALUES (1, 1, 25000)");
    firm.store.settings.set_configuration("defaultStatusID", "2");
    firm.store.settings.set_preference(1, "ui.defaultLocation", "Pune");
    CHECK(firm.call_as("anna", "startRecord", 1, 1) == started(1));
    CHECK(firm.call_as("anna", "getTimesheetRecord", 1) ==
          R"({"success":true,"items":[{"timeEntryID":"1","start":"1525176000","end":"0","duration":"0","userID":"1",)"
          R"("projectID":"1","activityID":"1","description":null,"comment":null,"commentType":"0","cleared":"0",)"
          R"("location":"Pune","trackingNumber":null,"rate":"60.00","fixedRate":"250.00","budget":null,)"
          R"("approved":null,"statusID":"2","billable":null,"projectName":"Apollo","customerName":"Acme",)"
          R"("activityName":"Development","customerID":"1"}],"total":1})");
    CHECK(firm.call_as("anna", "startRecord", 2, 2) == started(2));
    const std::string second = firm.call_as("anna", "getTimesheetRecord", 2);
    CHECK(values_of("fixedRate", second) == "null");
    CHECK(values_of("end", firm.call_as("anna", "getTimesheetRecord", 1)) == "0");  // Goes on.
}

TEST_CASE("startRecord takes what is there, whoever's group it is, and else what is preset") {
    Fixture firm;
    firm.store.connection.run_script(
        "UPDATE users SET lastProject = 2, lastActivity = 2;"
        "UPDATE projects SET visible = 0; UPDATE activities SET visible = 0");
    struct Case {
        std::string name;
        kimai::api::Value project;
        kimai::api::Value activity;
        std::string taken;
    };
    const Case cases[] = {
        {"both", to_value(1), to_value(1), "1/1"},
        {"as text", to_value("1"), to_value("2"), "1/2"},
        {"preset", to_value(""), to_value(""), "2/2"},
        {"preset, null", to_value(nullptr), to_value(nullptr), "2/2"},
        {"preset, zero and false", to_value(0), to_value(false), "2/2"},
        {"only a project", to_value(1), to_value(""), ""},
        {"only an activity", to_value(0), to_value(1), ""},
        {"no such project", to_value(99), to_value(1), ""},
        {"no such activity", to_value(1), to_value(99), ""},
        {"trashed project", to_value(3), to_value(1), ""},
        {"trashed activity", to_value(1), to_value(3), ""},
        {"text", to_value("abc"), to_value(1), ""},
        {"SQL", to_value("1 OR 1=1"), to_value(1), ""},
        {"half a number", to_value(1.5), to_value(1), ""},
    };
    for (const Case& c : cases) {
        CAPTURE(c.name);
        const std::string result = firm.call_as("carla", "startRecord", c.project, c.activity);
        if (c.taken.empty()) {
            CHECK(result == failure("Invalid project or task"));
        } else {
            const std::string entry =
                firm.call_as("carla", "getTimesheetRecord", to_value(values_of("timeEntryID", result)));
            CHECK(values_of("projectID", entry) + "/" + values_of("activityID", entry) == c.taken);
        }
    }
    firm.store.connection.run_script("UPDATE users SET lastProject = 3");
    CHECK(firm.call_as("anna", "startRecord", "", "") == failure("Invalid project or task"));
    CHECK(firm.number("SELECT count(*) FROM users WHERE lastProject <> 3 OR lastActivity <> 2") == 0);
}

TEST_CASE("stopRecord stops what is named, or the running entry with the lowest number, rounded") {
    Fixture firm;
    firm.store.settings.set_configuration("roundPrecision", "5");
    auto& database = firm.store.connection;
    for (const int id : {1, 2, 3, 4}) add(database, EntryRow{.id = id, .user = 1, .start = noon - 1000, .end = 0});
    for (const auto& none : {to_value(""), to_value(0), to_value(nullptr)}) {
        CHECK(firm.call_as("bert", "stopRecord", none) == no_recording);
    }
    CHECK(firm.call_as("anna", "stopRecord", 2) == done);
    CHECK(firm.call_as("anna", "stopRecord", "") == done);
    CHECK(firm.call_as("anna", "stopRecord", "3abc") == done);
    CHECK(firm.number("SELECT group_concat(timeEntryID, '') FROM timeSheet WHERE \"end\" = 0") == 4);
    CHECK(firm.number("SELECT count(*) FROM timeSheet WHERE start = 1525174800 AND \"end\" = 1525176000"
                      " AND duration = 1200") == 3);
    firm.store.settings.set_configuration("roundingMethod", "ceil");
    CHECK(firm.call_as("anna", "stopRecord", 0) == done);
    CHECK(firm.number("SELECT start FROM timeSheet WHERE timeEntryID = 4") == 1525175100);
}

TEST_CASE("Stopping what does not run or is not there is a success that changes nothing") {
    Fixture firm;
    add(firm.store.connection, EntryRow{.id = 1, .user = 1, .start = 100, .end = 200});
    for (const int id : {1, 99, -1}) CHECK(firm.call_as("anna", "stopRecord", id) == done);
    CHECK(firm.number("SELECT \"end\" FROM timeSheet") == 200);
}

TEST_CASE("A recording that began in the future by the clock of now ends where it began") {
    Fixture firm;
    add(firm.store.connection, EntryRow{.id = 1, .user = 1, .start = noon + 100, .end = 0});
    CHECK(firm.call_as("anna", "stopRecord", "") == done);
    CHECK(firm.number("SELECT \"end\" FROM timeSheet WHERE duration = 0") == noon + 100);
}

TEST_CASE("Another's recording is stopped by who may change it") {
    Fixture firm;
    add(firm.store.connection, EntryRow{.id = 1, .user = 1, .start = 100, .end = 0});
    for (const char* user : {"bert", "carla", "frida"}) CHECK(firm.call_as(user, "stopRecord", 1) == refused());
    CHECK(firm.number("SELECT \"end\" FROM timeSheet") == 0);
    CHECK(firm.call_as("boss", "stopRecord", 1) == done);
    CHECK(firm.number("SELECT \"end\" FROM timeSheet") == noon);
}

TEST_CASE("getActiveRecording answers the caller's running entry with its own names") {
    Fixture firm;
    CHECK(firm.call_as("anna", "getActiveRecording") == no_recording);
    auto& database = firm.store.connection;
    add(database, EntryRow{.id = 7, .user = 1, .start = 100, .end = 0, .project = 2, .activity = 2});
    add(database, EntryRow{.id = 8, .user = 1, .start = 900, .end = 0});
    add(database, EntryRow{.id = 1, .user = 2, .start = 100, .end = 0});
    database.run_script("UPDATE timeSheet SET description = 'mine' WHERE timeEntryID = 7");
    CHECK(firm.call_as("anna", "getActiveRecording") ==
          R"({"success":true,"items":[{"timeEntryID":"7","activityID":"2","projectID":"2","start":"100","end":"0",)"
          R"("duration":"0","description":"mine","servertime":1525176000,"customerID":"2","customerName":"Bakery",)"
          R"("projectName":"Bread","activityName":"Meeting"}],"total":1})");
    database.run_script("DELETE FROM projects");
    CHECK(values_of("projectName", firm.call_as("anna", "getActiveRecording")) == "null");
}

TEST_CASE("updateActiveRecording changes what is given") {
    Fixture firm;
    CHECK(firm.call_as("anna", "updateActiveRecording", record("description", "x")) == no_recording);
    firm.call_as("anna", "startRecord", 1, 1);
    CHECK(firm.call_as("anna", "updateActiveRecording", record()) == failure("Invalid record"));
    CHECK(firm.call_as("anna", "updateActiveRecording", kimai::api::Value(kimai::api::List{})) ==
          failure("Invalid record"));
    CHECK(firm.call_as("anna", "updateActiveRecording", record("foo", 1)) == done);
    CHECK(firm.call_as("anna", "updateActiveRecording",
                       record("description", "new", "projectID", "2", "activityID", 2)) == done);
    const std::string changed = firm.call_as("anna", "getActiveRecording");
    CHECK(values_of("description", changed) == "new");
    CHECK(values_of("projectID", changed) == "2");
    CHECK(values_of("activityID", changed) == "2");
    CHECK(values_of("start", changed) == std::to_string(noon));
    CHECK(firm.call_as("anna", "updateActiveRecording", record("start", "2018-05-01 10:00:00")) == done);
    CHECK(values_of("start", firm.call_as("anna", "getActiveRecording")) == std::to_string(noon - 7200));
    CHECK(values_of("end", firm.call_as("anna", "getActiveRecording")) == "0");
}

TEST_CASE("updateActiveRecording refuses what points nowhere and spans that are none") {
    Fixture firm;
    firm.call_as("anna", "startRecord", 1, 1);
    struct Case {
        std::string name;
        kimai::api::Value change;
        std::string answer;
    };
    const Case cases[] = {
        {"no such project", record("projectID", 99), failure("Invalid projectId.")},
        {"trashed project", record("projectID", 3), failure("Invalid projectId.")},
        {"no such activity", record("activityID", 99), failure("Invalid taskId.")},
        {"trashed activity", record("activityID", 3), failure("Invalid taskId.")},
        {"end alone", record("end", "2018-05-01 12:00:00"), bad_span},
        {"end before start", record("start", "2018-05-01 10:00:00", "end", "2018-05-01 09:00:00"), bad_span},
        {"end at start", record("start", "2018-05-01 10:00:00", "end", "2018-05-01 10:00:00"), bad_span},
        {"start is no date", record("start", "garbage"), bad_span},
        {"end is no date", record("start", "2018-05-01", "end", "garbage"), bad_span},
    };
    for (const Case& c : cases) {
        CAPTURE(c.name);
        CHECK(firm.call_as("anna", "updateActiveRecording", c.change) == c.answer);
        CHECK(firm.number("SELECT count(*) FROM timeSheet WHERE projectID = 1 AND activityID = 1 AND start = "
                          "1525176000 AND \"end\" = 0") == 1);
    }
}

TEST_CASE("updateActiveRecording with an end stops the entry, unrounded and with its duration") {
    Fixture firm;
    firm.store.settings.set_configuration("roundPrecision", "15");
    firm.call_as("anna", "startRecord", 1, 1);
    CHECK(firm.call_as("anna", "updateActiveRecording",
                       record("start", "2018-05-01 10:00:01", "end", "2018-05-01 12:30:02")) == done);
    CHECK(firm.call_as("anna", "getActiveRecording") == no_recording);
    CHECK(firm.number("SELECT duration FROM timeSheet WHERE start = 1525168801 AND \"end\" = 1525177802") == 9001);
}
