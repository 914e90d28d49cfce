// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include <stdexcept>

#include "gateway/admin/catalog.hpp"

namespace kimai::gateway::admin {

namespace {

/// The two arguments of a verb, whichever comes first.
struct Pair {
    std::shared_ptr<std::string> project;
    std::shared_ptr<std::string> activity;
};

Pair add_pair(Command& command, Noun first) {
    Pair pair;
    const auto project = [&] { pair.project = command.argument("PROJECT", "Its name, or its number as '#12'"); };
    const auto activity = [&] { pair.activity = command.argument("ACTIVITY", "Its name, or its number as '#12'"); };
    if (first == Noun::project) project();
    activity();
    if (first != Noun::project) project();
    return pair;
}

Record record_of(const NamedRow& project, const NamedRow& activity, bool assigned) {
    return {{"project", {{"number", project.id}, {"name", project.name}}},
            {"activity", {{"number", activity.id}, {"name", activity.name}}},
            {"assigned", assigned}};
}

void run_assign(Session& session, const Pair& pair, const storage::admin::Budget& budget) {
    const NamedRow project = find(session.store.connection, Noun::project, *pair.project);
    const NamedRow activity = find(session.store.connection, Noun::activity, *pair.activity);
    const bool is_new = assign(session, project, activity, budget);
    session.output.done("Activity " + in_quotes(activity.name) +
                            (is_new ? " is assigned to project " : " is still assigned to project ") +
                            in_quotes(project.name) + (is_new ? "." : ", with the budget as given."),
                        record_of(project, activity, true));
}

void run_unassign(Session& session, const Pair& pair) {
    storage::Connection& connection = session.store.connection;
    const NamedRow project = find(connection, Noun::project, *pair.project);
    const NamedRow activity = find(connection, Noun::activity, *pair.activity);
    if (!storage::admin::unassign(connection, project.id, activity.id)) {
        throw std::runtime_error("activity " + in_quotes(activity.name) + " is not assigned to project " +
                                 in_quotes(project.name));
    }
    session.output.done(
        "Activity " + in_quotes(activity.name) + " is no longer assigned to project " + in_quotes(project.name) + ".",
        record_of(project, activity, false));
    if (storage::admin::assignments_of_activity(connection, activity.id) == 0) {
        session.output.note("It is assigned to no project now, and so is open to all of them.");
    }
}

void add_assignments(CLI::App& noun, Noun kind) {
    const bool of_project = kind == Noun::project;
    Command command(noun, "assignments",
                    of_project ? "List the activities that are assigned to a project, with their budgets."
                               : "List the projects that an activity is assigned to, with the budgets.",
                    std::string("kimai-gateway ") + (of_project ? "project assignments --database kimai.db 'Web shop'"
                                                                : "activity assignments --database kimai.db Design"));
    const auto name = command.argument(of_project ? "PROJECT" : "ACTIVITY", "Its name, or its number as '#12'");
    command.reads([name, kind, of_project](Session& session) {
        const std::int64_t id = find(session.store.connection, kind, *name).id;
        std::vector<Record> records;
        for (const storage::admin::Assignment& each : storage::admin::assignments(session.store.connection)) {
            if ((of_project ? each.project : each.activity) != id) continue;
            records.push_back({{"number", of_project ? each.activity : each.project},
                               {"name", of_project ? each.activity_name : each.project_name},
                               {"budget", money_value(each.budget.budget)},
                               {"effort", money_value(each.budget.effort)},
                               {"approved", money_value(each.budget.approved)}});
        }
        session.output.list(records);
    });
}

}  // namespace

bool assign(Session& session, const NamedRow& project, const NamedRow& activity, const storage::admin::Budget& budget) {
    storage::Connection& connection = session.store.connection;
    const bool was_open = storage::admin::assignments_of_activity(connection, activity.id) == 0;
    const bool is_new = storage::admin::assign(connection, project.id, activity.id, budget);
    if (was_open) {
        session.output.note("Activity " + in_quotes(activity.name) +
                            " was open to all projects; from now on it is open only to those that it is assigned to.");
    }
    return is_new;
}

void add_assignment_verbs(CLI::App& noun, Noun kind) {
    add_assignments(noun, kind);
    const bool of_project = kind == Noun::project;
    const std::string command = "kimai-gateway " + std::string(word_for(kind));
    const std::string example =
        of_project ? " --database kimai.db 'Web shop' Design" : " --database kimai.db Design 'Web shop'";
    Command assigning(noun, "assign",
                      "Assign an activity to a project, or change the budget of that. An activity that is assigned to "
                      "no project is open to all.",
                      command + " assign" + example + " --budget 1500");
    const Pair assigned = add_pair(assigning, kind);
    const BudgetOptions budget(assigning);
    assigning.writes([assigned, budget](Session& session) { run_assign(session, assigned, budget.given()); });

    Command unassigning(noun, "unassign", "Take an activity away from a project; its time entries stay.",
                        command + " unassign" + example);
    const Pair unassigned = add_pair(unassigning, kind);
    unassigning.writes([unassigned](Session& session) { run_unassign(session, unassigned); });
}

}  // namespace kimai::gateway::admin
