// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "gateway/check_command.hpp"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <functional>
#include <iostream>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>

#include "api/logins.hpp"
#include "api/vault.hpp"
#include "gateway/log.hpp"
#include "gateway/open_database.hpp"
#include "storage/contents.hpp"
#include "storage/database_check.hpp"
#include "storage/store.hpp"
#include "storage/totals.hpp"
#include "storage/trouble.hpp"

namespace kimai::gateway {

namespace {

using storage::Finding;
using storage::Findings;

const char* const restore_key = "Put the key file from the backup back beside the database.";

void open_for_check(const std::filesystem::path& file, std::optional<storage::Store>& store) {
    std::error_code error;
    if (!std::filesystem::exists(file, error)) {
        throw std::runtime_error("the database " + file.string() + " does not exist");
    }
    store.emplace(storage::Connection::open(file.string(), {.read_only = true}));
    if (storage::is_of_another_program(store->connection)) {
        throw std::runtime_error(file.string() + " is a database of another program");
    }
}

/// The key file is there and opens what is sealed in this database.
void check_key_file(storage::Store& store, const std::filesystem::path& database, Findings& findings) {
    if (!storage::has_sealed_values(store.connection)) return;
    try {
        const api::Vault vault = api::Vault::open(key_file_of(database), false);
        api::password_salt(store, vault);
        const auto users = storage::users_with_keys(store.connection);
        const auto closed = std::ranges::count_if(users, [&](std::int64_t user) {
            const auto sealed = store.users.sealed_key(user);
            return sealed && !vault.open_sealed(*sealed, api::purpose_of_key(user));
        });
        if (closed == 0) return;
        findings.push_back({.what = "the API keys of " + std::to_string(closed) + " of " +
                                    std::to_string(users.size()) + " users cannot be opened with the key file",
                            .to_do = restore_key});
    } catch (const storage::DatabaseError&) {
        throw;
    } catch (const std::runtime_error& error) {
        findings.push_back({.what = error.what(), .to_do = restore_key});
    }
}

void repair_totals(const std::filesystem::path& database) {
    storage::Connection connection = storage::Connection::open(database.string());
    storage::Transaction transaction(connection);
    storage::rebuild_totals(connection);
    transaction.commit();
}

/// Runs one check; that the database is too damaged for it is a finding, too.
Findings findings_of(const std::function<void(Findings&)>& look) {
    Findings findings;
    try {
        look(findings);
    } catch (const storage::DatabaseError& error) {
        if (storage::trouble_of(error) != storage::Trouble::damaged) throw;
        findings.push_back(storage::damage(error.what()));
    }
    return findings;
}

/// Prints checks as they are done, and counts.
class Report {
  public:
    explicit Report(std::ostream& out) : out_(out) {}

    void add(std::string_view check, const Findings& findings) {
        const auto is_fault = [](const Finding& finding) { return finding.weight == Finding::Weight::fault; };
        const auto faults = static_cast<std::size_t>(std::ranges::count_if(findings, is_fault));
        out_ << (faults > 0 ? "FAULT" : findings.empty() ? "ok   " : "note ") << "  " << check << "\n";
        for (const Finding& finding : findings) {
            out_ << "         " << escaped(finding.what) << ".\n";
            if (!finding.to_do.empty()) out_ << "         -> " << escaped(finding.to_do) << "\n";
        }
        out_.flush();
        faults_ += faults;
        notes_ += findings.size() - faults;
    }

    CheckResult end() {
        out_ << faults_ << (faults_ == 1 ? " fault, " : " faults, ") << notes_
             << (notes_ == 1 ? " note\n" : " notes\n");
        return faults_ == 0 ? check_clean : check_faults;
    }

  private:
    std::ostream& out_;
    std::size_t faults_ = 0;
    std::size_t notes_ = 0;
};

}  // namespace

CheckResult check_database(const std::filesystem::path& database, std::ostream& out) {
    Report report(out);
    std::optional<storage::Store> store;
    const Findings opening = findings_of([&](Findings& findings) {
        open_for_check(database, store);
        if (!storage::is_empty(store->connection)) return;
        findings.push_back({.what = "the database is empty",
                            .to_do = "If it should hold something, restore the last good backup; otherwise the next "
                                     "start of the gateway makes its tables."});
    });
    if (!opening.empty()) {  // Nothing else can be said.
        report.add("readable as a database", opening);
        return report.end();
    }
    for (const storage::Check& check : storage::database_checks()) {
        report.add(check.name, findings_of([&](Findings& findings) { check.look(store->connection, findings); }));
    }
    report.add("key file", findings_of([&](Findings& findings) { check_key_file(*store, database, findings); }));
    return report.end();
}

void add_check_command(CLI::App& app, int& exit_code) {
    CLI::App* const command = app.add_subcommand("check", "Look a database over and say what is wrong with it");
    command->footer(
        "Only reads, unless told otherwise, and may run while the gateway serves the database. Exit code: 0 all is "
        "well (there may be notes), "
        "1 faults were found, 2 the database could not be looked at.");
    const auto database = std::make_shared<std::string>();
    command->add_option("--database", *database, "The database file")->required();
    const auto repair = std::make_shared<bool>(false);
    command->add_flag("--repair-totals", *repair, "First count anew the totals that lists use");
    command->callback([database, repair, &exit_code] {
        try {
            if (*repair) repair_totals(*database);
            exit_code = check_database(*database, std::cout);
        } catch (const std::exception& error) {
            std::cerr << "kimai-gateway: could not check: " << error.what() << "\n";
            exit_code = check_impossible;
        }
    });
}

}  // namespace kimai::gateway
