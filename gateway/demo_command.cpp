// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "gateway/demo_command.hpp"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <chrono>
#include <iomanip>
#include <iostream>
#include <memory>
#include <stdexcept>
#include <string>
#include <utility>

#include "api/passwords.hpp"
#include "gateway/clock.hpp"
#include "gateway/command_options.hpp"
#include "gateway/open_database.hpp"
#include "storage/demo_data.hpp"
#include "storage/installation.hpp"

namespace kimai::gateway {

namespace {

constexpr std::uint64_t seed = 1;

storage::DemoData fill(storage::Store& store, const std::filesystem::path& database, std::int64_t now) {
    storage::Transaction transaction(store.connection);
    if (storage::is_filled(store)) {
        throw std::runtime_error("the database " + database.string() +
                                 " is filled already; demo data goes into a new one only");
    }
    storage::DemoData data = storage::fill_with_demo_data(store, now, seed, api::hash_password);
    transaction.commit();
    return data;
}

void print(const storage::DemoData& data, const std::filesystem::path& database, std::ostream& out) {
    out << "A small firm is in " << database.string() << ": " << data.logins.size() << " users, " << data.customers
        << " customers, " << data.projects << " projects, " << data.time_entries << " time entries, " << data.expenses
        << " expenses.\n\n";
    std::size_t width = 0;
    for (const storage::DemoLogin& login : data.logins) width = std::max(width, login.password.size());
    const auto row = [&](std::string_view name, std::string_view password, std::string_view shows) {
        const int column = static_cast<int>(width) + 2;
        out << std::left << std::setw(column) << name << std::setw(column) << password << shows << "\n";
    };
    row("login", "password", "shows");
    for (const storage::DemoLogin& login : data.logins) row(login.name, login.password, login.shows);
    out << "\nStart it:       kimai-gateway serve --database " << database.string() << " --listen 127.0.0.1:8080\n"
        << "Base URL:       http://127.0.0.1:8080\n"
        << "JSON-RPC:       http://127.0.0.1:8080/core/json.php\n"
        << "SOAP:           http://127.0.0.1:8080/core/soap.php?wsdl\n";
}

}  // namespace

void fill_demo(const std::filesystem::path& database, std::int64_t now, std::ostream& out) {
    OpenedDatabase opened = open_database(database, {.create = true});
    NewFiles made(std::move(opened.made));
    storage::Store store(std::move(opened.connection));
    const storage::DemoData data = fill(store, database, now);
    made.keep();
    print(data, database, out);
}

void add_demo_command(CLI::App& app) {
    CLI::App* demo = app.add_subcommand("demo", "Fill a new database with a small made-up firm and print the logins");
    const auto database = std::make_shared<std::string>();
    demo->footer("Example: kimai-gateway demo --database demo.db");
    add_database_option(*demo, *database, "The database file; it is made if it is not there");
    demo->final_callback([database] { fill_demo(*database, seconds_since_1970(), std::cout); });
}

}  // namespace kimai::gateway
