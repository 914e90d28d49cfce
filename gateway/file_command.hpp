// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>

#include <memory>
#include <string>

#include "gateway/admin/output.hpp"
#include "storage/backup.hpp"

/// What the commands share that work on the database's file as a whole: backup, restore, vacuum.
namespace kimai::gateway {

/// A command with the options --database and --json, which it takes as all commands do.
struct FileCommand {
    CLI::App* app;
    std::shared_ptr<std::string> database;
    std::shared_ptr<bool> json;

    /// What prints its result.
    admin::Output output() const;
};

/// sentence: what it does; example: one line or more that begin with "kimai-gateway", and what else is to be said.
FileCommand add_file_command(CLI::App& app, const std::string& name, const std::string& sentence,
                             const std::string& example);

/// "4 users, 12 customers, ...": what an operator knows his database by.
std::string contents_text(const storage::RowCounts& rows);

/// The members of a report that backup and restore share.
void add_contents(admin::Record& record, const storage::BackupReport& report);

/// Notes for faults that were there before.
void note_faults(admin::Output& output, const storage::Findings& faults, const std::string& database);

}  // namespace kimai::gateway
