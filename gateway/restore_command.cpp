// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "gateway/restore_command.hpp"

#include <unistd.h>

#include <array>
#include <ctime>
#include <filesystem>
#include <iostream>
#include <optional>
#include <stdexcept>
#include <utility>

#include "gateway/bytes_text.hpp"
#include "gateway/file_command.hpp"
#include "gateway/open_database.hpp"
#include "gateway/progress_line.hpp"
#include "gateway/sealed_values.hpp"
#include "storage/contents.hpp"

namespace kimai::gateway {

namespace {

struct Arguments {
    std::string backup;
    std::optional<std::string> key;
    bool replace = false;
    bool drop_old = false;
};

/// "kimai.db.before-restore-20260131T120000Z"
std::string name_for_old_content(const std::string& database) {
    const std::time_t now = std::time(nullptr);
    std::tm parts{};
    ::gmtime_r(&now, &parts);
    std::array<char, 32> text{};
    const std::size_t size = std::strftime(text.data(), text.size(), "%Y%m%dT%H%M%SZ", &parts);
    return database + ".before-restore-" + std::string(text.data(), size);
}

/// Sees to it that the database's key file opens what the backup brings. A key file that is there stays, since a server
/// may have read it: what another one sealed is sealed anew. Where there is none, the given one becomes it.
void fit_to_key(storage::Connection& content, const std::string& database, const std::optional<std::string>& given,
                NewFiles& made) {
    const std::filesystem::path own = key_file_of(database);
    std::string closed = closed_by(content, own);
    if (closed.empty()) return;
    if (!given) throw std::runtime_error(closed + "; say with --key which key file belongs to the backup");
    closed = closed_by(content, *given);
    if (!closed.empty()) throw std::runtime_error(*given + ": " + closed);
    std::error_code error;
    if (std::filesystem::exists(own, error)) {
        reseal(content, api::Vault::open(*given, false), api::Vault::open(own, false));
    } else {
        copy_key_file(*given, own);
        made.add(own);
    }
}

void run(const FileCommand& command, const Arguments& arguments) {
    const std::string& database = *command.database;
    admin::Output output = command.output();
    ProgressLine progress(std::cerr, isatty(STDERR_FILENO) != 0);
    storage::RestoreOptions options{.backup = arguments.backup, .database = database};
    options.replace = arguments.replace;
    if (!arguments.drop_old) options.keep = name_for_old_content(database);
    options.show = [&progress](std::string_view step) { progress.step(step); };
    NewFiles made({});
    options.before_publishing = [&](storage::Connection& content) {
        fit_to_key(content, database, arguments.key, made);
    };
    const storage::BackupReport report = storage::restore_backup(options);
    made.keep();
    progress.end();
    note_faults(output, report.faults, database);
    admin::Record record{{"database", database}, {"backup", arguments.backup}};
    add_contents(record, report);
    record["kept"] =
        admin::text_value(report.kept.empty() ? std::nullopt : std::optional<std::string_view>(report.kept));
    std::string sentence =
        "restored into " + database + ": " + bytes_text(report.bytes) + ", " + contents_text(report.rows);
    if (!report.kept.empty()) sentence += "\nwhat it held before is in " + report.kept;
    output.done(sentence, record);
    output.print();
}

}  // namespace

void add_restore_command(CLI::App& app) {
    const FileCommand command = add_file_command(
        app, "restore", "Put a backup in the place of what the database holds, also while the gateway serves it",
        "kimai-gateway restore --database kimai.db --replace /backups/kimai.db\n\n"
        "The backup is checked first. Calls see all of the old content or all of the new; the old is kept beside it.");
    const auto arguments = std::make_shared<Arguments>();
    command.app->add_flag("--replace", arguments->replace,
                          "Replace what the database holds; without it a filled one stays");
    command.app
        ->add_option("--key", arguments->key,
                     "The key file of the backup, if it is not that of the database (FILE.key)")
        ->option_text("FILE");
    command.app->add_flag("--no-keep", arguments->drop_old, "Do not keep the old content");
    command.app->add_option("BACKUP", arguments->backup, "The backup")->option_text(" ")->required();
    command.app->final_callback([command, arguments] { run(command, *arguments); });
}

}  // namespace kimai::gateway
