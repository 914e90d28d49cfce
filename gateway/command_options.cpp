// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "gateway/command_options.hpp"

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>

namespace kimai::gateway {

void add_database_option(CLI::App& command, std::string& file, const std::string& sentence) {
    command.add_option("--database", file, sentence)
        ->envname("KIMAI_GATEWAY_DATABASE")
        ->option_text("FILE (Env:KIMAI_GATEWAY_DATABASE)")
        ->required();
}

}  // namespace kimai::gateway
