// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "gateway/export_command.hpp"

#include <CLI/CLI.hpp>
#include <unistd.h>

#include <chrono>
#include <iostream>
#include <memory>
#include <stdexcept>
#include <utility>
#include <vector>

#include "api/logins.hpp"
#include "api/vault.hpp"
#include "gateway/command_options.hpp"
#include "gateway/log.hpp"
#include "gateway/open_database.hpp"
#include "storage/autoconf.hpp"
#include "storage/contents.hpp"
#include "storage/export/export_output.hpp"
#include "storage/export/mysql_export.hpp"
#include "storage/export/plain_tables.hpp"
#include "storage/settings.hpp"
#include "storage/store.hpp"

namespace kimai::gateway {

namespace {

using Format = ExportArguments::Format;

/// How far an export is, drawn over itself on a terminal.
class ExportProgress {
  public:
    ExportProgress(std::ostream& out, bool terminal, std::int64_t rows)
        : out_(out), terminal_(terminal), rows_(rows), drawn_(Clock::now()) {}
    ExportProgress(const ExportProgress&) = delete;
    ExportProgress& operator=(const ExportProgress&) = delete;
    ExportProgress(ExportProgress&&) = delete;
    ExportProgress& operator=(ExportProgress&&) = delete;
    ~ExportProgress() {
        if (is_drawn_) out_ << "\r\x1B[K" << std::flush;
    }

    void row_done() {
        constexpr std::int64_t between_looks = 1024;
        constexpr auto between_drawings = std::chrono::milliseconds(100);
        if (++done_ % between_looks != 0 || !terminal_ || Clock::now() - drawn_ < between_drawings) return;
        drawn_ = Clock::now();
        is_drawn_ = true;
        out_ << "\r" << done_ * 100 / rows_ << " % of " << rows_ << " rows\x1B[K" << std::flush;
    }

  private:
    using Clock = std::chrono::steady_clock;
    std::ostream& out_;
    bool terminal_;
    std::int64_t rows_;
    std::int64_t done_ = 0;
    bool is_drawn_ = false;
    Clock::time_point drawn_;
};

std::int64_t count_rows(storage::Connection& connection) {
    std::int64_t count = 0;
    for (const storage::PlainTable& table : storage::plain_tables(connection)) {
        storage::Rows rows = connection.query("SELECT count(*) FROM " + table.name);
        rows.next();
        count += rows.integer(0);
    }
    return count;
}

/// One export; all of it in one snapshot.
class Export {
  public:
    Export(const ExportArguments& arguments, storage::Store& store, std::ostream& notes)
        : arguments_(arguments), store_(store), notes_(notes) {}

    void run(bool terminal);

  private:
    void write_mysql();
    void write_csv();
    void write_json_lines();
    std::string kimai_config(const std::optional<std::string>& salt);

    const ExportArguments& arguments_;
    storage::Store& store_;
    std::ostream& notes_;
    storage::RowDone row_done_;
};

void Export::run(bool terminal) {
    const storage::Snapshot snapshot(store_.connection);
    const std::int64_t passes = arguments_.format == Format::mysql ? 2 : 1;
    ExportProgress progress(notes_, terminal, count_rows(store_.connection) * passes);
    row_done_ = [&progress] { progress.row_done(); };
    switch (arguments_.format) {
        case Format::mysql:
            write_mysql();
            return;
        case Format::csv:
            write_csv();
            return;
        case Format::jsonl:
            write_json_lines();
    }
}

void Export::write_mysql() {
    // Opened here only: what has no secrets in it is to be had also when the key file is lost. Where nothing is sealed
    // no key file is made, since a server that starts meanwhile would seal with it.
    std::optional<api::Vault> vault;
    std::optional<std::string> salt;
    if (storage::has_sealed_values(store_.connection)) {
        vault = api::Vault::open(key_file_of(arguments_.database), false);
        salt = api::password_salt(store_, *vault);
    }
    std::optional<storage::ExportOutput> config;
    if (arguments_.kimai_config_output) config.emplace(*arguments_.kimai_config_output, arguments_.replace);
    storage::ExportOutput output(arguments_.output, arguments_.replace);
    storage::MysqlExportOptions options;
    options.prefix = arguments_.prefix;
    options.open_key = [&vault](std::int64_t user, storage::Bytes sealed) {
        return vault.value().open_sealed(sealed, api::purpose_of_key(user));
    };
    options.row_done = row_done_;
    std::vector<std::string> notes =
        storage::export_mysql(store_.connection, options, [&output](std::string_view text) { output.write(text); });
    output.finish();
    if (config) {
        config->write(kimai_config(salt));
        config->finish();
    } else if (salt) {
        notes.emplace_back(
            "the password salt and the time zone are not in the dump; --kimai-config-output FILE "
            "writes them");
    }
    for (const std::string& note : notes) notes_ << "note: " << escaped(note) << "\n";
}

/// What the dump lacks; `import --kimai-config` reads it.
std::string Export::kimai_config(const std::optional<std::string>& salt) {
    std::string text =
        "<?php\n"
        "// What belongs to this export in Kimai's includes/autoconf.php, and what `kimai-gateway import\n"
        "// --kimai-config` reads. Kimai itself also needs to know there how to reach its database.\n" +
        storage::autoconf_line("server_prefix", arguments_.prefix);
    text += salt ? storage::autoconf_line("password_salt", *salt) : storage::autoconf_line("no_password_salt", "yes");
    const auto zone = store_.settings.setting(storage::time_zone_setting);
    if (zone) text += storage::autoconf_line("defaultTimezone", *zone);
    return text;
}

void Export::write_csv() {
    storage::ExportFolder folder(arguments_.output);
    for (const storage::PlainTable& table : storage::plain_tables(store_.connection)) {
        storage::ExportOutput file(folder.file(table.name + ".csv"), false);
        storage::write_csv(
            store_.connection, table, [&file](std::string_view text) { file.write(text); }, row_done_);
        file.finish();
    }
    folder.finish();
}

void Export::write_json_lines() {
    storage::ExportOutput output(arguments_.output, arguments_.replace);
    for (const storage::PlainTable& table : storage::plain_tables(store_.connection)) {
        storage::write_json_lines(
            store_.connection, table, [&output](std::string_view text) { output.write(text); }, row_done_);
    }
    output.finish();
}

Format format_named(std::string_view name) {
    return name == "mysql" ? Format::mysql : name == "csv" ? Format::csv : Format::jsonl;
}

/// What CLI11 cannot say about options by themselves.
void check(const ExportArguments& arguments) {
    const bool is_csv = arguments.format == Format::csv;
    if (is_csv && arguments.output == "-") {
        throw CLI::ValidationError("--output", "csv makes several files: name a folder that is not there yet");
    }
    if (is_csv && arguments.replace) {
        throw CLI::ValidationError("--replace", "a folder is not replaced; name one that is not there yet");
    }
    if (arguments.kimai_config_output && arguments.format != Format::mysql) {
        throw CLI::ValidationError("--kimai-config-output", "goes with --format mysql only");
    }
    if (const auto problem = storage::prefix_problem(arguments.prefix)) {
        throw CLI::ValidationError("--prefix", "'" + arguments.prefix + "' " + *problem);
    }
}

}  // namespace

void run_export(const ExportArguments& arguments, std::ostream& notes, bool terminal) {
    storage::Store store(open_without_secrets(arguments.database));
    try {
        Export(arguments, store, notes).run(terminal);
    } catch (const storage::ExportRefused& refused) {
        throw std::runtime_error(std::string("nothing was exported: ") + refused.what());
    }
}

void add_export_command(CLI::App& app) {
    CLI::App* const command = app.add_subcommand("export", "Write a database as a MySQL dump, CSV or JSON lines");
    command->footer(
        "mysql: a dump for Kimai 1.3.5, Kimai 2's importer and `kimai-gateway import`, with password hashes and API "
        "keys. csv: a file a table, in a new folder. jsonl: a JSON object a row. The last two have no secrets in "
        "them.\n"
        "It may run while the gateway serves the database.\n\n"
        "Example: kimai-gateway export --database kimai.db --format mysql --output kimai.sql.gz");
    const auto arguments = std::make_shared<ExportArguments>();
    add_database_option(*command, arguments->database);
    command
        ->add_option_function<std::string>(
            "--format", [arguments](const std::string& name) { arguments->format = format_named(name); },
            "mysql, csv or jsonl")
        ->check(CLI::IsMember({"mysql", "csv", "jsonl"}))
        ->type_name("FORMAT")
        ->required();
    command
        ->add_option("--output", arguments->output,
                     "The file to make, packed with gzip if it ends in .gz; - for standard output. csv: the folder")
        ->capture_default_str();
    command->add_option("--prefix", arguments->prefix, "mysql: prefix of Kimai's tables")->capture_default_str();
    command->add_option("--kimai-config-output", arguments->kimai_config_output,
                        "mysql: also write the password salt, the time zone and the prefix to this file, as Kimai's "
                        "includes/autoconf.php has them");
    command->add_flag("--replace", arguments->replace, "Replace the files if they are there already");
    command->final_callback([arguments] {
        check(*arguments);
        run_export(*arguments, std::cerr, isatty(STDERR_FILENO) != 0);
    });
}

}  // namespace kimai::gateway
