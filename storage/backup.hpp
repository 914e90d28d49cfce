// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "storage/database_check.hpp"
#include "storage/draft_file.hpp"
#include "storage/sqlite.hpp"

/// Backups: copies of a database, each a single file, made and put back while servers use the database.
namespace kimai::storage {

/// A table and how many rows it has, by name.
using RowCounts = std::vector<std::pair<std::string, std::int64_t>>;

/// Called with each step that begins: "copying", "checking references".
using ShowStep = std::function<void(std::string_view step)>;

/// What was copied, and what a look over the copy found.
struct BackupReport {
    std::int64_t bytes = 0;
    RowCounts rows;
    /// Faults only, none of them damage: the original has them too.
    Findings faults;
    /// Of a restore: where the old content is; empty if there was none or it was not to be kept.
    std::string kept;
};

struct BackupOptions {
    std::string database;
    std::string backup;
    /// Take the place of a file of that name.
    bool replace = false;
    ShowStep show = [](std::string_view) {};
    /// Called with the copy before it gets its name; may throw.
    std::function<void(Connection& copy)> before_publishing = [](Connection&) {};
};

/// Writes a backup: the database as it was at one moment, whatever is written meanwhile, by SQLite's own online backup;
/// checked when it is written, then given its name. Throws DraftRefused if there can be none (no such database, not
/// ours, the backup's name taken, the copy is damaged), and DatabaseError. Nothing is left then.
BackupReport make_backup(const BackupOptions& options);

struct RestoreOptions {
    std::string backup;
    std::string database;
    /// Take the place of what the database holds.
    bool replace = false;
    /// Where the old content goes; empty: nowhere.
    std::string keep = {};
    ShowStep show = [](std::string_view) {};
    /// Called with the new content before it takes its place, to change what is sealed in it; may throw.
    std::function<void(Connection& content)> before_publishing = [](Connection&) {};
};

/// Puts a backup in the place of a database. It is copied, checked and brought to the newest schema beside the database
/// first; servers go on and see all of the old or all of the new. Throws DraftRefused if the backup is none of this
/// program, of a newer version or damaged, or if the database is filled and not to be replaced, and DatabaseError. Then
/// nothing has changed.
BackupReport restore_backup(const RestoreOptions& options);

/// Looks a database over as `check` does. Throws DraftRefused, with `name` in the sentence, if the file is damaged;
/// answers other faults.
Findings require_undamaged(Connection& connection, const std::string& name, const ShowStep& show);

}  // namespace kimai::storage
