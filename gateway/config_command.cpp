// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "gateway/config_command.hpp"

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>

#include <cstdlib>
#include <iostream>
#include <memory>

#include "gateway/config_check.hpp"
#include "gateway/options_pages.hpp"

namespace kimai::gateway {

namespace {

CLI::App& config_of(CLI::App& app) {
    const auto there = app.get_subcommands([](const CLI::App* command) { return command->get_name() == "config"; });
    if (!there.empty()) return *there.front();
    CLI::App* const config = app.add_subcommand("config", "Settings: those of the gateway, and those of Kimai");
    config->require_subcommand(1);
    return *config;
}

void add_check(CLI::App& config, int& exit_code) {
    CLI::App* const check = config.add_subcommand("check", "See whether the gateway would start with its settings");
    check->footer(
        "Looks at the file, the environment, the certificate and its key, and the database; changes nothing.\n"
        "Exit code: 0 it would start (there may be notes), 1 it would not.\n\n"
        "Example: kimai-gateway config check --config /etc/kimai-gateway.conf");
    struct Given {
        std::string config, database;
    };
    const auto given = std::make_shared<Given>();
    check->add_option("--config", given->config, "The file, else what KIMAI_GATEWAY_CONFIG names")->option_text("FILE");
    check
        ->add_option("--database", given->database,
                     "The database, if it stands neither in the file nor in the environment")
        ->option_text("FILE");
    check->callback([given, &exit_code] {
        std::vector<std::string> arguments;
        if (!given->config.empty()) arguments.insert(arguments.end(), {"--config", given->config});
        if (!given->database.empty()) arguments.insert(arguments.end(), {"--database", given->database});
        exit_code = check_configuration(arguments, std::cout) ? EXIT_SUCCESS : EXIT_FAILURE;
    });
}

}  // namespace

void add_config_commands(CLI::App& app, int& exit_code) {
    CLI::App& config = config_of(app);
    config.add_subcommand("sample", "Print a file with all settings of the gateway, commented")
        ->footer("Example: kimai-gateway config sample > kimai-gateway.conf")
        ->callback([] { std::cout << sample_configuration(); });
    config.add_subcommand("reference", "Print the page of all settings of the gateway, in Markdown")
        ->footer("Example: kimai-gateway config reference > configuration.md")
        ->callback([] { std::cout << configuration_reference(); });
    add_check(config, exit_code);
}

}  // namespace kimai::gateway
