// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "gateway/reference_command.hpp"

#include <CLI/App.hpp>

#include <array>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <iostream>
#include <stdexcept>
#include <string>

#include "gateway/bash_completion.hpp"
#include "gateway/command_model.hpp"
#include "gateway/man_page.hpp"
#include "gateway/method_reference.hpp"
#include "gateway/version.hpp"

namespace kimai::gateway {

namespace {

/// Today, or the day that a build is to be reproduced for (reproducible-builds.org).
std::string date() {
    using namespace std::chrono;
    // NOLINTNEXTLINE(concurrency-mt-unsafe): nobody changes the environment
    const char* const given = std::getenv("SOURCE_DATE_EPOCH");
    const auto time = given == nullptr ? system_clock::now() : system_clock::time_point(seconds(std::stoll(given)));
    const year_month_day day(floor<days>(time));
    std::array<char, 32> text{};
    std::snprintf(text.data(), text.size(), "%04d-%02u-%02u", static_cast<int>(day.year()),
                  static_cast<unsigned>(day.month()), static_cast<unsigned>(day.day()));
    return text.data();
}

void add(CLI::App& reference, const std::string& name, const std::string& documentation,
         const std::function<std::string()>& make) {
    reference.add_subcommand(name, documentation)->callback([make] {
        std::cout << make() << std::flush;
        if (!std::cout) throw std::runtime_error("standard output cannot be written");
    });
}

}  // namespace

void add_reference_command(CLI::App& app) {
    CLI::App* const reference = app.add_subcommand("reference", "Print what is made from the program itself");
    reference->group("");  // Hidden.
    reference->require_subcommand(1);
    add(*reference, "man", "The manual page", [&app] { return man_page(model_of(app), version, date()); });
    add(*reference, "bash-completion", "What completes the command line in bash",
        [&app] { return bash_completion(model_of(app)); });
    add(*reference, "methods", "docs/methods.md", method_reference);
}

}  // namespace kimai::gateway
