// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "storage/timesheet.hpp"

#include <doctest/doctest.h>

#include <iterator>
#include <limits>
#include <string>
#include <tuple>

#include "storage/change_watch.hpp"
#include "test/storage/firm.hpp"
#include "test/storage/query_plan.hpp"

using namespace kimai::storage;
using namespace kimai::test;

namespace {

/// Customer 1, project 1, activity 1, status 1 and users 1 and 2.
Connection firm() {
    auto database = memory_database();
    add(database, UserRow{.id = 1, .name = "anna"});
    add(database, UserRow{.id = 2, .name = "bert"});
    add(database, kimai::test::CustomerRow{.id = 1, .name = "Acme"});
    add(database, kimai::test::ProjectRow{.id = 1, .customer = 1, .name = "Apollo"});
    add(database, kimai::test::ActivityRow{.id = 1, .name = "Work"});
    add_status(database, 1, "open");
    return database;
}

constexpr std::int64_t no_limit = 1000;
constexpr auto ever = std::numeric_limits<std::int64_t>::min();
constexpr auto always = std::numeric_limits<std::int64_t>::max();

TimesheetFilter of_user(std::int64_t user, std::int64_t ends_after = ever, std::int64_t begins_before = always,
                        std::optional<std::int64_t> cleared = std::nullopt) {
    return {.user = user, .ends_after = ends_after, .begins_before = begins_before, .cleared = cleared};
}

std::string listed(Connection& database, const TimesheetFilter& filter, std::int64_t limit = no_limit,
                   std::int64_t offset = 0) {
    std::string ids;
    Names names(database);
    Timesheet(database, names).list(filter, limit, offset, [&ids](const kimai::storage::TimesheetRow& row) {
        ids += (ids.empty() ? "" : " ") + std::to_string(row.id);
    });
    return ids;
}

/// But for their numbers.
bool same(const TimeEntry& a, const TimeEntry& b) {
    const auto all = [](const TimeEntry& e) {
        return std::tie(e.start, e.end, e.duration, e.user, e.project, e.activity, e.description, e.comment,
                        e.comment_type, e.cleared, e.location, e.tracking_number, e.rate, e.fixed_rate, e.budget,
                        e.approved, e.status, e.billable);
    };
    return all(a) == all(b);
}

}  // namespace

TEST_CASE("A list holds the user's own entries, newest start first, equal starts by number") {
    auto database = firm();
    add(database, EntryRow{.id = 3, .user = 1, .start = 100, .end = 200});
    add(database, EntryRow{.id = 1, .user = 1, .start = 100, .end = 200});
    add(database, EntryRow{.id = 2, .user = 1, .start = 300, .end = 400});
    add(database, EntryRow{.id = 4, .user = 2, .start = 300, .end = 400});
    add(database, EntryRow{.id = 5, .user = 1, .start = 50, .end = 0});
    CHECK(listed(database, of_user(1)) == "2 1 3 5");
    CHECK(listed(database, of_user(1), 2) == "2 1");
    CHECK(listed(database, of_user(1), 2, 1) == "1 3");
    CHECK(listed(database, of_user(1), 2, 9).empty());
    CHECK(listed(database, of_user(3)).empty());
}

TEST_CASE("The bounds of the span do not belong to it; running entries have no end") {
    auto database = firm();
    add(database, EntryRow{.id = 1, .user = 1, .start = 100, .end = 200});
    add(database, EntryRow{.id = 2, .user = 1, .start = 50, .end = 0, .cleared = 1});
    struct Case {
        std::string name;
        TimesheetFilter filter;
        std::string ids;
    };
    const Case cases[] = {
        {"no bounds", of_user(1), "1 2"},
        {"ends behind the bound", of_user(1, 199), "1 2"},
        {"ends at the bound", of_user(1, 200), "2"},
        {"begins before the bound", of_user(1, ever, 101), "1 2"},
        {"begins at the bound", of_user(1, ever, 100), "2"},
        {"a running one begins at the bound", of_user(1, ever, 50), ""},
        {"within one entry", of_user(1, 120, 130), "1 2"},
        {"the wrong way round", of_user(1, 300, 10), ""},
        {"before 1970", of_user(1, -5, -1), ""},
        {"cleared", of_user(1, ever, always, 1), "2"},
        {"not cleared", of_user(1, ever, always, 0), "1"},
        {"cleared as never", of_user(1, ever, always, 7), ""},
    };
    for (const Case& c : cases) {
        CAPTURE(c.name);
        CHECK(listed(database, c.filter) == c.ids);
        const std::string ids = listed(database, c.filter);
        Names names(database);
        CHECK(Timesheet(database, names).count(c.filter) == static_cast<std::int64_t>((ids.size() + 1) / 2));
    }
}

TEST_CASE("Entries that point nowhere are neither listed nor counted, but found") {
    auto database = firm();
    add(database, kimai::test::ProjectRow{.id = 2, .customer = 99, .name = "of no customer"});
    add(database, EntryRow{.id = 1, .user = 1, .start = 5, .end = 9});
    add(database, EntryRow{.id = 2, .user = 1, .start = 5, .end = 9, .project = 99});
    add(database, EntryRow{.id = 3, .user = 1, .start = 5, .end = 9, .activity = 99});
    add(database, EntryRow{.id = 4, .user = 1, .start = 5, .end = 9, .status = 99});
    add(database, EntryRow{.id = 5, .user = 1, .start = 5, .end = 9, .project = 2});
    Names names(database);
    Timesheet timesheet(database, names);
    CHECK(listed(database, of_user(1)) == "1");
    CHECK(timesheet.count(of_user(1)) == 1);
    for (const std::int64_t id : {2, 3, 4, 5}) CHECK(timesheet.find(id));
    const auto named = timesheet.named(timesheet.find(2).value());
    CHECK_FALSE(named.project_name);
    CHECK_FALSE(named.customer_name);
    CHECK_FALSE(named.customer);
    CHECK(named.activity_name == "Work");
    const auto of_no_customer = timesheet.named(timesheet.find(5).value());
    CHECK(of_no_customer.project_name == "of no customer");
    CHECK_FALSE(of_no_customer.customer);
}

TEST_CASE("An entry is found as it was added, with empty and missing members told apart") {
    auto database = firm();
    Names names(database);
    Timesheet timesheet(database, names);
    TimeEntry entry{.id = 77,
                    .start = 10,
                    .end = 20,
                    .duration = 7,
                    .user = 1,
                    .project = 1,
                    .activity = 1,
                    .description = "it's \\ \xC3\xBC",
                    .comment = "",
                    .comment_type = 2,
                    .cleared = 1,
                    .location = std::nullopt,
                    .tracking_number = "TN",
                    .rate = Money{1250},
                    .fixed_rate = Money{0},
                    .budget = std::nullopt,
                    .approved = Money{-1},
                    .status = 1,
                    .billable = 50};
    const std::int64_t id = timesheet.add(entry);
    CHECK(id == 1);
    auto found = timesheet.find(id);
    REQUIRE(found);
    CHECK(found->id == id);
    CHECK(same(*found, entry));

    entry = TimeEntry();
    entry.id = id;
    entry.start = 1;
    entry.user = 2;
    entry.project = 8;
    entry.description = "d";
    timesheet.update(entry, *found);
    found = timesheet.find(id);
    REQUIRE(found);
    CHECK(same(*found, entry));
    CHECK(timesheet.named(*found).entry.user == 2);

    timesheet.remove(id);
    CHECK_FALSE(timesheet.find(id));
    timesheet.remove(id);
    CHECK(timesheet.add(entry) == id + 1);
}

TEST_CASE("An update writes whatever is another one than before") {
    using Alter = void (*)(TimeEntry&);
    const Alter changes[]{
        [](TimeEntry& e) { e.start = 11; },          [](TimeEntry& e) { e.end = 0; },
        [](TimeEntry& e) { e.duration = 3; },        [](TimeEntry& e) { e.user = 2; },
        [](TimeEntry& e) { e.project = 8; },         [](TimeEntry& e) { e.activity = 9; },
        [](TimeEntry& e) { e.description = "d"; },   [](TimeEntry& e) { e.comment = "c"; },
        [](TimeEntry& e) { e.comment_type = 1; },    [](TimeEntry& e) { e.cleared = 1; },
        [](TimeEntry& e) { e.location = "l"; },      [](TimeEntry& e) { e.tracking_number = "t"; },
        [](TimeEntry& e) { e.rate = Money{5}; },     [](TimeEntry& e) { e.fixed_rate = Money{6}; },
        [](TimeEntry& e) { e.budget = Money{7}; },   [](TimeEntry& e) { e.approved = Money{8}; },
        [](TimeEntry& e) { e.status = 2; },          [](TimeEntry& e) { e.billable = 50; },
        [](TimeEntry& e) { e.description.reset(); },
    };
    auto database = firm();
    Names names(database);
    Timesheet timesheet(database, names);
    TimeEntry entry;
    entry.start = 10;
    entry.end = 20;
    entry.user = 1;
    entry.project = 1;
    entry.activity = 1;
    entry.status = 1;
    entry.id = timesheet.add(entry);
    for (std::size_t i = 0; i < std::size(changes); ++i) {
        CAPTURE(i);
        const TimeEntry before = entry;
        const auto mark = change_marks(database, before.user);
        changes[i](entry);
        timesheet.update(entry, before);
        const auto found = timesheet.find(entry.id);
        REQUIRE(found);
        CHECK(same(*found, entry));
        CHECK_FALSE(change_marks(database, before.user) == mark);
        CHECK(changes_since(database, before.user, mark).own.extent == Change::Extent::one_row);
    }
}

TEST_CASE("A listed row carries the names of what it belongs to") {
    auto database = firm();
    add(database, EntryRow{.id = 1, .user = 1, .start = 10, .end = 20});
    database.run_script(
        "UPDATE users SET alias = 'Anna A.'; UPDATE projects SET comment = '';"
        "UPDATE timeSheet SET rate = 1000, fixedRate = NULL, billable = NULL, description = 'd'");
    bool taken = false;
    Names names(database);
    Timesheet(database, names).list(of_user(1), 1, 0, [&taken](const kimai::storage::TimesheetRow& row) {
        taken = true;
        CHECK(row.customer_name == "Acme");
        CHECK(row.customer == 1);
        CHECK(row.project_name == "Apollo");
        CHECK(row.project_comment == "");
        CHECK(row.activity_name == "Work");
        CHECK(row.status_name == "open");
        CHECK(row.user_name == "anna");
        CHECK(row.user_alias == "Anna A.");
        CHECK(row.description == "d");
        CHECK_FALSE(row.comment);
        CHECK(row.rate == Money{1000});
        CHECK_FALSE(row.fixed_rate);
        CHECK_FALSE(row.billable);
    });
    CHECK(taken);
}

TEST_CASE("Of several running entries the one with the lowest number counts") {
    auto database = firm();
    Names names(database);
    Timesheet timesheet(database, names);
    add(database, EntryRow{.id = 1, .user = 2, .start = 1, .end = 0});
    add(database, EntryRow{.id = 2, .user = 1, .start = 1, .end = 5});
    CHECK_FALSE(timesheet.running(1));
    add(database, EntryRow{.id = 9, .user = 1, .start = 1, .end = 0});
    add(database, EntryRow{.id = 8, .user = 1, .start = 100, .end = 0});
    CHECK(timesheet.running(1).value().id == 8);
    CHECK(timesheet.running(2).value().id == 1);
}

TEST_CASE("Listing, counting and finding what runs go by the user's index, without scan or sort") {
    auto database = firm();
    Names names(database);
    Timesheet timesheet(database, names);
    add(database, EntryRow{.id = 1, .user = 1, .start = 5, .end = 9});
    listed(database, of_user(1, 1, 9));
    timesheet.running(1);
    timesheet.numbers(of_user(1, 1, 9), 100, 0, [](std::int64_t entry) { CHECK(entry == 1); });
    struct Case {
        std::string statement;
        std::string index;
    };
    const Case cases[] = {
        {"SELECT t.timeEntryID, t.start, t.\"end\", t.duration, t.budget",
         "SEARCH t USING INDEX entriesOfUser (userID=? AND start>? AND start<?)\nUSING ROWID SEARCH ON TABLE "
         "unlistedEntries"},
        {"SELECT t.timeEntryID FROM timeSheet t WHERE t.userID",
         "SEARCH t USING COVERING INDEX entriesOfUser (userID=? AND start>? AND start<?)\nUSING ROWID SEARCH ON TABLE "
         "unlistedEntries"},
        {"SELECT count(*) FROM timeSheet",
         "SEARCH t USING COVERING INDEX entriesOfUser (userID=? AND start>? AND start<?)\nUSING ROWID SEARCH ON TABLE "
         "unlistedEntries"},
        {"SELECT ifnull(sum(entries)", "SEARCH timesheetTotals USING PRIMARY KEY (userID=?)"},
        {"SELECT min(start)", "USING INDEX runningEntries (userID=?)"},
        {"SELECT timeEntryID, start", "USING INDEX runningEntries (userID=?)"},
    };
    for (const Case& c : cases) {
        const std::string plan = plan_of(database, c.statement);
        CAPTURE(plan);
        CHECK(plan.find(c.index) != std::string::npos);
        CHECK(plan.find("SCAN") == std::string::npos);
        CHECK(plan.find("TEMP B-TREE") == std::string::npos);
    }
}

TEST_CASE("What others have does not make a list dearer, nor does what lies behind the limit") {
    auto database = firm();
    Names names(database);
    Timesheet timesheet(database, names);
    const char* list = "SELECT t.timeEntryID, t.start, t.\"end\", t.duration, t.budget";
    for (std::int64_t id = 1; id <= 20; ++id) add(database, EntryRow{.id = id, .user = 1, .start = id, .end = id + 1});
    listed(database, of_user(1), 10);
    timesheet.running(1);
    const auto before = effort_of(database, list);
    {
        Transaction transaction(database);
        for (std::int64_t id = 21; id <= 1000; ++id) {
            add(database, EntryRow{.id = id, .user = 1 + id % 2, .start = id, .end = id % 4 == 1 ? 0 : id + 1});
        }
        transaction.commit();
    }
    listed(database, of_user(1), 10);
    timesheet.running(1);
    const auto after = effort_of(database, list);
    CHECK(after.steps <= 2 * before.steps + 10);
    CHECK(after.scanned == 0);
    CHECK(after.sorts == 0);
    CHECK(effort_of(database, "SELECT timeEntryID, start").scanned == 0);
}
