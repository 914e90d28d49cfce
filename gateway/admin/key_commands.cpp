// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include <stdexcept>

#include "api/logins.hpp"
#include "gateway/admin/admin_commands.hpp"
#include "gateway/admin/command.hpp"
#include "gateway/admin/memberships.hpp"
#include "gateway/admin/reference.hpp"
#include "storage/admin/keys.hpp"

namespace kimai::gateway::admin {

namespace {

void add_list(CLI::App& noun) {
    Command command(noun, "list", "List who has an API key, since when, and when it was last used. Never the keys.",
                    "kimai-gateway key list --json");
    command.reads([](Session& session) {
        const auto keys = storage::admin::keys(session.store.connection);
        std::vector<Record> records;
        records.reserve(keys.size());
        for (const auto& key : keys) {
            records.push_back({{"number", key.user},
                               {"user", key.user_name},
                               {"state", state_of(key.user_active, key.user_removed)},
                               {"made", time_value(key.created)},
                               {"last_used", time_value(key.last_used)}});
        }
        session.output.list(records);
    });
}

/// Kimai did not write down when it made a key.
std::vector<NamedRow> users_with_imported_keys(storage::Connection& connection) {
    std::vector<NamedRow> users;
    for (const auto& key : storage::admin::keys(connection)) {
        if (!key.created) users.push_back({.id = key.user, .name = key.user_name, .removed = {}, .belongs_to = {}});
    }
    return users;
}

void add_revoke(CLI::App& noun) {
    Command command(noun, "revoke",
                    "Take users' API keys away, also on a running server. They get new ones when they sign in again.",
                    "kimai-gateway key revoke anna bert\n"
                    "kimai-gateway key revoke --imported");
    const auto whom = command.arguments("USER", "The users, by name or '#NUMBER'");
    const auto imported = command.flag("--imported", "All keys that Kimai 1 made, which can be guessed with patience");
    command.app().get_option("USER")->required(false)->excludes("--imported");
    command.writes([=](Session& session) {
        storage::Connection& connection = session.store.connection;
        if (whom->empty() && !*imported) throw CLI::RequiredError("USER or --imported");
        std::vector<NamedRow> users;
        if (*imported) users = users_with_imported_keys(connection);
        for (const std::string& reference : *whom) users.push_back(find(connection, Noun::user, reference));
        std::vector<Deed> deeds;
        for (const NamedRow& user : users) {
            if (!storage::admin::remove_key(connection, user.id)) {
                throw std::runtime_error(in_quotes(user.name) + " has no API key");
            }
            deeds.push_back({"Revoked the API key of user " + in_quotes(user.name) + ".",
                             {{"number", user.id}, {"user", user.name}}});
        }
        session.output.done(deeds);
    });
}

void add_issue(CLI::App& noun) {
    Command command(noun, "issue",
                    "Give a user an API key without a sign-in, for a program that runs on its own, and print it, this "
                    "once.",
                    "kimai-gateway key issue reports --replace");
    const auto who = command.argument("USER", "The user, by name or '#NUMBER'");
    const auto replace = command.flag("--replace", "In place of the key that the user has, which works no longer then");
    command.writes([=](Session& session) {
        const NamedRow user = find(session.store.connection, Noun::user, *who);
        require_not_removed(user);
        const api::Vault& vault = session.vault();
        if (storage::admin::remove_key(session.store.connection, user.id) && !*replace) {
            throw std::runtime_error(in_quotes(user.name) +
                                     " has an API key already, which every sign-in gives; --replace "
                                     "revokes it and issues another one");
        }
        const std::string key = api::key_of(session.store, vault, user.id, session.now);
        session.output.done(key, {{"number", user.id}, {"user", user.name}, {"key", key}});
    });
}

}  // namespace

void add_key_commands(CLI::App& app) {
    CLI::App& noun = add_noun(app, "key", "API keys: who has one; taking them away; issuing them");
    add_list(noun);
    add_revoke(noun);
    add_issue(noun);
}

}  // namespace kimai::gateway::admin
