// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include <doctest/doctest.h>

#include <string>

#include "test/api/fixture.hpp"
#include "test/storage/firm.hpp"

using namespace kimai::test;
using kimai::api::Value;

namespace {

const std::string bad_span = failure("Invalid from/to, make sure there is at least a second difference.");

std::string added(int id) { return R"({"success":true,"items":[{"id":)" + std::to_string(id) + R"(}],"total":1})"; }

/// A record that may be added: an hour and a half of project 1 and activity 1, and what more is given.
template <typename... NamesAndValues>
Value good(NamesAndValues... more) {
    return record("projectId", 1, "taskId", 1, "start", "2018-04-01 10:00:00", "end", "2018-04-01 11:30:00", more...);
}

/// One member of an entry as getTimesheetRecord shows it.
std::string member(Fixture& firm, const char* name, int id = 1) {
    return values_of(name, firm.call_as("boss", "getTimesheetRecord", id));
}

}  // namespace

TEST_CASE("An entry is added with the least that is needed, the rest has its defaults") {
    Fixture firm;
    firm.store.connection.run_script("INSERT INTO rates VALUES (1, NULL, NULL, 8025)");
    firm.store.settings.set_configuration("defaultStatusID", "2");
    CHECK(firm.call_as("anna", "setTimesheetRecord", good(), false) == added(1));
    CHECK(firm.call_as("anna", "getTimesheetRecord", 1) ==
          R"({"success":true,"items":[{"timeEntryID":"1","start":"1522576800","end":"1522582200","duration":"5400",)"
          R"("userID":"1","projectID":"1","activityID":"1","description":null,"comment":null,"commentType":"0",)"
          R"("cleared":"0","location":null,"trackingNumber":null,"rate":"80.25","fixedRate":"0.00","budget":null,)"
          R"("approved":null,"statusID":"2","billable":null,"projectName":"Apollo","customerName":"Acme",)"
          R"("activityName":"Development","customerID":"1"}],"total":1})");
}

TEST_CASE("An entry is added with everything, and nothing that was written is lost") {
    Fixture firm;
    const std::string text = "q ' \\ <b>x</b> %41 \xC3\xBC\xE2\x82\xAC \xF0\x9F\x98\x80";
    const std::string long_text(300, 'y');
    CHECK(firm.call_as(
              "anna", "setTimesheetRecord",
              good("statusId", "2", "commentType", "200", "description", text, "comment", "zwei\nZeilen", "location",
                   long_text, "trackingNumber", "TN-1", "rate", 123456789.5, "fixedRate", "99.999", "flagCleared", 7,
                   "flagBillable", 50, "budget", "1.005", "approved", 2, "nonsense", true)) == added(1));
    const char* expected[][2] = {
        {"statusID", "2"},          {"commentType", "200"},   {"comment", "zwei\nZeilen"},
        {"trackingNumber", "TN-1"}, {"rate", "123456789.50"}, {"fixedRate", "100.00"},
        {"cleared", "1"},           {"billable", "50"},       {"budget", "1.01"},
        {"approved", "2.00"},
    };
    for (const auto& [name, value] : expected) CHECK(member(firm, name) == value);
    CHECK(member(firm, "description") == text);
    CHECK(member(firm, "location") == long_text);
}

TEST_CASE("Essentials are checked in the order project, task, span, then the status") {
    Fixture firm;
    struct Case {
        std::string name;
        Value record;
        std::string answer;
    };
    const Case cases[] = {
        {"empty", record(), failure("Invalid record")},
        {"a list", Value(kimai::api::List{to_value(1)}), failure("Invalid record")},
        {"nothing of it", record("x", 1), failure("Invalid projectId.")},
        {"no project", record("taskId", 1, "start", "2018-04-01", "end", "2018-04-02"), failure("Invalid projectId.")},
        {"project zero", record("projectId", 0, "taskId", 99), failure("Invalid projectId.")},
        {"project of text", record("projectId", "abc", "taskId", 1), failure("Invalid projectId.")},
        {"no such project", record("projectId", 99), failure("Invalid projectId.")},
        {"trashed project", record("projectId", 3), failure("Invalid projectId.")},
        {"no task", record("projectId", 1, "start", "x"), failure("Invalid taskId.")},
        {"empty task", record("projectId", 1, "taskId", ""), failure("Invalid taskId.")},
        {"no such task", record("projectId", 1, "taskId", 99), failure("Invalid taskId.")},
        {"trashed task", record("projectId", 1, "taskId", 3), failure("Invalid taskId.")},
        {"no span", record("projectId", 1, "taskId", 1, "statusId", 99), bad_span},
        {"no end", record("projectId", 1, "taskId", 1, "start", "2018-04-01"), bad_span},
        {"no start", record("projectId", 1, "taskId", 1, "end", "2018-04-01"), bad_span},
        {"start is no date", record("projectId", 1, "taskId", 1, "start", "x", "end", "2018-04-01"), bad_span},
        {"start before 1970", record("projectId", 1, "taskId", 1, "start", "1960-01-01", "end", "2018-04-01"),
         bad_span},
        {"end at start", record("projectId", 1, "taskId", 1, "start", "2018-04-01", "end", "2018-04-01"), bad_span},
        {"end before start", record("projectId", 1, "taskId", 1, "start", "2018-04-02", "end", "2018-04-01"), bad_span},
        {"no such status", good("statusId", 99), failure("Invalid statusId.")},
        {"status zero", good("statusId", 0), failure("Invalid statusId.")},
        {"status of text", good("statusId", ""), failure("Invalid statusId.")},
        {"too much money", good("rate", "1e30"), failure("Failed to add entry.")},
    };
    for (const Case& c : cases) {
        CAPTURE(c.name);
        CHECK(firm.call_as("anna", "setTimesheetRecord", c.record, false) == c.answer);
        CHECK(firm.number("SELECT count(*) FROM timeSheet") == 0);
    }
}

TEST_CASE("A second is enough, and ids may be text") {
    Fixture firm;
    CHECK(firm.call_as("anna", "setTimesheetRecord",
                       record("projectId", "1", "taskId", "2x", "start", "2018-04-01 10:00:00", "end",
                              "2018-04-01 10:00:01")) == added(1));
    CHECK(member(firm, "duration") == "1");
    CHECK(member(firm, "activityID") == "2");
}

TEST_CASE("Values that are odd are read as PHP read them") {
    Fixture firm;
    const auto read = [&firm](const char* sent, const Value& value, const char* shown) {
        firm.store.connection.execute("DELETE FROM timeSheet");
        const std::string result = firm.call_as("anna", "setTimesheetRecord", good(sent, value));
        return member(firm, shown, std::stoi(values_of("id", result)));
    };
    struct Case {
        const char* sent;
        Value value;
        const char* shown;
        std::string expected;
    };
    const Case cases[] = {
        {"rate", to_value("abc"), "rate", "0.00"},
        {"rate", to_value(""), "rate", "0.00"},
        {"rate", to_value(-5), "rate", "-5.00"},
        {"rate", to_value(12345678.5), "rate", "12345678.50"},
        {"rate", to_value("12.5"), "rate", "12.50"},
        {"budget", to_value(""), "budget", "0.00"},
        {"budget", to_value(nullptr), "budget", "null"},
        {"flagCleared", to_value("0"), "cleared", "0"},
        {"flagCleared", to_value("-1"), "cleared", "1"},
        {"flagCleared", to_value(true), "cleared", "1"},
        {"flagBillable", to_value("abc"), "billable", "0"},
        {"commentType", to_value(""), "commentType", "0"},
        {"description", to_value(""), "description", "null"},
        {"comment", to_value(false), "comment", "null"},
        {"comment", to_value(1.5), "comment", "1.5"},
        {"statusId", to_value(nullptr), "statusID", "1"},
    };
    for (const Case& c : cases) {
        CAPTURE(c.sent);
        CAPTURE(c.expected);
        CHECK(read(c.sent, c.value, c.shown) == c.expected);
    }
}

TEST_CASE("A change keeps what is not given, except the rate, which is found anew") {
    Fixture firm;
    firm.call_as(
        "anna", "setTimesheetRecord",
        good("statusId", 2, "commentType", 1, "description", "d", "comment", "c", "rate", 5, "fixedRate", 6,
             "flagCleared", 1, "flagBillable", 50, "budget", 7, "approved", 8, "location", "l", "trackingNumber", "t"));
    firm.store.connection.run_script(
        "INSERT INTO rates VALUES (1, NULL, 2, 6000), (5, NULL, NULL, 9900);"
        "INSERT INTO fixedRates VALUES (NULL, NULL, 11100)");
    CHECK(firm.call_as("anna", "setTimesheetRecord",
                       record("id", 1, "projectId", 2, "taskId", 2, "start", "2018-04-02", "end", "2018-04-02 00:00:10",
                              "comment", "", "location", nullptr),
                       true) == done);
    CHECK(firm.call_as("anna", "getTimesheetRecord", 1) ==
          R"({"success":true,"items":[{"timeEntryID":"1","start":"1522627200","end":"1522627210","duration":"10",)"
          R"("userID":"1","projectID":"2","activityID":"2","description":"d","comment":null,"commentType":"1",)"
          R"("cleared":"1","location":"l","trackingNumber":"t","rate":"60.00","fixedRate":"6.00","budget":"7.00",)"
          R"("approved":"8.00","statusID":"2","billable":"50","projectName":"Bread","customerName":"Bakery",)"
          R"("activityName":"Meeting","customerID":"2"}],"total":1})");
    CHECK(firm.call_as("anna", "setTimesheetRecord", good("id", "1x", "flagCleared", 0), "1") == done);
    CHECK(member(firm, "cleared") == "0");
    CHECK(member(firm, "rate") == "0.00");
    CHECK(firm.number("SELECT count(*) FROM timeSheet") == 1);
}

TEST_CASE("A change needs an id; of what is not there it is a success that changes nothing") {
    Fixture firm;
    const std::string missing = failure("Performed an update, but missing id property.");
    CHECK(firm.call_as("anna", "setTimesheetRecord", good(), true) == missing);
    CHECK(firm.call_as("anna", "setTimesheetRecord", good("id", "abc"), true) == missing);
    CHECK(firm.call_as("anna", "setTimesheetRecord", good("id", 99), true) == done);
    CHECK(firm.call_as("anna", "setTimesheetRecord", record("id", 99, "projectId", 1), true) ==
          failure("Invalid taskId."));
    CHECK(firm.number("SELECT count(*) FROM timeSheet") == 0);
    firm.call_as("anna", "setTimesheetRecord", good());
    CHECK(firm.call_as("anna", "setTimesheetRecord", good("id", 1, "budget", "1e30"), true) ==
          failure("Failed to update record."));
    CHECK(firm.call_as("anna", "setTimesheetRecord", good("id", 1), "0") == added(2));  // No update, so the id is none.
}

TEST_CASE("What an entry belongs to already may be in the trash by now") {
    Fixture firm;
    firm.call_as("anna", "setTimesheetRecord", good());
    firm.store.connection.run_script("UPDATE projects SET trash = 1; UPDATE activities SET trash = 1");
    CHECK(firm.call_as("anna", "setTimesheetRecord", good("id", 1, "description", "late"), true) == done);
    CHECK(member(firm, "description") == "late");
    CHECK(firm.call_as("anna", "setTimesheetRecord", good()) == failure("Invalid projectId."));
    // Else bert could find out what anna works on.
    CHECK(firm.call_as("bert", "setTimesheetRecord", good("id", 1), true) == failure("Invalid projectId."));
    CHECK(firm.call_as("boss", "setTimesheetRecord", good("id", 1), true) == done);
}

TEST_CASE("Another's entry is changed by who may, and stays his") {
    Fixture firm;
    firm.store.connection.run_script("INSERT INTO rates VALUES (1, NULL, NULL, 100), (5, NULL, NULL, 900)");
    firm.call_as("anna", "setTimesheetRecord", good("description", "mine"));
    for (const char* user : {"bert", "carla", "frida"}) {
        CHECK(firm.call_as(user, "setTimesheetRecord", good("id", 1, "description", "stolen"), true) == refused());
    }
    CHECK(member(firm, "description") == "mine");
    CHECK(firm.call_as("boss", "setTimesheetRecord", good("id", 1, "description", "better"), true) == done);
    CHECK(member(firm, "description") == "better");
    CHECK(member(firm, "userID") == "1");
    CHECK(member(firm, "rate") == "1.00");
}
