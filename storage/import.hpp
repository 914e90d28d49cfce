// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "storage/dump_row.hpp"

/// Takes a dump of a Kimai 1 database into a database of ours.
namespace kimai::storage {

/// What is stored in place of an API key.
struct SealedKey {
    std::vector<std::byte> lookup;
    std::vector<std::byte> sealed;
};
using SealKey = std::function<SealedKey(std::int64_t user, std::string_view key)>;

struct ImportProgress {
    /// Of the file as it is, packed or not.
    std::uint64_t bytes_read = 0;
    std::optional<std::uint64_t> bytes_total;
    std::uint64_t rows = 0;
};

struct ImportOptions {
    /// A file; it is made if it is not there.
    std::string database;
    /// A file, perhaps packed with gzip; "-" for standard input.
    std::string dump;
    /// "prefix" or "database.prefix" of the tables; nothing: there is one set only.
    std::optional<std::string> prefix;
    /// Whether a database that holds something already may be replaced.
    bool replace = false;
    /// Stored as the settings passwordSalt (sealed by the caller) and timeZone.
    std::optional<std::vector<std::byte>> sealed_salt;
    std::optional<std::string> time_zone;
    /// Called for every API key of a user. Must be set.
    SealKey seal;
    /// Called now and then. May be empty.
    std::function<void(const ImportProgress&)> progress;
    DumpLimits limits;
};

/// A number of rows, and why.
struct CountedReason {
    std::string reason;
    std::int64_t rows = 0;
};

struct TableReport {
    std::string name;
    std::int64_t read = 0;
    std::int64_t imported = 0;
    /// read = imported + these.
    std::vector<CountedReason> left_out;
    /// Among the imported ones: what they refer to is not there. "projectID" stands for a project that is gone.
    std::vector<CountedReason> dangling;
};

struct ImportReport {
    /// All tables of Kimai, those that the dump lacks with zeros.
    std::vector<TableReport> tables;
    /// What else the operator should know, a sentence each.
    std::vector<std::string> notes;
    std::string prefix;
    /// Of Kimai, from its configuration; empty if that is not there.
    std::string version;
    std::string revision;
};

/// Why nothing was imported. line is 0 and statement empty where the reason is not in the dump.
struct ImportFailure {
    std::uint64_t line = 0;
    std::string statement;
    std::string reason;
    /// "line 12, INSERT INTO kimai_users: the reason"
    std::string text() const;
};

/// All or nothing. The dump is read into a new file beside the database, without its locks and journal, and takes its
/// place at the end: by renaming if there was no database, otherwise by overwriting the old one's content in one
/// transaction, so that a server that has it open goes on undisturbed and sees the old or the new whole. After a
/// failure, and after the process was killed, the database is as it was.
/// Only one import into a database runs at a time; the second one fails.
/// What is wrong with the dump or the request is a result. Throws DatabaseError when writing fails (a full disk, ...).
std::variant<ImportReport, ImportFailure> import_dump(const ImportOptions& options);

}  // namespace kimai::storage
