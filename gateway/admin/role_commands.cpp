// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include <algorithm>
#include <map>
#include <set>
#include <span>
#include <stdexcept>

#include "api/permission_table.hpp"
#include "gateway/admin/admin_commands.hpp"
#include "gateway/admin/administrators.hpp"
#include "gateway/admin/command.hpp"
#include "gateway/admin/reference.hpp"
#include "storage/admin/roles.hpp"

namespace kimai::gateway::admin {

namespace {

using storage::admin::RoleKind;

/// Which of the two kinds a command means.
class KindOption {
  public:
    explicit KindOption(Command& command)
        : membership_(command.flag("--membership", "A role in groups; a global role otherwise")) {}

    RoleKind kind() const { return *membership_ ? RoleKind::membership : RoleKind::global; }
    Noun noun() const { return *membership_ ? Noun::membership_role : Noun::global_role; }

  private:
    std::shared_ptr<bool> membership_;
};

std::string title(const KindOption& kind, const std::string& name) {
    return std::string(word_for(kind.noun())) + " " + in_quotes(name);
}

/// What each permission that the methods ask for lets one do.
std::map<std::string, std::string_view> meanings(RoleKind kind) {
    std::map<std::string, std::string_view> result;
    for (const auto& row : kind == RoleKind::global ? api::global_permissions() : api::membership_permissions()) {
        result.emplace(row.name, row.meaning);
    }
    return result;
}

void add_list(CLI::App& noun) {
    Command command(noun, "list",
                    "List the global roles, one of which each user has, and those that users have in groups.",
                    "kimai-gateway role list --json");
    command.reads([](Session& session) {
        std::vector<Record> records;
        for (const RoleKind kind : {RoleKind::global, RoleKind::membership}) {
            for (const auto& role : storage::admin::roles(session.store.connection, kind)) {
                records.push_back({{"kind", kind == RoleKind::global ? "global" : "membership"},
                                   {"number", role.id},
                                   {"name", role.name},
                                   {"users", role.users},
                                   {"permissions", role.permissions}});
            }
        }
        session.output.list(records);
    });
}

void add_show(CLI::App& noun) {
    Command command(noun, "show", "Show which permissions a role gives, and what they let one do over the API.",
                    "kimai-gateway role show Admin\n"
                    "kimai-gateway role show Groupleader --membership --all");
    const auto which = command.argument("ROLE", "The role, by name or '#NUMBER'");
    const KindOption kind(command);
    const auto all = command.flag("--all", "Also permissions that only Kimai's own web pages ask for");
    command.reads([=](Session& session) {
        storage::Connection& connection = session.store.connection;
        const NamedRow role = find(connection, kind.noun(), *which);
        const auto granted = storage::admin::granted_permissions(connection, kind.kind(), role.id);
        const auto used = meanings(kind.kind());
        std::set<std::string> names;
        for (const auto& [name, meaning] : used) names.insert(name);
        if (*all) names.merge(std::set<std::string>(granted.begin(), granted.end()));
        if (*all) {
            for (const std::string& name : storage::admin::known_permissions(connection, kind.kind()))
                names.insert(name);
        }
        std::vector<Record> records;
        for (const std::string& name : names) {
            const auto meaning = used.find(name);
            records.push_back(
                {{"permission", name},
                 {"granted", std::ranges::binary_search(granted, name)},
                 {"lets_one", meaning == used.end() ? text_value(std::nullopt) : text_value(meaning->second)}});
        }
        session.output.list(records);
    });
}

struct Setting {
    std::string permission;
    bool granted;
};

/// "core-user-view=yes"
Setting read_setting(const std::string& text) {
    const std::size_t sign = text.rfind('=');
    const std::string word = sign == std::string::npos ? "" : text.substr(sign + 1);
    if (word != "yes" && word != "no") {
        throw CLI::ValidationError(in_quotes(text), "must be PERMISSION=yes or PERMISSION=no");
    }
    return {.permission = text.substr(0, sign), .granted = word == "yes"};
}

void require_known(storage::Connection& connection, const KindOption& kind, const std::string& permission) {
    const auto used = meanings(kind.kind());
    const auto stored = storage::admin::known_permissions(connection, kind.kind());
    if (used.contains(permission) || std::ranges::binary_search(stored, permission)) return;
    std::string known;
    for (const auto& [name, meaning] : used) known += (known.empty() ? "" : ", ") + name;
    throw std::runtime_error("a " + std::string(word_for(kind.noun())) + " has no permission " + in_quotes(permission) +
                             "; the methods ask for " + known + "; role show --all lists the others");
}

void add_set(CLI::App& noun) {
    Command command(noun, "set", "Change which permissions a role gives. What is not named stays.",
                    "kimai-gateway role set Groupleader --membership core-user-view=yes\n"
                    "kimai-gateway role set User core-user-otherGroup-view=yes core-project-otherGroup-view=no");
    const auto which = command.argument("ROLE", "The role, by name or '#NUMBER'");
    const auto settings = command.arguments("PERMISSION=yes|no", "What it is to give, or not");
    const KindOption kind(command);
    const auto force = command.flag("--force", "Also if nobody is left who may do everything");
    command.writes([=](Session& session) {
        storage::Connection& connection = session.store.connection;
        const NamedRow role = find(connection, kind.noun(), *which);
        keep_an_administrator(connection, *force, [&] {
            std::vector<Deed> deeds;
            for (const std::string& text : *settings) {
                const Setting setting = read_setting(text);
                require_known(connection, kind, setting.permission);
                const bool changed = storage::admin::set_permission(connection, kind.kind(), role.id,
                                                                    setting.permission, setting.granted);
                deeds.push_back({"The " + title(kind, role.name) + (setting.granted ? " gives " : " does not give ") +
                                     setting.permission + (changed ? " now." : ", as before."),
                                 {{"role", role.name},
                                  {"permission", setting.permission},
                                  {"granted", setting.granted},
                                  {"changed", changed}}});
            }
            session.output.done(deeds);
        });
    });
}

void add_add(CLI::App& noun) {
    Command command(noun, "add", "Add a role, which gives nothing unless it is made like another one.",
                    "kimai-gateway role add Auditor --like User");
    const auto name = command.argument("NAME", "Its name", is_line_of_at_most(longest_name));
    const KindOption kind(command);
    const auto like = command.option("--like", "ROLE", "Give what this role of the same kind gives");
    command.writes([=](Session& session) {
        storage::Connection& connection = session.store.connection;
        require_free_name(connection, kind.noun(), *name);
        std::vector<std::string> granted;
        if (*like) {
            const NamedRow model = find(connection, kind.noun(), **like);
            granted = storage::admin::granted_permissions(connection, kind.kind(), model.id);
        }
        const std::int64_t number = storage::admin::add_role(connection, kind.kind(), *name);
        for (const std::string& permission : granted) {
            storage::admin::set_permission(connection, kind.kind(), number, permission, true);
        }
        session.output.done("Added " + title(kind, *name) + ", '#" + std::to_string(number) + "'.",
                            {{"number", number}, {"name", *name}});
    });
}

void add_rename(CLI::App& noun) {
    Command command(noun, "rename", "Give a role another name.", "kimai-gateway role rename Auditor Controller");
    const auto which = command.argument("ROLE", "The role, by name or '#NUMBER'");
    const auto name = command.argument("NAME", "Its new name", is_line_of_at_most(longest_name));
    const KindOption kind(command);
    command.writes([=](Session& session) {
        const NamedRow role = find(session.store.connection, kind.noun(), *which);
        require_free_name(session.store.connection, kind.noun(), *name, role.id);
        storage::admin::rename_role(session.store.connection, kind.kind(), role.id, *name);
        session.output.done("The " + title(kind, role.name) + " is " + in_quotes(*name) + " now.",
                            {{"number", role.id}, {"name", *name}});
    });
}

void add_remove(CLI::App& noun) {
    Command command(noun, "remove", "Remove a role for good. Nobody may have it any more.",
                    "kimai-gateway role remove Auditor");
    const auto which = command.argument("ROLE", "The role, by name or '#NUMBER'");
    const KindOption kind(command);
    command.writes([=](Session& session) {
        storage::Connection& connection = session.store.connection;
        const NamedRow found = find(connection, kind.noun(), *which);
        const auto roles = storage::admin::roles(connection, kind.kind());
        const auto& role = *std::ranges::find(roles, found.id, &storage::admin::RoleRow::id);
        if (role.users > 0) {
            throw std::runtime_error(
                std::to_string(role.users) + (role.users == 1 ? " user has the " : " users have the ") +
                title(kind, role.name) + ", removed users counted; give them another one first (" +
                (kind.kind() == RoleKind::global ? "user edit --role" : "group add-member --role") + ")");
        }
        storage::admin::remove_role(connection, kind.kind(), role.id);
        session.output.done("Removed " + title(kind, role.name) + ".", {{"number", role.id}, {"name", role.name}});
    });
}

}  // namespace

void add_role_commands(CLI::App& app) {
    CLI::App& noun = add_noun(app, "role", "Roles and the permissions that they give");
    add_list(noun);
    add_show(noun);
    add_set(noun);
    add_add(noun);
    add_rename(noun);
    add_remove(noun);
}

}  // namespace kimai::gateway::admin
