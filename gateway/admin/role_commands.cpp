// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "gateway/admin/admin_commands.hpp"
#include "gateway/admin/command.hpp"
#include "gateway/admin/reference.hpp"

namespace kimai::gateway::admin {

namespace {

void add_list(CLI::App& noun) {
    Command command(noun, "list", "List all of them.", "kimai-gateway role list --database kimai.db");
    command.reads([](Session& session) {
        std::vector<Record> records;
        for (const NamedRow& row : named_rows(session.store.connection, Noun::global_role)) {
            records.push_back({{"number", row.id}, {"name", row.name}});
        }
        session.output.list(records);
    });
}

}  // namespace

void add_role_commands(CLI::App& app) {
    CLI::App& noun = add_noun(app, "role", "Roles and the permissions they give");
    add_list(noun);
}

}  // namespace kimai::gateway::admin
