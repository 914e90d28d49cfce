// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "gateway/import_csv_command.hpp"

#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <iostream>
#include <stdexcept>
#include <utility>

#include "gateway/admin/command.hpp"
#include "gateway/admin/reference.hpp"
#include "gateway/file_content.hpp"
#include "gateway/progress_line.hpp"
#include "storage/catalog_import.hpp"

namespace kimai::gateway {

namespace {

using admin::Record;
using storage::admin::NamedRow;
using storage::admin::Noun;

constexpr std::size_t largest_file = 256UL * 1024 * 1024;

struct Arguments {
    std::shared_ptr<std::string> file;
    std::shared_ptr<std::vector<std::string>> groups;
    std::shared_ptr<std::optional<std::string>> delimiter;
    std::shared_ptr<bool> dry_run;
};

/// "tab" is what can be typed everywhere.
char delimiter_of(const std::string& word) { return word == "tab" ? '\t' : word.front(); }

std::string check_delimiter(const std::string& word) {
    for (const char* known : {",", ";", "\t", "tab"}) {
        if (word == known) return {};
    }
    return "must be one of , ; tab";
}

std::vector<std::int64_t> group_numbers(storage::Connection& connection, const std::vector<std::string>& names) {
    std::vector<std::int64_t> numbers;
    for (const std::string& name : names) {
        const NamedRow group = admin::find(connection, Noun::group, name);
        if (group.removed) throw std::runtime_error("the group " + admin::printable(group.name) + " was removed");
        if (std::ranges::find(numbers, group.id) == numbers.end()) numbers.push_back(group.id);
    }
    if (!names.empty()) return numbers;
    for (const NamedRow& group : storage::admin::named_rows(connection, Noun::group)) {
        if (!group.removed) numbers.push_back(group.id);
    }
    return numbers;
}

void tell(const storage::CatalogImportReport& report, bool dry_run, bool json, admin::Output& output) {
    const std::array<std::pair<const char*, storage::Imported>, 4> parts{{{"customers", report.customers},
                                                                          {"projects", report.projects},
                                                                          {"activities", report.activities},
                                                                          {"assignments", report.assignments}}};
    if (json) {
        Record record{{"rows", report.rows}, {"dry_run", dry_run}};
        for (const auto& [name, counts] : parts) {
            record[name] = Record{{"created", counts.created}, {"existing", counts.existing}};
        }
        output.record(record);
    } else {
        std::vector<Record> lines;
        lines.reserve(parts.size());
        for (const auto& [name, counts] : parts) {
            lines.push_back({{"", name}, {"created", counts.created}, {"there_already", counts.existing}});
        }
        output.list(lines);
        output.done(std::to_string(report.rows) + " rows were read" +
                        (dry_run ? "; nothing was changed, since --dry-run was said" : ""),
                    {});
    }
    for (const std::string& column : report.other_columns) {
        output.note("note: the column " + admin::printable(column) + " is not read");
    }
}

storage::CatalogImportReport import_file(storage::Connection& connection, const std::string& text,
                                         const Arguments& arguments) {
    ProgressLine line(std::cerr, isatty(STDERR_FILENO) != 0);
    storage::CatalogImportOptions options{.text = text,
                                          .delimiter = delimiter_of(arguments.delimiter->value_or(",")),
                                          .groups = group_numbers(connection, *arguments.groups)};
    options.progress = [&line](std::size_t done, std::size_t total, std::int64_t rows) {
        line.bar(done, total, std::to_string(rows) + " rows");
    };
    try {
        return storage::import_catalog(connection, options);
    } catch (const storage::CsvError& error) {
        throw std::runtime_error(*arguments.file + ", " + error.what() + "; nothing was changed");
    }
}

void run(admin::Session& session, const Arguments& arguments, bool json) {
    const std::string text = file_content(*arguments.file, largest_file);
    const auto work = [&] {
        tell(import_file(session.store.connection, text, arguments), *arguments.dry_run, json, session.output);
    };
    if (*arguments.dry_run) {
        const storage::Transaction taken_back(session.store.connection);
        work();
    } else {
        session.write(work);
    }
}

}  // namespace

void add_import_csv_command(CLI::App& app) {
    admin::Command command(app, "import-csv",
                           "Make the customers, projects and activities that a table names and that are missing",
                           "kimai-gateway import-csv --database kimai.db --delimiter ';' --group Design plan.csv\n\n"
                           "The first line names the columns Customer, Project and Activity. A row may end with the "
                           "customer or the project.\nAll or nothing: an error names line and column.");
    const Arguments arguments{
        .file = command.argument("CSVFILE", "The table, UTF-8; - for standard input"),
        .groups = command.options("--group", "NAME", "Who sees what is made; may be repeated [all groups]"),
        .delimiter =
            command.option("--delimiter", "CHARACTER [,]", "What parts the columns: , ; or tab", check_delimiter),
        .dry_run = command.flag("--dry-run", "Only tell what would be made")};
    // Only its own word: the file stands behind it.
    command.app().get_option("--group")->allow_extra_args(false);
    const CLI::Option* const json = command.app().get_option("--json");
    command.works([arguments, json](admin::Session& session) { run(session, arguments, !json->empty()); });
}

}  // namespace kimai::gateway
