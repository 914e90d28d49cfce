// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>

#include <cstdio>
#include <cstdlib>
#include <exception>
#include <string>
#include <vector>

#include "gateway/admin/admin_commands.hpp"
#include "gateway/application.hpp"
#include "gateway/backup_command.hpp"
#include "gateway/check_command.hpp"
#include "gateway/demo_command.hpp"
#include "gateway/import_command.hpp"
#include "gateway/import_csv_command.hpp"
#include "gateway/options.hpp"
#include "gateway/restore_command.hpp"
#include "gateway/vacuum_command.hpp"
#include "gateway/version.hpp"
#include "storage/trouble.hpp"

namespace {

/// What is wrong with the command line, in one line that ends with what to do.
std::string complaint(const CLI::App* app, const CLI::Error& error) {
    std::string command = app->get_name();
    while (!app->get_subcommands().empty()) {
        app = app->get_subcommands().front();
        command += " " + app->get_name();
    }
    const std::string advice = "; see " + command + " --help\n";
    const auto known = app->get_subcommands([](const CLI::App*) { return true; });
    if (known.empty() || error.get_exit_code() != static_cast<int>(CLI::ExitCodes::RequiredError)) {
        return command + ": " + error.what() + advice;
    }
    std::string names;
    for (const CLI::App* subcommand : known) names += (names.empty() ? "" : ", ") + subcommand->get_name();
    const std::vector<std::string> rest = app->remaining();
    const std::string wrong = rest.empty() ? "a subcommand is missing" : "there is no subcommand " + rest.front();
    return command + ": " + wrong + "; there are " + names + advice;
}

int run(int argc, char** argv) {
    using namespace kimai::gateway;
    CLI::App app("Serves the remote API of Kimai 1 to the programs that were written for it.", "kimai-gateway");
    app.set_version_flag("--version", std::string(version));
    app.require_subcommand(1);

    ServeOptions options;
    CLI::App* const serving = app.add_subcommand("serve", "Serve a database over HTTP");
    add_serve_options(*serving, options);
    serving->final_callback([&options] { serve(options); });
    add_import_command(app);
    add_import_csv_command(app);
    add_demo_command(app);
    int exit_code = EXIT_SUCCESS;
    add_check_command(app, exit_code);
    add_backup_command(app);
    add_restore_command(app);
    add_vacuum_command(app);
    admin::add_user_commands(app);
    admin::add_group_commands(app);
    admin::add_role_commands(app);
    admin::add_key_commands(app);

    app.failure_message(complaint);
    try {
        app.parse(argc, argv);
        return exit_code;
    } catch (const CLI::ParseError& error) {
        // CLI11 has a number for each kind of mistake; callers need to know only that it was one.
        constexpr int wrong_command_line = 2;
        return app.exit(error) == EXIT_SUCCESS ? EXIT_SUCCESS : wrong_command_line;
    }
}

}  // namespace

int main(int argc, char** argv) {
    try {
        return run(argc, argv);
    } catch (const kimai::storage::DatabaseError& error) {
        const std::string advice = advice_on(trouble_of(error), "the database");
        std::fprintf(stderr, "kimai-gateway: %s%s%s\n", error.what(), advice.empty() ? "" : "; ", advice.c_str());
    } catch (const std::exception& error) {
        std::fprintf(stderr, "kimai-gateway: %s\n", error.what());
    } catch (...) {
        std::fputs("kimai-gateway: an unknown error\n", stderr);
    }
    return EXIT_FAILURE;
}
