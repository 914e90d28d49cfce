// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include <algorithm>
#include <stdexcept>

#include "api/preferences.hpp"
#include "gateway/admin/admin_commands.hpp"
#include "gateway/admin/catalog.hpp"
#include "storage/admin/rules.hpp"

namespace kimai::gateway::admin {

namespace {

using storage::admin::StatusRecord;

constexpr std::string_view default_status = "defaultStatusID";
constexpr std::int64_t usual_status = 1;
/// As many characters as Kimai's table holds.
constexpr std::size_t longest_status = 200;

std::int64_t default_of(Session& session) {
    return api::configured_number(session.store.settings, default_status, usual_status);
}

Record record_of(std::int64_t number, std::string_view name) {
    return {{"number", number}, {"name", boost::json::string_view(name.data(), name.size())}};
}

void add_list(CLI::App& noun) {
    Command command(noun, "list", "List the statuses that time entries have.",
                    "kimai-gateway status list --database kimai.db");
    command.reads([](Session& session) {
        const std::int64_t standard = default_of(session);
        std::vector<Record> records;
        for (const StatusRecord& status : storage::admin::statuses(session.store.connection)) {
            Record& record = records.emplace_back(record_of(status.id, status.name));
            record["default"] = status.id == standard;
            record["time_entries"] = status.time_entries;
        }
        session.output.list(records);
    });
}

void add_add(CLI::App& noun) {
    Command command(noun, "add", "Add a status.", "kimai-gateway status add --database kimai.db billed");
    const auto name = command.argument("NAME", "Its name", is_line_of_at_most(longest_status));
    command.writes([name](Session& session) {
        require_free_name(session.store.connection, Noun::status, *name);
        const std::int64_t id = storage::admin::add_status(session.store.connection, *name);
        session.output.done("Status " + in_quotes(*name) + " was added as '#" + std::to_string(id) + "'.",
                            record_of(id, *name));
    });
}

void add_rename(CLI::App& noun) {
    Command command(noun, "rename", "Rename a status; the entries that have it keep it.",
                    "kimai-gateway status rename --database kimai.db closed done");
    const auto which = command.argument("STATUS", "Its name, or its number as '#2'");
    const auto name = command.argument("NAME", "Its new name", is_line_of_at_most(longest_status));
    command.writes([which, name](Session& session) {
        const NamedRow row = find(session.store.connection, Noun::status, *which);
        require_free_name(session.store.connection, Noun::status, *name, row.id);
        storage::admin::rename_status(session.store.connection, row.id, *name);
        session.output.done("Status " + in_quotes(row.name) + " is called " + in_quotes(*name) + " now.",
                            record_of(row.id, *name));
    });
}

void run_remove(Session& session, const std::string& which) {
    storage::Connection& connection = session.store.connection;
    const NamedRow row = find(connection, Noun::status, which);
    const auto all = storage::admin::statuses(connection);
    const std::int64_t entries = std::ranges::find(all, row.id, &StatusRecord::id)->time_entries;
    const std::string what = "status " + in_quotes(row.name);
    if (entries > 0) {
        throw std::runtime_error(what + " is that of " + counted(entries, "time entry", "time entries") +
                                 ", which would no longer be listed; it cannot be removed");
    }
    if (row.id == default_of(session)) {
        throw std::runtime_error(what +
                                 " is the one that new time entries get; name another with status default "
                                 "first");
    }
    storage::admin::delete_status(connection, row.id);
    session.output.done("Status " + in_quotes(row.name) + " was removed.", record_of(row.id, row.name));
}

void add_remove(CLI::App& noun) {
    Command command(noun, "remove", "Remove a status that no time entry has, for good: Kimai has no trash for it.",
                    "kimai-gateway status remove --database kimai.db billed");
    const auto which = command.argument("STATUS", "Its name, or its number as '#2'");
    command.writes([which](Session& session) { run_remove(session, *which); });
}

void add_default(CLI::App& noun) {
    Command command(noun, "default", "Say which status new time entries get.",
                    "kimai-gateway status default --database kimai.db open");
    const auto which = command.argument("STATUS", "Its name, or its number as '#2'");
    command.writes([which](Session& session) {
        const NamedRow row = find(session.store.connection, Noun::status, *which);
        session.store.settings.set_configuration(default_status, std::to_string(row.id));
        session.output.done("New time entries get status " + in_quotes(row.name) + ".", record_of(row.id, row.name));
    });
}

}  // namespace

void add_status_commands(CLI::App& app) {
    CLI::App& noun = add_noun(app, "status", "The statuses that time entries have");
    add_list(noun);
    add_add(noun);
    add_rename(noun);
    add_remove(noun);
    add_default(noun);
}

}  // namespace kimai::gateway::admin
