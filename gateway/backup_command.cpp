// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "gateway/backup_command.hpp"

#include <unistd.h>

#include <filesystem>
#include <iostream>
#include <optional>
#include <utility>

#include "gateway/bytes_text.hpp"
#include "gateway/file_command.hpp"
#include "gateway/open_database.hpp"
#include "gateway/progress_line.hpp"
#include "gateway/sealed_values.hpp"
#include "storage/new_file.hpp"

namespace kimai::gateway {

namespace {

struct Arguments {
    std::string backup;
    std::optional<std::string> key_copy;
    bool replace = false;
};

/// The key file opens what is sealed in the copy, and is copied itself if that was asked for.
void look_after_key(storage::Connection& copy, const std::string& database, const Arguments& arguments,
                    admin::Output& output) {
    const std::filesystem::path key = key_file_of(database);
    const std::string closed = closed_by(copy, key);
    if (!closed.empty()) output.note("warning: " + closed + ", nor those of the backup: look for the right key file");
    if (!arguments.key_copy) return;
    copy_key_file(key, *arguments.key_copy);
    if (storage::folder_of(*arguments.key_copy) == storage::folder_of(arguments.backup)) {
        output.note("warning: the key is beside the backup; who steals both has all API keys. Take the key elsewhere");
    }
}

void run(const FileCommand& command, const Arguments& arguments) {
    admin::Output output = command.output();
    ProgressLine progress(std::cerr, isatty(STDERR_FILENO) != 0);
    storage::BackupOptions options{.database = *command.database, .backup = arguments.backup};
    options.replace = arguments.replace;
    options.show = [&progress](std::string_view step) { progress.step(step); };
    options.before_publishing = [&](storage::Connection& copy) {
        look_after_key(copy, *command.database, arguments, output);
    };
    const storage::BackupReport report = storage::make_backup(options);
    progress.end();
    note_faults(output, report.faults, *command.database);
    admin::Record record{{"database", *command.database}, {"backup", arguments.backup}};
    add_contents(record, report);
    output.done("backed up in " + arguments.backup + ", and checked: " + bytes_text(report.bytes) + ", " +
                    contents_text(report.rows),
                record);
    output.print();
}

}  // namespace

void add_backup_command(CLI::App& app) {
    const FileCommand command =
        add_file_command(app, "backup", "Write a copy of the database, whole and checked, while the gateway serves it",
                         "kimai-gateway backup --database kimai.db /backups/kimai.db\n\n"
                         "The copy is a single file that shows the database at one moment. Its name is given when it "
                         "is whole and checked.\n"
                         "Keep the key file, kimai.db.key, too, but elsewhere: who has both has all API keys.");
    const auto arguments = std::make_shared<Arguments>();
    command.app->add_flag("--replace", arguments->replace, "Take the place of a file that is there");
    command.app
        ->add_option("--with-key", arguments->key_copy,
                     "Copy the key file, too, to this file; it should lie on another machine or medium")
        ->option_text("FILE");
    command.app->add_option("BACKUP", arguments->backup, "The file to write")->option_text(" ")->required();
    command.app->final_callback([command, arguments] { run(command, *arguments); });
}

}  // namespace kimai::gateway
