// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include <boost/json/array.hpp>

#include <algorithm>

#include "gateway/admin/admin_commands.hpp"
#include "gateway/admin/catalog.hpp"

namespace kimai::gateway::admin {

namespace {

using storage::admin::ActivityRecord;
using storage::admin::Assignment;
using storage::admin::ColumnChange;

constexpr Noun kind = Noun::activity;

FieldOptions::Given add_fields(Command& command) {
    FieldOptions fields(command);
    fields.yes_or_no("--visible", "visible", "Whether it is listed; yes for a new one");
    fields.text("--comment", "comment", "Whatever is worth knowing");
    return fields.given();
}

/// Empty: open to all of them.
boost::json::array projects_of(const std::vector<Assignment>& assignments, std::int64_t activity) {
    boost::json::array projects;
    for (const Assignment& each : assignments) {
        if (each.activity != activity) continue;
        projects.push_back(Record{{"name", each.project_name}, {"number", each.project}});
    }
    return projects;
}

Record record_of(const ActivityRecord& activity, const storage::admin::Sights& sights) {
    return {{"number", activity.id},
            {"name", activity.name},
            {"visible", activity.visible},
            {"groups", groups_of(sights, activity.id)}};
}

void add_list(CLI::App& noun) {
    Command command(noun, "list",
                    "List activities, the groups that see them, and to how many projects they are assigned; those "
                    "without one are open to all.",
                    "kimai-gateway activity list --database kimai.db");
    const auto all = command.flag("--all", "Also those that were removed");
    command.reads([all](Session& session) {
        storage::Connection& connection = session.store.connection;
        const auto sights = storage::admin::sights_of_activities(connection);
        const auto assignments = storage::admin::assignments(connection);
        std::vector<Record> records;
        for (const ActivityRecord& activity : storage::admin::activities(connection)) {
            if (activity.removed && !*all) continue;
            Record& record = records.emplace_back(record_of(activity, sights));
            record["projects"] = projects_of(assignments, activity.id).size();
            if (*all) record["removed"] = activity.removed;
        }
        session.output.list(records);
    });
}

void add_show(CLI::App& noun) {
    Command command(noun, "show", "Show all that is known of an activity, with the projects it is assigned to.",
                    "kimai-gateway activity show --database kimai.db Design");
    const auto name = command.argument("ACTIVITY", "Its name, or its number as '#12'");
    command.reads([name](Session& session) {
        storage::Connection& connection = session.store.connection;
        const NamedRow row = find(connection, kind, *name);
        const auto all = storage::admin::activities(connection);
        const auto found = std::ranges::find(all, row.id, &ActivityRecord::id);
        Record record = record_of(*found, storage::admin::sights_of_activities(connection));
        record["removed"] = found->removed;
        record["comment"] = text_value(found->comment);
        record["projects"] = projects_of(storage::admin::assignments(connection), row.id);
        session.output.record(record);
    });
}

void add_add(CLI::App& noun) {
    Command command(noun, "add", "Add an activity, open to all projects unless it is assigned to some.",
                    "kimai-gateway activity add --database kimai.db Design --project 'Web shop'");
    const auto name = add_name(command, "NAME");
    const auto groups = command.options("--group", "GROUP", "Who sees it; may be repeated; all groups if not given");
    const auto projects = command.options(
        "--project", "PROJECT", "Assign it to this project; may be repeated; activity assign also sets budgets");
    const auto fields = add_fields(command);
    command.writes([name, groups, projects, fields](Session& session) {
        storage::Connection& connection = session.store.connection;
        require_free_name(connection, kind, *name);
        const std::int64_t id = storage::admin::add_entry(connection, kind, *name, changes_of(fields));
        tell_added(session, kind, id, *name, show_new(session, kind, id, *groups));
        for (const std::string& project : *projects) {
            storage::admin::assign(connection, find(connection, Noun::project, project).id, id, {});
        }
    });
}

void add_edit(CLI::App& noun) {
    Command command(
        noun, "edit", "Change what is given of an activity; an empty text empties a field.",
        "kimai-gateway activity edit --database kimai.db Design --name 'Graphic design' --hide-from Office");
    const auto which = command.argument("ACTIVITY", "Its name, or its number as '#12'");
    const auto name = add_new_name(command);
    const auto fields = add_fields(command);
    const SightOptions sights(command);
    command.writes([which, name, fields, sights](Session& session) {
        const NamedRow row = find(session.store.connection, kind, *which);
        std::vector<ColumnChange> changes = changes_of(fields);
        take_new_name(changes, session, kind, row, *name);
        apply_edit(session, kind, row, changes, sights);
    });
}

}  // namespace

void add_activity_commands(CLI::App& app) {
    CLI::App& noun = add_noun(app, "activity", "Activities, the projects they are for and their groups");
    add_list(noun);
    add_show(noun);
    add_add(noun);
    add_edit(noun);
    add_assignment_verbs(noun, kind);
    add_remove_and_restore(noun, kind);
}

}  // namespace kimai::gateway::admin
