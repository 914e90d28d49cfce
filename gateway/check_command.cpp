// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "gateway/check_command.hpp"

#include <CLI/CLI.hpp>
#include <boost/json/array.hpp>

#include <algorithm>
#include <functional>
#include <iostream>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>

#include "gateway/file_command.hpp"
#include "gateway/log.hpp"
#include "gateway/open_database.hpp"
#include "gateway/sealed_values.hpp"
#include "storage/contents.hpp"
#include "storage/database_check.hpp"
#include "storage/totals.hpp"
#include "storage/trouble.hpp"

namespace kimai::gateway {

namespace {

using storage::Finding;
using storage::Findings;

const char* const restore_key = "Put the key file from the backup back beside the database.";

void open_for_check(const std::filesystem::path& file, std::optional<storage::Connection>& connection) {
    std::error_code error;
    if (!std::filesystem::exists(file, error)) {
        throw std::runtime_error("the database " + file.string() + " does not exist");
    }
    connection.emplace(storage::Connection::open(file.string(), {.read_only = true}));
    if (storage::is_of_another_program(*connection)) {
        throw std::runtime_error(file.string() + " is a database of another program");
    }
}

/// The key file is there and opens what is sealed in this database.
void check_key_file(storage::Connection& connection, const std::filesystem::path& database, Findings& findings) {
    const std::string closed = closed_by(connection, key_file_of(database));
    if (!closed.empty()) findings.push_back({.what = closed, .to_do = restore_key});
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

/// Counts what is found, and prints checks as they are done, or all of them as JSON at the end.
class Report {
  public:
    Report(const std::filesystem::path& database, std::ostream& out, bool json)
        : database_(database), out_(out), json_(json) {}

    void add(std::string_view check, const Findings& findings) {
        const auto is_fault = [](const Finding& finding) { return finding.weight == Finding::Weight::fault; };
        const auto faults = static_cast<std::size_t>(std::ranges::count_if(findings, is_fault));
        faults_ += faults;
        notes_ += findings.size() - faults;
        if (json_) {
            add_record(check, faults > 0 ? "fault" : findings.empty() ? "ok" : "note", findings);
        } else {
            print(check, faults > 0 ? "FAULT" : findings.empty() ? "ok   " : "note ", findings);
        }
    }

    CheckResult end() {
        if (json_) {
            admin::Output output(admin::Form::json, out_, out_);
            output.record({{"database", admin::text_value(database_.string())},
                           {"faults", faults_},
                           {"notes", notes_},
                           {"checks", std::move(records_)}});
            output.print();
        } else {
            out_ << faults_ << (faults_ == 1 ? " fault, " : " faults, ") << notes_
                 << (notes_ == 1 ? " note\n" : " notes\n");
        }
        return faults_ == 0 ? check_clean : check_faults;
    }

  private:
    void print(std::string_view check, std::string_view result, const Findings& findings) {
        out_ << result << "  " << check << "\n";
        for (const Finding& finding : findings) {
            out_ << "         " << escaped(finding.what) << ".\n";
            if (!finding.to_do.empty()) out_ << "         -> " << escaped(finding.to_do) << "\n";
        }
        out_.flush();
    }

    void add_record(std::string_view check, std::string_view result, const Findings& findings) {
        boost::json::array found;
        for (const Finding& finding : findings) {
            const bool is_note = finding.weight == Finding::Weight::note;
            found.push_back(admin::Record{{"weight", is_note ? "note" : "fault"},
                                          {"what", admin::text_value(finding.what)},
                                          {"to_do", admin::text_value(finding.to_do)}});
        }
        records_.push_back(admin::Record{{"check", admin::text_value(check)},
                                         {"result", admin::text_value(result)},
                                         {"findings", std::move(found)}});
    }

    const std::filesystem::path& database_;
    std::ostream& out_;
    bool json_;
    boost::json::array records_;
    std::size_t faults_ = 0;
    std::size_t notes_ = 0;
};

}  // namespace

CheckResult check_database(const std::filesystem::path& database, std::ostream& out, bool json) {
    Report report(database, out, json);
    std::optional<storage::Connection> connection;
    const Findings opening = findings_of([&](Findings& findings) {
        open_for_check(database, connection);
        if (!storage::is_empty(*connection)) return;
        findings.push_back({.what = "the database is empty",
                            .to_do = "If it should hold something, restore the last good backup; otherwise the next "
                                     "start of the gateway makes its tables."});
    });
    if (!opening.empty()) {  // Nothing else can be said.
        report.add("readable as a database", opening);
        return report.end();
    }
    for (const storage::Check& check : storage::database_checks()) {
        report.add(check.name, findings_of([&](Findings& findings) { check.look(*connection, findings); }));
    }
    report.add("key file", findings_of([&](Findings& findings) { check_key_file(*connection, database, findings); }));
    return report.end();
}

void add_check_command(CLI::App& app, int& exit_code) {
    const FileCommand command = add_file_command(
        app, "check", "Look a database over and say what is wrong with it",
        "kimai-gateway check --database kimai.db\n\n"
        "Only reads, unless told otherwise, and may run while the gateway serves the database. Exit code: 0 all is "
        "well (there may be notes), 1 faults were found, 2 the database could not be looked at.");
    const auto repair = std::make_shared<bool>(false);
    command.app->add_flag("--repair-totals", *repair, "First count anew the totals that lists use");
    command.app->final_callback([command, repair, &exit_code] {
        try {
            if (*repair) repair_totals(*command.database);
            exit_code = check_database(*command.database, std::cout, *command.json);
        } catch (const std::exception& error) {
            std::cerr << "kimai-gateway: could not check: " << error.what() << "\n";
            exit_code = check_impossible;
        }
    });
}

}  // namespace kimai::gateway
