// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "gateway/file_command.hpp"

#include <array>
#include <iostream>
#include <utility>

#include "gateway/command_options.hpp"

namespace kimai::gateway {

namespace {}  // namespace

admin::Output FileCommand::output() const {
    return {*json ? admin::Form::json : admin::Form::readable, std::cout, std::cerr};
}

FileCommand add_file_command(CLI::App& app, const std::string& name, const std::string& sentence,
                             const std::string& example) {
    FileCommand command{.app = app.add_subcommand(name, sentence),
                        .database = std::make_shared<std::string>(),
                        .json = std::make_shared<bool>(false)};
    command.app->footer("Example:\n  " + example);
    add_database_option(*command.app, *command.database);
    command.app->add_flag("--json", *command.json, "Print JSON, for scripts");
    return command;
}

std::string contents_text(const storage::RowCounts& rows) {
    constexpr std::array<std::pair<std::string_view, std::string_view>, 5> known{{{"users", "users"},
                                                                                  {"customers", "customers"},
                                                                                  {"projects", "projects"},
                                                                                  {"timeSheet", "time entries"},
                                                                                  {"expenses", "expenses"}}};
    std::string text;
    for (const auto& [table, words] : known) {
        for (const auto& [name, count] : rows) {
            if (name != table) continue;
            text += (text.empty() ? "" : ", ") + std::to_string(count) + " " + std::string(words);
        }
    }
    return text;
}

void add_contents(admin::Record& record, const storage::BackupReport& report) {
    record["bytes"] = report.bytes;
    admin::Record rows;
    for (const auto& [table, count] : report.rows) rows[table] = count;
    record["rows"] = std::move(rows);
    record["faults"] = report.faults.size();
}

void note_faults(admin::Output& output, const storage::Findings& faults, const std::string& database) {
    for (const storage::Finding& fault : faults) {
        output.note("warning: " + admin::printable(fault.what) + "; 'kimai-gateway check --database " + database +
                    "' says what to do");
    }
}

}  // namespace kimai::gateway
