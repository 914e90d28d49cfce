// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "gateway/vacuum_command.hpp"

#include <unistd.h>

#include <algorithm>
#include <iostream>

#include "gateway/bytes_text.hpp"
#include "gateway/file_command.hpp"
#include "gateway/open_database.hpp"
#include "gateway/progress_line.hpp"
#include "storage/vacuum.hpp"

namespace kimai::gateway {

namespace {

void run(const FileCommand& command) {
    admin::Output output = command.output();
    ProgressLine progress(std::cerr, isatty(STDERR_FILENO) != 0);
    open_without_secrets(*command.database);  // Is there, and is ours.
    progress.step("writing the database anew");
    const storage::VacuumReport report = storage::vacuum(*command.database);
    progress.end();
    const std::int64_t saved = std::max<std::int64_t>(0, report.before - report.after);
    output.done(bytes_text(saved) + " given back: the database had " + bytes_text(report.before) + ", and has " +
                    bytes_text(report.after),
                {{"database", *command.database},
                 {"bytes_before", report.before},
                 {"bytes_after", report.after},
                 {"given_back", report.given_back}});
    if (!report.given_back) {
        output.note(
            "note: somebody reads the database just now; the system has the space as soon as the next write "
            "after that is done");
    }
    output.print();
}

}  // namespace

void add_vacuum_command(CLI::App& app) {
    const FileCommand command = add_file_command(
        app, "vacuum", "Give the space of removed rows back to the system",
        "kimai-gateway vacuum --database kimai.db\n\n"
        "The gateway may serve the database: it goes on reading, and its writes wait. For a while twice "
        "the database's size is needed on the disk.");
    command.app->final_callback([command] { run(command); });
}

}  // namespace kimai::gateway
