// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include <algorithm>
#include <stdexcept>

#include "gateway/admin/admin_commands.hpp"
#include "gateway/admin/command.hpp"
#include "gateway/admin/memberships.hpp"
#include "gateway/admin/reference.hpp"
#include "storage/admin/groups.hpp"

namespace kimai::gateway::admin {

namespace {

using storage::admin::Membership;
using storage::admin::MembershipChange;

void add_list(CLI::App& noun) {
    Command command(noun, "list", "List the groups, how many members each has, and how much these see.",
                    "kimai-gateway group list --all --json");
    const auto all = command.flag("--all", "Removed ones, too");
    command.reads([=](Session& session) {
        std::vector<Record> records;
        for (const auto& group : storage::admin::groups(session.store.connection)) {
            if (group.removed && !*all) continue;
            records.push_back({{"number", group.id},
                               {"name", group.name},
                               {"members", group.members},
                               {"customers", group.customers},
                               {"projects", group.projects},
                               {"activities", group.activities},
                               {"state", state_of(true, group.removed)}});
        }
        session.output.list(records);
    });
}

void add_add(CLI::App& noun) {
    Command command(noun, "add", "Add a group, in which nobody is and which sees nothing.",
                    "kimai-gateway group add Support");
    const auto name = command.argument("NAME", "Its name", is_line_of_at_most(longest_name));
    command.writes([=](Session& session) {
        require_free_name(session.store.connection, Noun::group, *name);
        const std::int64_t number = storage::admin::add_group(session.store.connection, *name);
        session.output.done("Added group " + in_quotes(*name) + ", '#" + std::to_string(number) + "'.",
                            {{"number", number}, {"name", *name}});
    });
}

void add_rename(CLI::App& noun) {
    Command command(noun, "rename", "Give a group another name.", "kimai-gateway group rename Support 'Help desk'");
    const auto which = command.argument("GROUP", "The group, by name or '#NUMBER'");
    const auto name = command.argument("NAME", "Its new name", is_line_of_at_most(longest_name));
    command.writes([=](Session& session) {
        const NamedRow group = find(session.store.connection, Noun::group, *which);
        require_free_name(session.store.connection, Noun::group, *name, group.id);
        storage::admin::rename_group(session.store.connection, group.id, *name);
        session.output.done("Group " + in_quotes(group.name) + " is " + in_quotes(*name) + " now.",
                            {{"number", group.id}, {"name", *name}});
    });
}

void add_remove(CLI::App& noun) {
    Command command(noun, "remove",
                    "Put a group into the trash. Its members would go on seeing what it sees, so it must have none.",
                    "kimai-gateway group remove Support --with-members");
    const auto which = command.argument("GROUP", "The group, by name or '#NUMBER'");
    const auto with_members = command.flag("--with-members", "First take all members out of it");
    command.writes([=](Session& session) {
        storage::Connection& connection = session.store.connection;
        const NamedRow group = find(connection, Noun::group, *which);
        const std::vector<Membership> members = storage::admin::members_of_group(connection, group.id);
        if (!members.empty() && !*with_members) {
            throw std::runtime_error("the group " + in_quotes(group.name) + " has " + std::to_string(members.size()) +
                                     " members, who would go on seeing what it sees; take them out with group "
                                     "remove-member, or say --with-members");
        }
        for (const Membership& row : members) storage::admin::remove_membership(connection, group.id, row.user);
        storage::admin::set_group_removed(connection, group.id, true);
        session.output.done("Removed group " + in_quotes(group.name) + ".",
                            {{"number", group.id}, {"name", group.name}});
    });
}

void add_restore(CLI::App& noun) {
    Command command(noun, "restore", "Take a group out of the trash.", "kimai-gateway group restore Support");
    const auto which = command.argument("GROUP", "The group, by name or '#NUMBER'");
    command.writes([=](Session& session) {
        const NamedRow group = find(session.store.connection, Noun::group, *which);
        storage::admin::set_group_removed(session.store.connection, group.id, false);
        session.output.done("Restored group " + in_quotes(group.name) + ".",
                            {{"number", group.id}, {"name", group.name}});
    });
}

void add_members(CLI::App& noun) {
    Command command(noun, "members", "List the members of a group, with their roles in it.",
                    "kimai-gateway group members Development");
    const auto which = command.argument("GROUP", "The group, by name or '#NUMBER'");
    const auto all = command.flag("--all", "Removed users, too");
    command.reads([=](Session& session) {
        storage::Connection& connection = session.store.connection;
        const NamedRow group = find(connection, Noun::group, *which);
        std::vector<Record> records;
        for (const Membership& row : storage::admin::members_of_group(connection, group.id)) {
            if (row.user_removed && !*all) continue;
            records.push_back({{"number", row.user},
                               {"name", row.user_name},
                               {"role", text_value(row.role_name)},
                               {"state", state_of(row.user_active, row.user_removed)}});
        }
        session.output.list(records);
    });
}

/// "Made", "Changed": what became of one user in one group.
std::string sentence_of(MembershipChange change, const std::string& user, const std::string& group,
                        const std::string& role) {
    switch (change) {
        case MembershipChange::none:
            return in_quotes(user) + " is a member of " + in_quotes(group) + " as " + in_quotes(role) + " already.";
        case MembershipChange::made:
            return in_quotes(user) + " is a member of " + in_quotes(group) + " now, as " + in_quotes(role) + ".";
        case MembershipChange::changed:
            return in_quotes(user) + " is " + in_quotes(role) + " in " + in_quotes(group) + " now.";
    }
    return {};
}

void add_add_member(CLI::App& noun) {
    Command command(noun, "add-member", "Make users members of a group, or give members another role in it.",
                    "kimai-gateway group add-member Development anna bert\n"
                    "kimai-gateway group add-member Development carla --role Groupleader");
    const auto which = command.argument("GROUP", "The group, by name or '#NUMBER'");
    const auto whom = command.arguments("USER", "The users, by name or '#NUMBER'");
    const auto role_name = command.option("--role", "ROLE", "Their membership role; User unless given");
    command.writes([=](Session& session) {
        storage::Connection& connection = session.store.connection;
        const NamedRow group = find(connection, Noun::group, *which);
        require_not_removed(group);
        const NamedRow role = role_or_usual(connection, Noun::membership_role, *role_name);
        std::vector<Deed> deeds;
        for (const std::string& reference : *whom) {
            const NamedRow user = find(connection, Noun::user, reference);
            const auto change = storage::admin::set_membership(connection, group.id, user.id, role.id);
            deeds.push_back({sentence_of(change, user.name, group.name, role.name),
                             {{"user", user.name}, {"group", group.name}, {"role", role.name}}});
        }
        session.output.done(deeds);
    });
}

void add_remove_member(CLI::App& noun) {
    Command command(noun, "remove-member", "Take users out of a group.",
                    "kimai-gateway group remove-member Development anna bert");
    const auto which = command.argument("GROUP", "The group, by name or '#NUMBER'");
    const auto whom = command.arguments("USER", "The users, by name or '#NUMBER'");
    command.writes([=](Session& session) {
        storage::Connection& connection = session.store.connection;
        const NamedRow group = find(connection, Noun::group, *which);
        std::vector<Deed> deeds;
        for (const std::string& reference : *whom) {
            const NamedRow user = find(connection, Noun::user, reference);
            if (!storage::admin::remove_membership(connection, group.id, user.id)) {
                throw std::runtime_error(in_quotes(user.name) + " is not in the group " + in_quotes(group.name));
            }
            deeds.push_back({in_quotes(user.name) + " is in " + in_quotes(group.name) + " no longer.",
                             {{"user", user.name}, {"group", group.name}}});
            if (!storage::admin::memberships_of_user(connection, user.id).empty()) continue;
            session.output.note(in_quotes(user.name) +
                                " is in no group now and sees no customers, projects and "
                                "activities unless his global role says so.");
        }
        session.output.done(deeds);
    });
}

}  // namespace

void add_group_commands(CLI::App& app) {
    CLI::App& noun = add_noun(app, "group", "Groups, by which users see customers, projects and activities");
    add_list(noun);
    add_add(noun);
    add_rename(noun);
    add_remove(noun);
    add_restore(noun);
    add_members(noun);
    add_add_member(noun);
    add_remove_member(noun);
}

}  // namespace kimai::gateway::admin
