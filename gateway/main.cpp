// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>

#include <cstdlib>
#include <exception>
#include <iostream>

#include "gateway/application.hpp"
#include "gateway/demo_command.hpp"
#include "gateway/import_command.hpp"
#include "gateway/options.hpp"
#include "gateway/version.hpp"

int main(int argc, char** argv) {
    using namespace kimai::gateway;
    CLI::App app("Serves the remote API of Kimai 1 to the programs that were written for it.", "kimai-gateway");
    app.set_version_flag("--version", std::string(version));
    app.require_subcommand(1);

    ServeOptions options;
    CLI::App* const serving = app.add_subcommand("serve", "Serve a database over HTTP");
    add_serve_options(*serving, options);
    serving->final_callback([&options] { serve(options); });
    add_import_command(app);
    add_demo_command(app);

    try {
        app.parse(argc, argv);
        return EXIT_SUCCESS;
    } catch (const CLI::ParseError& error) {
        return app.exit(error);
    } catch (const std::exception& error) {
        std::cerr << "kimai-gateway: " << error.what() << "\n";
        return EXIT_FAILURE;
    }
}
