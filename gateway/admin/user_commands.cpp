// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include <boost/json/array.hpp>

#include <algorithm>
#include <map>
#include <stdexcept>

#include "gateway/admin/admin_commands.hpp"
#include "gateway/admin/administrators.hpp"
#include "gateway/admin/command.hpp"
#include "gateway/admin/memberships.hpp"
#include "gateway/admin/reference.hpp"
#include "gateway/admin/user_changes.hpp"
#include "storage/admin/users.hpp"

namespace kimai::gateway::admin {

namespace {

using storage::admin::Membership;
using storage::admin::UserRow;

boost::json::array groups_of(const std::vector<Membership>& memberships, std::int64_t user) {
    boost::json::array groups;
    for (const Membership& row : memberships) {
        if (row.user != user) continue;
        groups.push_back(Record{{"group", row.group_name}, {"role", text_value(row.role_name)}});
    }
    return groups;
}

void add_list(CLI::App& noun) {
    Command command(noun, "list", "List the users.",
                    "kimai-gateway user list --group Development\n"
                    "kimai-gateway user list --all --json");
    const auto group = command.option("--group", "GROUP", "Only members of this group, by name or '#NUMBER'");
    const auto all = command.flag("--all", "Removed ones, too");
    command.reads([=](Session& session) {
        storage::Connection& connection = session.store.connection;
        std::optional<std::int64_t> only;
        if (*group) only = find(connection, Noun::group, **group).id;
        const std::vector<Membership> memberships = storage::admin::memberships(connection);
        const auto is_member = [&](const UserRow& user) {
            return !only || std::ranges::any_of(memberships, [&](const Membership& row) {
                return row.user == user.id && row.group == *only;
            });
        };
        std::vector<Record> records;
        for (const UserRow& user : storage::admin::users(connection)) {
            if ((user.removed && !*all) || !is_member(user)) continue;
            records.push_back({{"number", user.id},
                               {"name", user.name},
                               {"alias", text_value(user.alias)},
                               {"mail", text_value(user.mail)},
                               {"state", state_of(user.active, user.removed)},
                               {"role", text_value(user.role)},
                               {"groups", groups_of(memberships, user.id)}});
        }
        session.output.list(records);
    });
}

void add_show(CLI::App& noun) {
    Command command(noun, "show", "Show all about one user.", "kimai-gateway user show anna");
    const auto who = command.argument("USER", "The user, by name or '#NUMBER'");
    command.reads([=](Session& session) {
        storage::Connection& connection = session.store.connection;
        const std::int64_t number = find(connection, Noun::user, *who).id;
        const std::vector<UserRow> users = storage::admin::users(connection);
        const UserRow& user = *std::ranges::find(users, number, &UserRow::id);
        session.output.record({{"number", user.id},
                               {"name", user.name},
                               {"alias", text_value(user.alias)},
                               {"mail", text_value(user.mail)},
                               {"state", state_of(user.active, user.removed)},
                               {"role", text_value(user.role)},
                               {"groups", groups_of(storage::admin::memberships(connection), user.id)},
                               {"timezone", text_value(user.time_zone)},
                               {"row_limit", text_value(user.row_limit)},
                               {"has_key", user.has_key},
                               {"failed_logins", user.failed_logins}});
    });
}

/// A verb that lets a user in or shuts him out.
struct StateVerb {
    const char* verb;
    const char* sentence;
    const char* done;
    storage::admin::UserChange change;
};

void add_state_verb(CLI::App& noun, const StateVerb& state) {
    Command command(noun, state.verb, state.sentence, std::string("kimai-gateway user ") + state.verb + " anna");
    const auto who = command.argument("USER", "The user, by name or '#NUMBER'");
    const bool shuts_out = !state.change.active.value_or(true) || state.change.removed.value_or(false);
    const auto force = shuts_out ? command.flag("--force", "Also if nobody is left who may do everything")
                                 : std::make_shared<bool>(false);
    command.writes([=](Session& session) {
        storage::Connection& connection = session.store.connection;
        const NamedRow user = find(connection, Noun::user, *who);
        keep_an_administrator(connection, *force,
                              [&] { storage::admin::change_user(connection, user.id, state.change); });
        session.output.done(state.done + (" user " + in_quotes(user.name)) + ".",
                            {{"number", user.id}, {"name", user.name}});
    });
}

}  // namespace

void add_user_commands(CLI::App& app) {
    CLI::App& noun = add_noun(app, "user", "Users: who they are, what they may do, their passwords");
    add_list(noun);
    add_show(noun);
    add_user_changes(noun);
    storage::admin::UserChange change;
    change.active = false;
    add_state_verb(noun,
                   {"disable", "Let a user sign in and use the API no longer. He shows in lists.", "Disabled", change});
    change.active = true;
    add_state_verb(noun, {"enable", "Let a disabled user in again.", "Enabled", change});
    change = {};
    change.removed = true;
    add_state_verb(noun,
                   {"remove", "Put a user into the trash: he shows nowhere and cannot sign in. His time entries stay.",
                    "Removed", change});
    change.removed = false;
    add_state_verb(noun, {"restore", "Take a user out of the trash.", "Restored", change});
}

}  // namespace kimai::gateway::admin
