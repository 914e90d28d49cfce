// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "storage/demo_data.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <iterator>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "storage/schema.hpp"

namespace {

using namespace kimai::storage;

constexpr std::int64_t some_day = 1781870400;  // Friday, 2026-06-19 12:00 UTC
constexpr std::uint64_t some_seed = 1;

std::string hash(std::string_view password) { return "hash of " + std::string(password); }

struct Filled {
    std::unique_ptr<Store> store;
    DemoData data;
};

Filled filled(std::int64_t now, std::uint64_t seed) {
    Connection connection = Connection::open(":memory:");
    migrate(connection);
    Filled result{std::make_unique<Store>(std::move(connection)), {}};
    result.data = fill_with_demo_data(*result.store, now, seed, hash);
    return result;
}

/// Most tests only look at one and the same firm.
const Filled& usual() {
    static const Filled made = filled(some_day, some_seed);
    return made;
}

Store& firm() { return *usual().store; }

template <typename... Parameters>
std::int64_t number(Store& store, std::string_view sql, const Parameters&... parameters) {
    Rows rows = store.connection.query(sql, parameters...);
    REQUIRE(rows.next());
    return rows.integer(0);
}

std::vector<std::string> texts(Store& store, std::string_view sql) {
    std::vector<std::string> result;
    Rows rows = store.connection.query(sql);
    while (rows.next()) result.emplace_back(rows.text(0));
    return result;
}

/// All rows of all tables, as SQLite's quote() writes their values; not the marks of changes, which are random.
std::vector<std::string> everything(Store& store) {
    const auto selects = texts(store, R"(SELECT 'SELECT ''' || t.name || ': '' || '
        || group_concat('quote("' || c.name || '")', ' || '','' || ') || ' FROM "' || t.name || '" ORDER BY 1'
        FROM sqlite_schema t JOIN pragma_table_info(t.name) c WHERE t.type = 'table' AND t.name <> 'changes' GROUP BY t.name)");
    std::vector<std::string> result;
    for (const std::string& select : selects) {
        std::ranges::move(texts(store, select), std::back_inserter(result));
    }
    return result;
}

TEST_CASE("the demo firm has the size of a small firm") {
    struct Size {
        const char* of;
        std::int64_t least;
        std::int64_t most;
    };
    for (const Size& size : {
             Size{"users", 6, 8},
             Size{"users WHERE trash = 1", 1, 1},
             Size{"users WHERE active = 0", 1, 1},
             Size{"groups", 4, 4},
             Size{"(SELECT DISTINCT membershipRoleID FROM groups_users)", 3, 3},
             Size{"customers", 8, 12},
             Size{"projects", 24, 40},
             Size{"projects WHERE visible = 0", 2, 5},
             Size{"projects WHERE trash = 1", 2, 5},
             Size{"projects WHERE budget > 0 AND effort > 0 AND approved > 0", 20, 40},
             Size{"projects WHERE internal = 1", 1, 5},
             Size{"activities WHERE activityID NOT IN (SELECT activityID FROM projects_activities)", 4, 6},
             Size{"activities WHERE activityID IN (SELECT activityID FROM projects_activities)", 8, 14},
             Size{"activities WHERE visible = 0", 1, 1},
             Size{"activities WHERE trash = 1", 1, 1},
             Size{"rates", 11, 11},
             Size{"fixedRates", 3, 3},
             Size{"statuses", 3, 3},
             Size{"(SELECT DISTINCT value FROM preferences WHERE option = 'timezone')", 3, 4},
             Size{"timeSheet", 2000, 3000},
             Size{"timeSheet WHERE \"end\" = 0", 1, 1},
             Size{"timeSheet WHERE cleared = 1", 1000, 2500},
             Size{"timeSheet WHERE cleared = 0", 300, 1500},
             Size{"timeSheet WHERE billable > 0", 1000, 2500},
             Size{"timeSheet WHERE billable = 0", 100, 1500},
             Size{"timeSheet WHERE billable IS NULL", 50, 500},
             Size{"timeSheet WHERE description IS NULL", 100, 1000},
             Size{"timeSheet WHERE trackingNumber IS NOT NULL", 100, 1500},
             Size{"timeSheet WHERE fixedRate IS NOT NULL", 20, 500},
             Size{"timeSheet WHERE strftime('%w', start, 'unixepoch') IN ('0', '6')", 5, 100},
             Size{"expenses", 150, 150},
             Size{"expenses WHERE refundable = 0", 20, 130},
             Size{"expenses WHERE cleared = 0", 10, 100},
         }) {
        CAPTURE(size.of);
        const std::int64_t count = number(firm(), "SELECT count(*) FROM " + std::string(size.of));
        CHECK(count >= size.least);
        CHECK(count <= size.most);
    }
}

TEST_CASE("everything in the demo firm points somewhere") {
    for (const auto* dangling : {
             "timeSheet WHERE userID NOT IN (SELECT userID FROM users)",
             "timeSheet WHERE projectID NOT IN (SELECT projectID FROM projects)",
             "timeSheet WHERE activityID NOT IN (SELECT activityID FROM activities)",
             "timeSheet WHERE statusID NOT IN (SELECT statusID FROM statuses)",
             "timeSheet WHERE (cleared = 1) <> (statusID = (SELECT statusID FROM statuses WHERE status = 'closed'))",
             "expenses WHERE userID NOT IN (SELECT userID FROM users)",
             "expenses WHERE projectID NOT IN (SELECT projectID FROM projects WHERE trash = 0)",
             "projects WHERE customerID NOT IN (SELECT customerID FROM customers)",
             "projects_activities WHERE projectID NOT IN (SELECT projectID FROM projects)",
             "projects_activities WHERE activityID NOT IN (SELECT activityID FROM activities)",
             "users WHERE globalRoleID NOT IN (SELECT globalRoleID FROM globalRoles)",
             "users WHERE userID NOT IN (SELECT userID FROM groups_users)",
             "users WHERE lastProject NOT IN (SELECT projectID FROM projects)",
             "users WHERE lastActivity NOT IN (SELECT activityID FROM activities)",
             "users WHERE lastRecord NOT IN (SELECT timeEntryID FROM timeSheet t WHERE t.userID = users.userID)",
             "groups_users WHERE membershipRoleID NOT IN (SELECT membershipRoleID FROM membershipRoles)",
             "preferences WHERE userID NOT IN (SELECT userID FROM users)",
             "customers WHERE customerID NOT IN (SELECT customerID FROM groups_customers)",
             "customers c WHERE (SELECT count(*) FROM projects WHERE customerID = c.customerID) NOT BETWEEN 2 AND 4",
             "pragma_foreign_key_check",
         }) {
        CAPTURE(dangling);
        CHECK(number(firm(), "SELECT count(*) FROM " + std::string(dangling)) == 0);
    }
}

TEST_CASE("every name in the tables of rates and groups was found") {
    // A name that is not found would have become NULL, which means any.
    CHECK(number(firm(),
                 "SELECT count(DISTINCT ifnull(userID, 0) || ',' || ifnull(projectID, 0) || ',' ||"
                 " ifnull(activityID, 0)) FROM rates") == number(firm(), "SELECT count(*) FROM rates"));
    CHECK(number(firm(), "SELECT count(userID) * 100 + count(projectID) * 10 + count(activityID) FROM rates") == 744);
    CHECK(number(firm(), "SELECT count(projectID) * 10 + count(activityID) FROM fixedRates") == 22);
    CHECK(number(firm(), "SELECT count(*) FROM groups_users") == 12);
    CHECK(number(firm(), "SELECT count(*) FROM preferences") == 8 * 2 + 3);
}

TEST_CASE("people record what they may, on what is theirs to see") {
    const auto* unseen =
        "SELECT count(*) FROM timeSheet t WHERE NOT EXISTS (SELECT 1 FROM groups_projects JOIN groups_users u"
        " USING (groupID) WHERE projectID = t.projectID AND u.userID = t.userID) OR NOT EXISTS (SELECT 1"
        " FROM groups_activities JOIN groups_users u USING (groupID) WHERE activityID = t.activityID"
        " AND u.userID = t.userID)";
    const auto* unassigned =
        "SELECT count(*) FROM timeSheet t WHERE EXISTS (SELECT 1 FROM projects_activities a"
        " WHERE a.activityID = t.activityID) AND NOT EXISTS (SELECT 1 FROM projects_activities a"
        " WHERE a.activityID = t.activityID AND a.projectID = t.projectID)";
    const auto* hidden_customer =
        "SELECT count(*) FROM groups_projects g JOIN projects p USING (projectID) WHERE NOT EXISTS"
        " (SELECT 1 FROM groups_customers c WHERE c.customerID = p.customerID AND c.groupID = g.groupID)";
    CHECK(number(firm(), unseen) == 0);
    CHECK(number(firm(), unassigned) == 0);
    CHECK(number(firm(), hidden_customer) == 0);
}

TEST_CASE("what is hidden or trashed was left half a year ago") {
    CHECK(number(firm(),
                 "SELECT count(*) FROM timeSheet t JOIN projects p USING (projectID) JOIN activities a"
                 " USING (activityID) JOIN customers c USING (customerID) WHERE t.start > ?1 - 179 * 86400"
                 " AND min(p.visible, a.visible, c.visible, 1 - p.trash, 1 - a.trash, 1 - c.trash) = 0",
                 some_day) == 0);
}

TEST_CASE("the demo firm's times hold together, whenever it is made") {
    struct Moment {
        const char* name;
        std::int64_t now;
    };
    for (const Moment& moment : {
             Moment{"a weekday at noon", some_day},
             Moment{"the night of New Year", 1767222000},     // 2026-01-01 00:00 in Berlin
             Moment{"when the clock goes back", 1792890000},  // 2026-10-25 02:00 in Berlin, for the second time
             Moment{"a leap day, a second before its end", 1835481599},  // 2028-02-29 23:59:59 UTC
         }) {
        CAPTURE(moment.name);
        const Filled made = filled(moment.now, some_seed);
        Store& store = *made.store;
        // ?1 is now. The entries of a user do not overlap, and all are numbered from the oldest to the newest.
        for (const std::string_view wrong : {
                 R"(timeSheet WHERE "end" <> 0 AND ("end" <= start OR duration <> "end" - start))",
                 R"(timeSheet WHERE "end" = 0 AND duration <> 0)",
                 R"(timeSheet WHERE ("end" > ?1 OR start >= ?1 OR start < ?1 - 366 * 86400))",
                 R"(timeSheet WHERE (duration > 12 * 3600 OR "end" <> 0 AND duration < 3600))",
                 R"((SELECT start, lag("end") OVER (PARTITION BY userID ORDER BY start) AS before FROM timeSheet)
                    WHERE (before = 0 OR start < before))",
                 R"((SELECT start, lag(start) OVER (ORDER BY timeEntryID) AS before FROM timeSheet)
                    WHERE start < before)",
                 R"(expenses WHERE timestamp NOT BETWEEN ?1 - 366 * 86400 AND ?1)",
             }) {
            CAPTURE(wrong);
            CHECK(number(store, "SELECT count(*) FROM " + std::string(wrong) + " AND ?1 = ?1", moment.now) == 0);
        }
        CHECK(number(store, "SELECT count(*) FROM timeSheet WHERE \"end\" = 0") == 1);
        // Everybody who is still there has worked lately, but for a week off.
        CHECK(number(store, "SELECT count(DISTINCT userID) FROM timeSheet WHERE start > ?1 - 15 * 86400", moment.now) ==
              6);
        CHECK(made.data.time_entries >= 2000);
        CHECK(made.data.time_entries <= 3000);
    }
}

TEST_CASE("working hours are those of the wall clock, in winter and summer") {
    // The trainee begins between half past seven and a quarter to nine in Berlin, where the clock went back here.
    const std::string clock_change = "1761440400";
    const std::string first_starts =
        "(SELECT min(start) AS start FROM timeSheet JOIN users USING (userID) WHERE name = 'trainee'"
        " GROUP BY date(start, 'unixepoch')) WHERE start ";
    struct Season {
        std::string when;
        std::string earliest;
        std::string latest;
    };
    for (const Season& season :
         {Season{"< " + clock_change, "05:30:00", "06:45:00"}, Season{"> " + clock_change, "06:30:00", "07:45:00"}}) {
        CAPTURE(season.when);
        CHECK(texts(firm(), "SELECT min(time(start, 'unixepoch')) FROM " + first_starts + season.when).at(0) >=
              season.earliest);
        CHECK(texts(firm(), "SELECT max(time(start, 'unixepoch')) FROM " + first_starts + season.when).at(0) <=
              season.latest);
    }
}

TEST_CASE("demo entries have the rate that fits best") {
    Store& store = firm();
    std::set<std::int64_t> rates;
    std::vector<TimeEntry> entries;
    for (const auto& id : texts(store, "SELECT timeEntryID FROM timeSheet")) {
        entries.push_back(store.timesheet.find(std::stoll(id)).value());
    }
    for (const TimeEntry& entry : entries) {
        rates.insert(entry.rate.hundredths);
        REQUIRE(entry.rate == store.rates.best_rate(entry.user, entry.project, entry.activity));
        REQUIRE(entry.fixed_rate == store.rates.best_fixed_rate(entry.project, entry.activity));
    }
    CHECK(rates.size() >= 8);
}

TEST_CASE("customers sort by name across accents and scripts") {
    std::vector<std::string> names;
    const auto admin = firm().users.credentials("admin").value().user;
    firm().catalog.customers({.user = admin, .sees_all = false},
                             [&](const CustomerRow& row) { names.emplace_back(row.name); });
    CHECK(names == std::vector<std::string>{"Bäckerei am Markt", "Bakery North", "bicycle shop west", "Café du Pont",
                                            "Électricité du Centre", "Harbour Logistics", "In-house", "Printworks East",
                                            "Übersetzungsbüro Hafen", "Пекарня на углу", "東町印刷"});
}

TEST_CASE("demo logins are those in the database") {
    const Filled& made = usual();
    CHECK(made.data.logins.size() == 8);
    int admitted = 0;
    for (const DemoLogin& login : made.data.logins) {
        CAPTURE(login.name);
        const auto credentials = made.store->users.credentials(login.name);
        REQUIRE(credentials);
        CHECK(credentials->password == hash(login.password));
        CHECK(credentials->admitted == (login.shows.find("cannot sign in") == std::string::npos));
        admitted += credentials->admitted ? 1 : 0;
    }
    CHECK(admitted == 6);
    const auto running = made.store->timesheet.running(made.store->users.credentials("developer").value().user);
    CHECK(running.has_value());
    CHECK(made.store->settings.setting(time_zone_setting) == "Europe/Berlin");
}

TEST_CASE("the lead sees the members of the own group, the developer no one") {
    const auto seen_by = [](std::string_view name) {
        std::vector<std::string> names;
        firm().groups.visible_users(firm().users.credentials(name).value().user, false,
                                    [&](const UserName& user) { names.emplace_back(user.name); });
        return names;
    };
    CHECK(seen_by("lead") == std::vector<std::string>{"consultant", "designer", "developer", "lead", "trainee"});
    CHECK(seen_by("developer") == std::vector<std::string>{"developer"});
}

TEST_CASE("the same moment and seed give the same firm, others another") {
    const auto once = everything(firm());
    CHECK(once.size() > 2500);
    CHECK(once == everything(*filled(some_day, some_seed).store));
    CHECK(once != everything(*filled(some_day, some_seed + 1).store));
    CHECK(once != everything(*filled(some_day + 86400, some_seed).store));
}

TEST_CASE("demo data is not mixed with other data") {
    CHECK_THROWS_AS(fill_with_demo_data(firm(), some_day, some_seed, hash), std::logic_error);
}

TEST_CASE("demo data is there whole or not at all") {
    Connection connection = Connection::open(":memory:");
    migrate(connection);
    Store store(std::move(connection));
    const auto empty = everything(store);
    const auto failing_hash = [](std::string_view password) {
        if (password == "demo-office") throw std::runtime_error("no hash");
        return std::string("hash");
    };
    const auto try_to_fill = [&] {
        Transaction transaction(store.connection);
        fill_with_demo_data(store, some_day, some_seed, failing_hash);
        transaction.commit();
    };
    CHECK_THROWS_AS(try_to_fill(), std::runtime_error);
    CHECK(everything(store) == empty);
}

}  // namespace
