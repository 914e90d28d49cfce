// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <CLI/App.hpp>

/// Administration from the command line: one function for each noun, which adds it with its verbs ("user add"). A
/// command runs while the command line is parsed. It throws std::runtime_error, with a sentence for the operator, if it
/// is refused or fails; then nothing is changed. All of them are safe while a server runs on the same database.
namespace kimai::gateway::admin {

void add_user_commands(CLI::App& app);
void add_group_commands(CLI::App& app);
void add_role_commands(CLI::App& app);
void add_key_commands(CLI::App& app);
void add_customer_commands(CLI::App& app);
void add_project_commands(CLI::App& app);
void add_activity_commands(CLI::App& app);
void add_rate_commands(CLI::App& app);
void add_status_commands(CLI::App& app);
void add_config_commands(CLI::App& app);

/// The noun `config`, added if it is not there: other configuration than the database's has its verbs below it, too.
CLI::App& config_noun(CLI::App& app);

}  // namespace kimai::gateway::admin
