// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>

#include <cstdio>
#include <cstdlib>
#include <exception>
#include <string>

#include "gateway/application.hpp"
#include "gateway/check_command.hpp"
#include "gateway/config_command.hpp"
#include "gateway/demo_command.hpp"
#include "gateway/export_command.hpp"
#include "gateway/import_command.hpp"
#include "gateway/options.hpp"
#include "gateway/version.hpp"
#include "storage/trouble.hpp"

namespace {

int run(int argc, char** argv) {
    using namespace kimai::gateway;
    CLI::App app("Serves the remote API of Kimai 1 to the programs that were written for it.", "kimai-gateway");
    app.set_version_flag("--version", std::string(version));
    app.require_subcommand(1);

    ServeOptions options;
    CLI::App* const serving = app.add_subcommand("serve", "Serve a database over HTTP");
    add_serve_options(*serving, options);
    serving->final_callback(
        [&options, argc, argv] { serve(options, [argc, argv] { return read_serve_options(argc, argv); }); });
    add_import_command(app);
    add_export_command(app);
    add_demo_command(app);
    int exit_code = EXIT_SUCCESS;
    add_check_command(app, exit_code);
    add_config_commands(app, exit_code);

    try {
        app.parse(argc, argv);
        return exit_code;
    } catch (const CLI::ParseError& error) {
        return app.exit(error);
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
