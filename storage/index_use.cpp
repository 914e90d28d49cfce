// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "storage/index_use.hpp"

#include <set>

#include "storage/change_watch.hpp"
#include "storage/project_tasks.hpp"
#include "storage/schema.hpp"
#include "storage/store.hpp"
#include "storage/trouble.hpp"

namespace kimai::storage {

namespace {

constexpr std::int64_t user = 1;

std::string beginning(const std::string& statement) {
    constexpr std::size_t enough = 60;
    return statement.size() <= enough ? statement : statement.substr(0, enough) + " ...";
}

void rehearse_users(Store& store) {
    store.users.add({.name = "a", .alias = {}, .mail = {}, .password = "", .global_role = 1});
    store.users.set_password(user, "");
    store.users.set_key(user, {}, {}, 0);
    store.users.by_key({});
    store.users.credentials("a");
    store.users.count_failed_login(user, 0);
    store.users.forget_failed_logins(user);
    store.users.sealed_key(user);
    store.users.note_key_use(user, 0);
    store.settings.configuration("a");
    store.settings.set_configuration("a", "b");
    store.settings.preference(user, "a");
    store.settings.set_preference(user, "a", "b");
    store.settings.setting("a");
    store.settings.set_setting("a", "b");
    store.settings.secret_setting("a");
    store.settings.set_secret_setting("a", {});
    store.groups.has_group(user);
    store.groups.global_permission(1, "a");
    store.groups.common_groups(user, user, "a");
    for (const bool beyond_own : {false, true}) {
        store.groups.visible_users(user, beyond_own, [](const UserName&) {});
        store.groups.sees_user(user, beyond_own, 2);
    }
    change_marks(store.connection, user);
    shared_mark(store.connection);
}

void rehearse_catalog(Store& store) {
    const Viewer viewer{.user = user, .sees_all = false};
    store.catalog.customers(viewer, [](const CustomerRow&) {});
    store.catalog.projects(viewer, ProjectOrder::by_name, [](const ProjectRow&) {});
    store.catalog.projects(viewer, ProjectOrder::by_customer, [](const ProjectRow&) {});
    store.catalog.activities(viewer, [](const ActivityRow&) {});
    store.catalog.has_project(1);
    store.catalog.has_activity(1);
    store.catalog.has_status(1);
    const ProjectTasks all(store.connection, viewer);
    const ProjectTasks of_one(store.connection, viewer, 1);
    store.rates.best_rate(user, 1, 1);
    store.rates.best_fixed_rate(1, 1);
    store.names.project(1);
    store.names.customer(1);
    store.names.activity(1);
    store.names.status(1);
    store.names.user(user);
}

void rehearse_timesheet(Store& store) {
    TimeEntry entry;
    entry.start = 1;
    entry.end = 2;
    entry.user = entry.project = entry.activity = entry.status = 1;
    entry.id = store.timesheet.add(entry);
    for (const std::optional<std::int64_t> cleared : {std::optional<std::int64_t>(), std::optional<std::int64_t>(0)}) {
        TimesheetFilter all;
        all.user = user;
        all.cleared = cleared;
        TimesheetFilter since = all;
        since.ends_after = 1;
        TimesheetFilter until = all;
        until.begins_before = 3;
        TimesheetFilter between = since;
        between.begins_before = 3;
        for (const TimesheetFilter& filter : {all, since, until, between}) {
            store.timesheet.list(filter, 1, 0, [](const TimesheetRow&) {});
            store.timesheet.count(filter);
        }
    }
    store.timesheet.find(entry.id);
    store.timesheet.running(user);
    TimeEntry moved = entry;
    ++moved.start;
    store.timesheet.update(entry, entry);
    store.timesheet.update(moved, entry);
    store.timesheet.remove(entry.id);
}

void rehearse_expenses(Store& store) {
    Expense expense;
    expense.user = user;
    expense.project = 1;
    expense.id = store.expenses.add(expense);
    const ExpenseFilter filter{.user = user, .refundable = false, .cleared = 0};
    store.expenses.list(filter, 1, 0, [](const ExpenseRow&) {});
    store.expenses.count(filter);
    store.expenses.find(expense.id);
    store.expenses.surroundings(expense);
    store.expenses.update(expense);
    store.expenses.remove(expense.id);
}

/// A new database in which each function of the repositories has run once.
Store& rehearse(Store& store) {
    migrate(store.connection);
    store.connection.run_script(
        "INSERT INTO customers (name, nameKey) VALUES ('a', x'41');"
        "INSERT INTO projects (customerID, name, nameKey) VALUES (1, 'a', x'41');"
        "INSERT INTO activities (name, nameKey) VALUES ('a', x'41');"
        "INSERT INTO statuses (status) VALUES ('a')");
    rehearse_users(store);
    rehearse_catalog(store);
    rehearse_timesheet(store);
    rehearse_expenses(store);
    return store;
}

std::vector<std::string> statements_used(Connection& connection) {
    std::vector<std::string> statements;
    // The virtual table lists itself, too.
    Rows rows = connection.query("SELECT sql FROM sqlite_stmt WHERE sql NOT LIKE '%sqlite_stmt%'");
    while (rows.next()) statements.emplace_back(rows.text(0));
    return statements;
}

/// The steps of a statement that look at more than they give: whole tables are read, or rows are sorted.
std::set<std::string> costly_steps(Connection& connection, const std::string& statement) {
    std::set<std::string> steps;
    Rows rows = connection.query("EXPLAIN QUERY PLAN " + statement);
    while (rows.next()) {
        const std::string_view step = rows.text(3);
        // Also where it only looks for a minimum, SQLite says SEARCH, and then with which index, if any.
        const bool is_search = step.starts_with("SEARCH ") && step.find(" USING ") == std::string_view::npos;
        if (is_search || step.starts_with("SCAN ") || step.starts_with("USE TEMP B-TREE")) steps.emplace(step);
    }
    return steps;
}

constexpr const char* make_indexes = "Make the indexes again that are missing; see above.";

/// SQLite goes by statistics, if ANALYZE made some. In a small table it is then right to do without an index; when it
/// grows, the statistics are old.
Finding finding_of(const std::string& step, const std::string& statement, bool has_statistics) {
    std::string what = step + " where an index should be used, in " + beginning(statement);
    if (!has_statistics) {
        return {.what = "calls get slower the more rows there are: " + what, .to_do = make_indexes};
    }
    return {
        .weight = Finding::Weight::note,
        .what = "statistics that ANALYZE left decide how rows are found: " + what,
        .to_do = "If calls are slow, take them away with sqlite3: DROP TABLE sqlite_stat1; and restart the gateway."};
}

}  // namespace

std::vector<std::string> statements_of_calls() {
    Store store(Connection::open(":memory:", {.create = true}));
    return statements_used(rehearse(store).connection);
}

void check_index_use(Connection& connection, Findings& findings) {
    const bool has_statistics = connection.query("SELECT 1 FROM sqlite_schema WHERE name = 'sqlite_stat1'").next();
    Store model(Connection::open(":memory:", {.create = true}));
    std::set<std::string> told;
    for (const std::string& statement : statements_used(rehearse(model).connection)) {
        const std::set<std::string> expected = costly_steps(model.connection, statement);
        std::set<std::string> steps;
        try {
            steps = costly_steps(connection, statement);
        } catch (const DatabaseError& error) {  // Some statements name the index that they need.
            if (trouble_of(error) != Trouble::other) throw;
            findings.push_back({.what = "calls fail: " + std::string(error.what()), .to_do = make_indexes});
            continue;
        }
        // As many, but other ones, are another order of a join.
        if (steps.size() <= expected.size()) continue;
        for (const std::string& step : steps) {
            if (expected.contains(step) || !told.insert(step).second) continue;
            findings.push_back(finding_of(step, statement, has_statistics));
        }
    }
}

}  // namespace kimai::storage
