// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include <boost/json/array.hpp>

#include <stdexcept>
#include <utility>

#include "gateway/admin/catalog.hpp"

namespace kimai::gateway::admin {

namespace {

using storage::admin::ColumnChange;

std::string joined(const std::vector<NamedRow>& groups) {
    std::string text;
    for (const NamedRow& group : groups) text += (text.empty() ? "" : ", ") + in_quotes(group.name);
    return text;
}

std::vector<NamedRow> groups_named(Session& session, const std::vector<std::string>& names) {
    std::vector<NamedRow> groups;
    groups.reserve(names.size());
    for (const std::string& name : names) groups.push_back(find(session.store.connection, Noun::group, name));
    return groups;
}

std::vector<NamedRow> all_groups(Session& session) {
    std::vector<NamedRow> groups = named_rows(session.store.connection, Noun::group);
    std::erase_if(groups, [](const NamedRow& group) { return group.removed; });
    return groups;
}

std::string capital(std::string_view word) {
    std::string text(word);
    text.front() = static_cast<char>(text.front() - 'a' + 'A');
    return text;
}

/// What the change means for what hangs on it.
std::string consequence(Session& session, Noun kind, const NamedRow& row) {
    storage::Connection& connection = session.store.connection;
    std::string text =
        "; " + counted(time_entries_of(connection, kind, row.id), "time entry stays", "time entries stay");
    if (kind != Noun::customer) return text;
    std::int64_t projects = 0;
    for (const auto& project : storage::admin::projects(connection)) {
        if (project.customer == row.id && !project.removed) ++projects;
    }
    if (projects > 0) text += "; no longer listed: " + counted(projects, "project of it", "projects of it");
    return text;
}

void set_removed(Session& session, Noun kind, const std::string& name, bool removed) {
    const NamedRow row = find(session.store.connection, kind, name);
    const std::string what = capital(word_for(kind)) + " " + in_quotes(row.name);
    if (row.removed == removed) {
        throw std::runtime_error(std::string(word_for(kind)) + " " + in_quotes(row.name) + ", '#" +
                                 std::to_string(row.id) + "', is " + (removed ? "removed already" : "not removed"));
    }
    storage::admin::set_entry_removed(session.store.connection, kind, row.id, removed);
    const Record record{{"number", row.id}, {"name", row.name}, {"removed", removed}};
    if (!removed) return session.output.done(what + " is back.", record);
    session.output.done(what + " was removed" + consequence(session, kind, row) + ". 'restore' brings it back.",
                        record);
}

}  // namespace

std::string show_new(Session& session, Noun noun, std::int64_t id, const std::vector<std::string>& groups) {
    const std::vector<NamedRow> seeing = groups.empty() ? all_groups(session) : groups_named(session, groups);
    for (const NamedRow& group : seeing) {
        storage::admin::show_to_group(session.store.connection, noun, id, group.id);
    }
    if (seeing.empty()) return "no group sees it, since there are none";
    return (groups.empty() ? "all groups see it: " : "seen by ") + joined(seeing);
}

void tell_added(Session& session, Noun kind, std::int64_t id, const std::string& name, const std::string& seen_by) {
    storage::Connection& connection = session.store.connection;
    boost::json::array groups;
    for (const std::int64_t group : storage::admin::groups_that_see(connection, kind, id)) {
        groups.push_back(text_value(find(connection, Noun::group, "#" + std::to_string(group)).name));
    }
    session.output.done(capital(word_for(kind)) + " " + in_quotes(name) + " was added as '#" + std::to_string(id) +
                            "'; " + seen_by + ".",
                        {{"number", id}, {"name", name}, {"groups", std::move(groups)}});
}

SightOptions::SightOptions(Command& command)
    : show_to_(command.options("--show-to", "GROUP", "Let this group see it; may be repeated")),
      hide_from_(command.options("--hide-from", "GROUP", "No longer let this group see it; may be repeated")) {}

void SightOptions::apply(Session& session, Noun noun, std::int64_t id) const {
    storage::Connection& connection = session.store.connection;
    for (const NamedRow& group : groups_named(session, *show_to_)) {
        storage::admin::show_to_group(connection, noun, id, group.id);
    }
    for (const NamedRow& group : groups_named(session, *hide_from_)) {
        storage::admin::hide_from_group(connection, noun, id, group.id);
    }
}

void take_new_name(std::vector<ColumnChange>& changes, Session& session, Noun kind, const NamedRow& row,
                   const std::optional<std::string>& name) {
    if (!name) return;
    require_free_name(session.store.connection, kind, *name, row.id);
    changes.push_back({"name", *name});
}

void apply_edit(Session& session, Noun kind, const NamedRow& row, const std::vector<ColumnChange>& changes,
                const SightOptions& sights) {
    if (changes.empty() && !sights.is_given()) {
        throw std::runtime_error("nothing to change was given; --help lists what can be");
    }
    storage::Connection& connection = session.store.connection;
    storage::admin::change_entry(connection, kind, row.id, changes);
    sights.apply(session, kind, row.id);
    const NamedRow now = find(connection, kind, "#" + std::to_string(row.id));
    session.output.done(capital(word_for(kind)) + " " + in_quotes(now.name) + " was changed.",
                        {{"number", now.id}, {"name", now.name}});
    if (now.removed) session.output.note("It was removed and is listed nowhere; 'restore' brings it back.");
}

boost::json::array groups_of(const storage::admin::Sights& sights, std::int64_t id) {
    boost::json::array names;
    for (const auto& [thing, group] : sights) {
        if (thing == id) names.push_back(text_value(group));
    }
    return names;
}

void add_remove_and_restore(CLI::App& noun, Noun kind) {
    const std::string word(word_for(kind));
    const std::string placeholder = word == "activity" ? "ACTIVITY" : word == "project" ? "PROJECT" : "CUSTOMER";
    Command remove(noun, "remove", "Put one into Kimai's trash: it is listed nowhere, and its time entries stay.",
                   "kimai-gateway " + word + " remove --database kimai.db 'Old " + word + "'");
    const auto removed = remove.argument(placeholder, "Its name, or its number as '#12'");
    remove.writes([removed, kind](Session& session) { set_removed(session, kind, *removed, true); });

    Command restore(noun, "restore", "Take one out of Kimai's trash.",
                    "kimai-gateway " + word + " restore --database kimai.db 'Old " + word + "'");
    const auto restored = restore.argument(placeholder, "Its name, or its number as '#12'");
    restore.writes([restored, kind](Session& session) { set_removed(session, kind, *restored, false); });
}

}  // namespace kimai::gateway::admin
