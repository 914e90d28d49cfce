// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "gateway/admin/admin_commands.hpp"
#include "gateway/admin/command.hpp"
#include "gateway/admin/reference.hpp"

namespace kimai::gateway::admin {

namespace {

void add_list(CLI::App& noun) {
    Command command(noun, "list", "List all of them.", "kimai-gateway key list --database kimai.db");
    command.reads([](Session& session) {
        std::vector<Record> records;
        for (const NamedRow& row : named_rows(session.store.connection, Noun::user)) {
            records.push_back({{"number", row.id}, {"name", row.name}});
        }
        session.output.list(records);
    });
}

}  // namespace

void add_key_commands(CLI::App& app) {
    CLI::App& noun = add_noun(app, "key", "API keys: who has one, taking it away, issuing one");
    add_list(noun);
}

}  // namespace kimai::gateway::admin
