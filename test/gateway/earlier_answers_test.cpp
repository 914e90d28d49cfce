// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include <doctest/doctest.h>

#include <random>
#include <string>
#include <vector>

#include "test/gateway/service_bench.hpp"

using namespace kimai;
using namespace kimai::gateway;
using namespace kimai::test;

namespace {

constexpr std::size_t roomy = 4UL * 1024 * 1024;

/// Two users in one group, three customers, ten projects, entries of both users.
const std::string firm = R"sql(
INSERT INTO users (name, nameKey, globalRoleID) VALUES ('bert', X'42', 1);
INSERT INTO customers (customerID, name, nameKey) VALUES (2, 'Bolt', X'0042'), (3, 'Cup', X'0043');
INSERT INTO activities (activityID, name, nameKey) VALUES (2, 'Review', X'0052');
WITH RECURSIVE n(i) AS (SELECT 2 UNION ALL SELECT i + 1 FROM n WHERE i < 11)
INSERT INTO projects (projectID, customerID, name, nameKey) SELECT i, i % 3 + 1, 'Project ' || i, cast(char(i % 4 + 65) AS BLOB) FROM n;
INSERT OR IGNORE INTO groups_projects SELECT groupID, projectID FROM groups, projects;
INSERT OR IGNORE INTO groups_customers SELECT groupID, customerID FROM groups, customers;
INSERT OR IGNORE INTO groups_activities SELECT groupID, activityID FROM groups, activities;
INSERT INTO projects_activities (projectID, activityID, budget) VALUES (3, 2, 100), (4, 2, NULL);
WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 40)
INSERT INTO timeSheet (start, "end", duration, userID, projectID, activityID, statusID, comment)
SELECT 1500000000 + i * 1000, 1500000600 + i * 1000, 600, (SELECT min(userID) FROM users) + (i % 5 = 0), i % 10 + 1, i % 2 + 1, 1, 'entry ' || i FROM n;
)sql";

class Changes {
  public:
    /// A change that some program might make. Numbers are small, so that the same rows come again and again.
    std::string next() {
        const std::string entry = number(1, 45);
        const std::string project = number(1, 12);
        const std::string user = "(SELECT min(userID) FROM users) + " + number(0, 1);
        const std::string start = std::to_string(1500000000 + pick(1, 50) * 1000);
        const std::vector<std::string> changes{
            "UPDATE timeSheet SET comment = 'changed " + number(1, 999) + "' WHERE timeEntryID = " + entry,
            "UPDATE timeSheet SET start = " + start + ", \"end\" = 1500100000 WHERE timeEntryID = " + entry,
            "UPDATE timeSheet SET \"end\" = 0, duration = 0 WHERE timeEntryID = " + entry,
            "UPDATE timeSheet SET projectID = " + project + ", cleared = " + number(0, 1) +
                " WHERE timeEntryID = " + entry,
            "UPDATE timeSheet SET userID = " + user + " WHERE timeEntryID = " + entry,
            "UPDATE OR IGNORE timeSheet SET timeEntryID = " + number(1, 45) + " WHERE timeEntryID = " + entry,
            "DELETE FROM timeSheet WHERE timeEntryID = " + entry,
            "INSERT OR IGNORE INTO timeSheet (timeEntryID, start, \"end\", duration, userID, projectID, activityID, "
            "statusID) VALUES (" +
                entry + ", " + start + ", 1500200000, 77, " + user + ", " + project + ", 1, 1)",
            "UPDATE timeSheet SET comment = 'all " + number(1, 9) + "' WHERE timeEntryID % 3 = 0",
            "INSERT INTO expenses (timestamp, userID, projectID, designation) VALUES (1, " + user + ", 1, 'x')",
            "UPDATE projects SET name = 'Renamed " + number(1, 9) + "', nameKey = cast(char(" + number(65, 70) +
                ") AS BLOB) WHERE projectID = " + project,
            "UPDATE projects SET comment = 'changed " + number(1, 999) + "' WHERE projectID = " + project,
            "UPDATE projects SET visible = " + number(0, 1) + " WHERE projectID = " + project,
            "UPDATE projects SET customerID = " + number(1, 4) + " WHERE projectID = " + project,
            "DELETE FROM groups_projects WHERE projectID = " + project,
            "DELETE FROM projects WHERE projectID = 12",
            "INSERT OR IGNORE INTO projects (projectID, customerID, name, nameKey) VALUES (12, 2, 'Twelve', X'43')",
            "INSERT OR IGNORE INTO groups_projects SELECT groupID, projectID FROM groups, projects WHERE projectID = " +
                project,
            "UPDATE customers SET visible = " + number(0, 1) + ", name = 'C" + number(1, 9) + "' WHERE customerID = 3",
            "UPDATE activities SET name = 'A" + number(1, 9) + "' WHERE activityID = 2",
            "UPDATE OR REPLACE projects_activities SET projectID = " + project + " WHERE activityID = 2",
        };
        return changes[static_cast<std::size_t>(pick(0, static_cast<int>(changes.size()) - 1))] + ";";
    }

    int pick(int least, int most) { return std::uniform_int_distribution<int>(least, most)(random_); }

  private:
    std::string number(int least, int most) { return std::to_string(pick(least, most)); }
    std::mt19937 random_{20181122};
};

Request in_document_style(Request request) {
    const std::string any = "urn:any";
    request.body.replace(request.body.find(any), any.size(), "urn:kimai-gateway:document");
    return request;
}

Given list(const std::string& from, const std::string& to, const std::string& cleared, const std::string& start,
           const std::string& limit) {
    return {key, {"from", from}, {"to", to}, {"cleared", cleared}, {"start", start}, {"limit", limit}};
}

std::vector<Request> requests() {
    std::vector<Request> result;
    for (const Wire wire : wires) {
        result.push_back(call_of(wire, "getTimesheet", list("0", "0", "-1", "0", "100")));
        result.push_back(call_of(wire, "getTimesheet", list("1500010000", "1500030000", "-1", "0", "0")));
        result.push_back(call_of(wire, "getTimesheet", list("0", "1500040000", "0", "2", "7")));
        result.push_back(call_of(wire, "getProjects", {key, {"includeTasks", "1"}}));
        result.push_back(call_of(wire, "getProjects", {key, {"includeTasks", "0"}}));
        result.push_back(call_of(wire, "getActiveRecording", {key}));
    }
    result.push_back(in_document_style(call_of(Wire::soap, "getTimesheet", list("0", "0", "-1", "0", "100"))));
    result.push_back(in_document_style(call_of(Wire::soap, "getProjects", {key, {"includeTasks", "1"}})));
    result.push_back(in_document_style(call_of(Wire::soap, "getActiveRecording", {key})));
    return result;
}

}  // namespace

TEST_CASE("whatever is changed, an answer is that of a service that knows nothing") {
    ServiceBench bench(firm, roomy);
    Changes changes;
    const std::vector<Request> all = requests();
    constexpr int rounds = 150;
    for (int round = 0; round < rounds; ++round) {
        bench.set_time(1525176000 + round);
        std::string sql = changes.next();
        // Now and then more than one change, at once or not.
        if (changes.pick(0, 9) == 0) sql += changes.next();
        if (changes.pick(0, 9) == 0) sql.insert(0, "BEGIN IMMEDIATE; ").append(changes.next()).append("COMMIT;");
        bench.change(sql);
        for (const Request& request : all) {
            // Not all are asked for after each change.
            if (changes.pick(0, 2) == 0) continue;
            const Response answer =
                changes.pick(0, 1) == 0 ? bench.respond(request) : bench.respond_on_other_thread(request);
            const bool is_right = answer.body == bench.respond_anew(request).body;
            INFO(sql);
            REQUIRE(is_right);
        }
    }
}

TEST_CASE("after the change of one row the others are not made anew, on whichever thread") {
    for (const Wire wire : wires) {
        const Request request = call_of(wire, "getTimesheet", list("0", "0", "-1", "0", "100"));
        ServiceBench bench(firm, roomy);
        bench.respond(request);
        // A change that no trigger sees.
        bench.change(
            "BEGIN IMMEDIATE; DROP TRIGGER marks_update_timeSheet;"
            "UPDATE timeSheet SET comment = 'unseen' WHERE timeEntryID = 7; COMMIT;");
        bench.change("DELETE FROM timeSheet WHERE timeEntryID = 8;");
        const std::string body = bench.respond_on_other_thread(request).body;
        CHECK(contains(body, "entry 7"));
        CHECK_FALSE(contains(body, "unseen"));
        CHECK_FALSE(contains(body, "entry 8"));
        CHECK(bench.respond(request).body == body);
        // Two changes, and it is.
        bench.change("DELETE FROM timeSheet WHERE timeEntryID = 9; DELETE FROM timeSheet WHERE timeEntryID = 11;");
        CHECK(contains(bench.respond(request).body, "unseen"));
    }
}

TEST_CASE("a project that gets another number is not shown under both") {
    ServiceBench bench(firm, roomy);
    bench.change(
        // Who is in no group may see all.
        "DELETE FROM groups_users; UPDATE globalRolePermissions SET value = 1;"
        "INSERT INTO projects (projectID, customerID, name, nameKey) VALUES (50, 2, 'Fifty', X'43');");
    const Request request = call_of(Wire::json_rpc, "getProjects", {key, {"includeTasks", "0"}});
    REQUIRE(contains(bench.respond(request).body, "Fifty"));
    bench.change("UPDATE projects SET projectID = 51 WHERE projectID = 50;");
    CHECK(bench.respond(request).body == bench.respond_anew(request).body);
}

TEST_CASE("an answer that tells the time tells it whenever it is asked for") {
    for (const Wire wire : wires) {
        const Request request = call_of(wire, "getActiveRecording", {key});
        ServiceBench bench(firm, roomy);
        bench.change("UPDATE timeSheet SET \"end\" = 0 WHERE timeEntryID = 7;");
        for (const std::int64_t now : {1525176000, 1525176001, 9, 0, 1525176000}) {
            bench.set_time(now);
            const std::string body = bench.respond(request).body;
            CHECK(body == bench.respond_anew(request).body);
            CHECK(contains(body, std::to_string(now)));
        }
        bench.change("UPDATE timeSheet SET \"end\" = 1 WHERE timeEntryID = 7;");
        CHECK(contains(bench.respond(request).body, "No active recording."));
    }
}

TEST_CASE("a key that goes to another user shows nothing of the first one's") {
    ServiceBench bench(firm, roomy);
    const Request request = call_of(Wire::json_rpc, "getTimesheet", list("0", "0", "-1", "0", "100"));
    CHECK(contains(bench.respond(request).body, "entry 7"));
    bench.change("UPDATE apiKeys SET userID = (SELECT max(userID) FROM users);");
    const std::string body = bench.respond(request).body;
    CHECK_FALSE(contains(body, "entry 7"));
    CHECK(contains(body, "entry 10"));
}
