// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include <boost/json/array.hpp>

#include <algorithm>
#include <stdexcept>

#include "gateway/admin/admin_commands.hpp"
#include "gateway/admin/catalog.hpp"
#include "storage/collation.hpp"

namespace kimai::gateway::admin {

namespace {

using storage::admin::Assignment;
using storage::admin::Budget;
using storage::admin::ColumnChange;
using storage::admin::ProjectRecord;

constexpr Noun kind = Noun::project;

FieldOptions::Given add_fields(Command& command) {
    FieldOptions fields(command);
    fields.yes_or_no("--visible", "visible", "Whether it is listed; yes for a new one");
    fields.yes_or_no("--internal", "internal", "Whether it is work for oneself; no for a new one");
    fields.text("--comment", "comment", "Whatever is worth knowing");
    return fields.given();
}

void add_budget(std::vector<ColumnChange>& changes, const Budget& budget) {
    if (budget.budget) changes.push_back({"budget", budget.budget->hundredths});
    if (budget.effort) changes.push_back({"effort", budget.effort->hundredths});
    if (budget.approved) changes.push_back({"approved", budget.approved->hundredths});
}

boost::json::array activities_of(const std::vector<Assignment>& assignments, std::int64_t project) {
    boost::json::array activities;
    for (const Assignment& each : assignments) {
        if (each.project != project) continue;
        activities.push_back(Record{{"name", each.activity_name}, {"number", each.activity}});
    }
    return activities;
}

Record record_of(const ProjectRecord& project, const storage::admin::Sights& sights) {
    return {{"number", project.id},
            {"name", project.name},
            {"customer", project.customer_name},
            {"visible", project.visible},
            {"internal", project.internal},
            {"budget", money_value(project.budget.budget)},
            {"effort", money_value(project.budget.effort)},
            {"approved", money_value(project.budget.approved)},
            {"groups", groups_of(sights, project.id)}};
}

/// Two customers may have a project of the same name, one customer may not.
void require_free_project_name(storage::Connection& connection, std::string_view name, std::int64_t customer,
                               std::int64_t except) {
    const std::string key = storage::sort_key(name);
    for (const ProjectRecord& project : storage::admin::projects(connection)) {
        if (project.id == except || project.customer != customer || storage::sort_key(project.name) != key) continue;
        throw std::runtime_error(
            "customer " + in_quotes(project.customer_name) + " has a project " + in_quotes(project.name) +
            " already, '#" + std::to_string(project.id) + "'" +
            (project.removed ? ", which was removed; restore it, or take another name" : "; take another name"));
    }
}

void add_list(CLI::App& noun) {
    Command command(noun, "list", "List projects with their customers and budgets, and the groups that see them.",
                    "kimai-gateway project list --database kimai.db --customer 'Müller GmbH'");
    const auto of = command.option("--customer", "CUSTOMER", "Only those of this customer");
    const auto all = command.flag("--all", "Also those that were removed");
    command.reads([of, all](Session& session) {
        storage::Connection& connection = session.store.connection;
        const auto customer = *of ? std::optional(find(connection, Noun::customer, **of).id) : std::nullopt;
        const auto sights = storage::admin::sights_of_projects(connection);
        std::vector<Record> records;
        for (const ProjectRecord& project : storage::admin::projects(connection)) {
            if ((project.removed && !*all) || (customer && project.customer != *customer)) continue;
            Record& record = records.emplace_back(record_of(project, sights));
            if (*all) record["removed"] = project.removed;
        }
        session.output.list(records);
    });
}

void add_show(CLI::App& noun) {
    Command command(noun, "show", "Show all that is known of a project, with the activities assigned to it.",
                    "kimai-gateway project show --database kimai.db 'Web shop'");
    const auto name = command.argument("PROJECT", "Its name, or its number as '#12'");
    command.reads([name](Session& session) {
        storage::Connection& connection = session.store.connection;
        const NamedRow row = find(connection, kind, *name);
        const auto all = storage::admin::projects(connection);
        const auto found = std::ranges::find(all, row.id, &ProjectRecord::id);
        Record record = record_of(*found, storage::admin::sights_of_projects(connection));
        record["removed"] = found->removed;
        record["comment"] = text_value(found->comment);
        record["activities"] = activities_of(storage::admin::assignments(connection), row.id);
        session.output.record(record);
    });
}

void add_add(CLI::App& noun) {
    Command command(noun, "add", "Add a project of a customer.",
                    "kimai-gateway project add --database kimai.db 'Web shop' --customer 'Müller GmbH' --budget 20000");
    const auto name = add_name(command, "NAME");
    const auto of = command.option("--customer", "CUSTOMER", "Whose it is: name, or number as '#12'");
    command.app().get_option("--customer")->required();
    const auto groups = command.options("--group", "GROUP", "Who sees it; may be repeated; all groups if not given");
    const auto activities = command.options("--activity", "ACTIVITY",
                                            "Assign this activity; may be repeated; project assign also sets budgets");
    const auto fields = add_fields(command);
    const BudgetOptions budget(command);
    command.writes([name, of, groups, activities, fields, budget](Session& session) {
        storage::Connection& connection = session.store.connection;
        const NamedRow customer = find(connection, Noun::customer, of->value());
        require_free_project_name(connection, *name, customer.id, 0);
        std::vector<ColumnChange> changes = changes_of(fields);
        add_budget(changes, budget.given());
        changes.push_back({"customerID", customer.id});
        const std::int64_t id = storage::admin::add_entry(connection, kind, *name, changes);
        tell_added(session, kind, id, *name, show_new(session, kind, id, *groups));
        const NamedRow added = find(connection, kind, "#" + std::to_string(id));
        for (const std::string& activity : *activities) {
            assign(session, added, find(connection, Noun::activity, activity), {});
        }
    });
}

void add_edit(CLI::App& noun) {
    Command command(noun, "edit", "Change what is given of a project; an empty text empties a field.",
                    "kimai-gateway project edit --database kimai.db 'Web shop' --approved 15000 --show-to Design");
    const auto which = command.argument("PROJECT", "Its name, or its number as '#12'");
    const auto name = add_new_name(command);
    const auto of = command.option("--customer", "CUSTOMER", "Move it to this customer");
    const auto fields = add_fields(command);
    const BudgetOptions budget(command);
    const SightOptions sights(command);
    command.writes([which, name, of, fields, budget, sights](Session& session) {
        storage::Connection& connection = session.store.connection;
        const NamedRow row = find(connection, kind, *which);
        std::vector<ColumnChange> changes = changes_of(fields);
        add_budget(changes, budget.given());
        if (*name || *of) {
            const auto all = storage::admin::projects(connection);
            const auto before = std::ranges::find(all, row.id, &ProjectRecord::id);
            const std::int64_t customer = *of ? find(connection, Noun::customer, **of).id : before->customer;
            require_free_project_name(connection, name->value_or(row.name), customer, row.id);
            changes.push_back({"customerID", customer});
        }
        if (*name) changes.push_back({"name", **name});
        apply_edit(session, kind, row, changes, sights);
    });
}

}  // namespace

void add_project_commands(CLI::App& app) {
    CLI::App& noun = add_noun(app, "project", "Projects, their budgets, activities and groups");
    add_list(noun);
    add_show(noun);
    add_add(noun);
    add_edit(noun);
    add_assignment_verbs(noun, kind);
    add_remove_and_restore(noun, kind);
}

}  // namespace kimai::gateway::admin
