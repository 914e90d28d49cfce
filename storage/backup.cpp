// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "storage/backup.hpp"

#include <chrono>
#include <filesystem>
#include <memory>
#include <optional>
#include <system_error>

#include "storage/bulk_insert.hpp"
#include "storage/contents.hpp"
#include "storage/database_draft.hpp"
#include "storage/one_number.hpp"
#include "storage/schema.hpp"
#include "storage/trouble.hpp"

namespace kimai::storage {

namespace {

constexpr std::chrono::seconds patience{30};

RowCounts count_rows(Connection& connection) {
    std::vector<std::string> tables;
    {
        Rows rows = connection.query(
            "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'"
            " ORDER BY name");
        while (rows.next()) tables.emplace_back(rows.text(0));
    }
    RowCounts counts;
    for (std::string& table : tables) {
        const std::int64_t rows = one_number(connection, "SELECT count(*) FROM \"" + table + "\"");
        counts.emplace_back(std::move(table), rows);
    }
    return counts;
}

/// Opens what is to be copied. Throws DraftRefused with a sentence if it is no database of ours.
Connection open_source(const std::string& file) {
    std::error_code error;
    if (!std::filesystem::exists(file, error)) throw DraftRefused(file + " does not exist");
    try {
        Connection connection = Connection::open(file, {.busy_timeout = patience, .read_only = true});
        const std::int64_t version = one_number(connection, "PRAGMA user_version");
        if (is_empty(connection)) throw DraftRefused(file + " is empty");
        if (is_of_another_program(connection) || version < 1) {
            throw DraftRefused(file + " is a database of another program");
        }
        if (version > schema_version()) {
            throw DraftRefused(file + " was made by a newer version of this program; use that one");
        }
        return connection;
    } catch (const DatabaseError& failure) {
        throw DraftRefused(file + " cannot be read as a database of this program: " + failure.what());
    }
}

void refuse_same_file(const std::string& one, const std::string& other) {
    std::error_code error;
    if (std::filesystem::equivalent(one, other, error)) {
        throw DraftRefused(one + " and " + other + " are the same file");
    }
}

/// A file of that name that is open as a database, or was left by a crash, must not be exchanged under its log, which
/// SQLite would take for the new one's.
void refuse_database_in_use(const std::string& backup) {
    std::error_code error;
    const std::string log = backup + "-wal";
    const auto size = std::filesystem::file_size(log, error);
    if (error || size == 0) return;
    throw DraftRefused(log + " is there, so " + backup + " is in use as a database or its program crashed: take " +
                       "another name");
}

/// Makes `file`, which is empty, a copy of a database at one moment. Answers how many rows it had then.
RowCounts copy_into(const std::string& file, Connection& source) {
    Connection copy = Connection::open(file);
    copy.run_script("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA locking_mode = EXCLUSIVE");
    const Snapshot moment(source);
    RowCounts rows = count_rows(source);
    overwrite_database(copy, source, [] {});
    return rows;
}

/// A database with a write-ahead log can only be opened where files can be made beside it.
void make_single_file(Connection& copy) {
    Rows rows = copy.query("PRAGMA journal_mode = DELETE");
    if (!rows.next() || rows.text(0) != "delete") throw DraftRefused("the copy cannot be made a single file");
}

/// The old content, written when nobody can write to it any more. Gone again if the new one does not take its place.
class KeptContent {
  public:
    KeptContent(std::string database, std::string name) : database_(std::move(database)), name_(std::move(name)) {}
    KeptContent(const KeptContent&) = delete;
    KeptContent& operator=(const KeptContent&) = delete;
    KeptContent(KeptContent&&) = delete;
    KeptContent& operator=(KeptContent&&) = delete;
    ~KeptContent() {
        std::error_code ignored;
        if (is_written_ && !is_final_) std::filesystem::remove(name_, ignored);
    }

    void write() {
        if (name_.empty()) return;
        Connection old = Connection::open(database_, {.busy_timeout = patience, .read_only = true});
        if (is_empty(old)) return;
        DraftFile draft(name_, ".writing", "restore into " + database_);
        copy_into(draft.name(), old);
        make_single_file(*std::make_unique<Connection>(Connection::open(draft.name())));
        draft.publish(false);
        is_written_ = true;
    }
    /// Answers its name; nothing if there was no content.
    std::string keep() {
        is_final_ = true;
        return is_written_ ? name_ : std::string();
    }

  private:
    std::string database_;
    std::string name_;
    bool is_written_ = false;
    bool is_final_ = false;
};

}  // namespace

Findings require_undamaged(Connection& connection, const std::string& name, const ShowStep& show) {
    const auto refuse = [&name](const std::string& what) {
        throw DraftRefused(name + ": " + what + "; see what 'kimai-gateway check' finds");
    };
    Findings faults;
    for (const Check& check : database_checks()) {
        show("checking " + std::string(check.name));
        Findings found;
        try {
            check.look(connection, found);
        } catch (const DatabaseError& error) {
            if (trouble_of(error) != Trouble::damaged) throw;
            refuse(damage(error.what()).what);
        }
        // The first one looks at the file itself, the others at what stands in it.
        if (&check == &database_checks().front() && !found.empty()) refuse(found.front().what);
        for (Finding& finding : found) {
            if (finding.weight == Finding::Weight::fault) faults.push_back(std::move(finding));
        }
    }
    return faults;
}

BackupReport make_backup(const BackupOptions& options) {
    std::error_code error;
    Connection source = open_source(options.database);
    refuse_same_file(options.database, options.backup);
    refuse_database_in_use(options.backup);
    if (!options.replace && std::filesystem::exists(options.backup, error)) {
        throw DraftRefused(options.backup + " is there already; use --replace to put the backup in its place");
    }
    DraftFile draft(options.backup, ".writing", "backup to " + options.backup);
    BackupReport report;
    options.show("copying");
    report.rows = copy_into(draft.name(), source);
    {
        Connection copy = Connection::open(draft.name());
        make_single_file(copy);
        report.bytes = bytes_of_pages(copy);
        report.faults = require_undamaged(copy, "the copy of " + options.database, options.show);
        if (count_rows(copy) != report.rows) throw DraftRefused("the copy has not the rows that the database had");
        options.before_publishing(copy);
    }
    draft.publish(options.replace);
    return report;
}

BackupReport restore_backup(const RestoreOptions& options) {
    refuse_same_file(options.backup, options.database);
    BackupReport report;
    std::optional<Connection> backup(open_source(options.backup));
    DatabaseDraft draft(options.database, options.replace,
                        {.ending = ".restoring", .work = "restore", .result = "the backup"});
    options.show("copying");
    overwrite_database(draft.connection(), *backup, [] {});
    backup.reset();
    migrate(draft.connection());
    report.faults = require_undamaged(draft.connection(), options.backup, options.show);
    report.rows = count_rows(draft.connection());
    report.bytes = bytes_of_pages(draft.connection());
    options.before_publishing(draft.connection());
    options.show("putting it in place");
    KeptContent kept(options.database, options.keep);
    draft.publish([&kept] { kept.write(); });
    report.kept = kept.keep();
    return report;
}

}  // namespace kimai::storage
