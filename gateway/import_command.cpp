// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "gateway/import_command.hpp"

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <iostream>
#include <memory>
#include <stdexcept>
#include <utility>
#include <vector>

#include "api/time_zone.hpp"
#include "api/vault.hpp"
#include "gateway/command_options.hpp"
#include "gateway/file_content.hpp"
#include "gateway/http_limits.hpp"
#include "gateway/import_report.hpp"
#include "gateway/open_database.hpp"
#include "storage/autoconf.hpp"
#include "storage/import.hpp"

namespace kimai::gateway {

namespace {

/// Kimai's own has some hundred bytes.
constexpr std::uint64_t longest_configuration = mib;

/// Takes a setting from Kimai's file, if the command line does not say it.
void take(const storage::Autoconf& autoconf, const char* name, const char* option, const std::string& file,
          std::optional<std::string>& into) {
    const auto found = autoconf.settings.find(name);
    if (into || found == autoconf.settings.end()) return;
    if (!found->second.text) {
        throw std::runtime_error(file + ", line " + std::to_string(found->second.line) + ": $" + name +
                                 " can't be used, " + found->second.problem + "; say " + option + " instead");
    }
    into = found->second.text;
}

ImportArguments with_kimai_config(ImportArguments arguments) {
    if (!arguments.kimai_config) return arguments;
    const std::string& file = *arguments.kimai_config;
    const storage::Autoconf autoconf = storage::read_autoconf(file_content(file, longest_configuration));
    if (!autoconf.problem.empty()) throw std::runtime_error(file + ", " + autoconf.problem);
    // The second one is what `export` writes for a database without a salt.
    if (!arguments.salt && !autoconf.settings.contains("password_salt") &&
        !autoconf.settings.contains("no_password_salt")) {
        throw std::runtime_error(file + " has no $password_salt: is it Kimai's includes/autoconf.php?");
    }
    take(autoconf, "password_salt", "--salt", file, arguments.salt);
    take(autoconf, "defaultTimezone", "--timezone", file, arguments.time_zone);
    take(autoconf, "server_prefix", "--prefix", file, arguments.prefix);
    return arguments;
}

storage::SealKey sealing_with(const api::Vault& vault) {
    return [&vault](std::int64_t user, std::string_view key) {
        const api::Vault::Lookup lookup = vault.lookup(key);
        return storage::SealedKey{{lookup.begin(), lookup.end()}, vault.seal(key, api::purpose_of_key(user))};
    };
}

void warn(const ImportArguments& arguments, std::ostream& out) {
    if (!arguments.salt) {
        out << "warning: no password salt was given (--salt or --kimai-config): API keys work, but nobody can sign in "
               "with an imported password until the dump is imported again with the salt.\n";
    }
    if (!arguments.time_zone) {
        out << "warning: no time zone was given (--timezone or --kimai-config): UTC is taken for users who have not "
               "set their own.\n";
    }
}

/// A secret that is made for an import that fails goes with it; but not if a database appeared meanwhile: its server
/// may use the secret.
class NewKey {
  public:
    /// Before the key file is made.
    explicit NewKey(std::filesystem::path database)
        : database_(std::move(database)),
          had_database_(std::filesystem::exists(database_)),
          kept_(std::filesystem::exists(key_file_of(database_))) {}
    NewKey(const NewKey&) = delete;
    NewKey& operator=(const NewKey&) = delete;
    NewKey(NewKey&&) = delete;
    NewKey& operator=(NewKey&&) = delete;
    ~NewKey() {
        std::error_code error;
        if (kept_ || std::filesystem::exists(database_, error) != had_database_) return;
        std::filesystem::remove(key_file_of(database_), error);
    }
    void keep() { kept_ = true; }

  private:
    std::filesystem::path database_;
    bool had_database_;
    bool kept_;
};

}  // namespace

void run_import(const ImportArguments& given, std::ostream& out, bool terminal) {
    const ImportArguments arguments = with_kimai_config(given);
    storage::ImportOptions options;
    options.database = arguments.database;
    options.dump = arguments.dump;
    options.prefix = arguments.prefix;
    options.replace = arguments.replace;
    if (arguments.time_zone) {
        const auto zone = api::TimeZone::find(*arguments.time_zone);
        if (!zone) throw std::runtime_error("there is no time zone " + *arguments.time_zone);
        options.time_zone = std::string(zone->name());
    }
    NewKey key(arguments.database);
    const api::Vault vault = api::Vault::open(key_file_of(arguments.database), true);
    options.seal = sealing_with(vault);
    if (arguments.salt) options.sealed_salt = vault.seal(*arguments.salt, api::purpose_of_salt);
    ImportProgressDisplay display(out, terminal);
    options.progress = [&display](const storage::ImportProgress& progress) { display.show(progress); };

    const auto result = storage::import_dump(options);
    display.end();
    if (const auto* failure = std::get_if<storage::ImportFailure>(&result)) {
        throw std::runtime_error("nothing was imported: " + failure->text());
    }
    key.keep();
    const auto& report = std::get<storage::ImportReport>(result);
    print_import_report(report, out);
    out << "imported into " << arguments.database << ": Kimai "
        << (report.version.empty() ? "of unknown version" : report.version + ", revision " + report.revision)
        << ", table prefix " << report.prefix << "\n";
    warn(arguments, out);
}

void add_import_command(CLI::App& app) {
    const auto arguments = std::make_shared<ImportArguments>();
    CLI::App* const command = app.add_subcommand("import", "Take over a Kimai 1 database from a MySQL dump");
    add_database_option(*command, arguments->database, "The database file; it is made if it is not there");
    CLI::Option* const salt =
        command->add_option("--salt", arguments->salt, "Kimai's password salt ($password_salt in its autoconf.php)");
    command
        ->add_option("--kimai-config", arguments->kimai_config,
                     "Kimai's includes/autoconf.php: salt, time zone and table prefix are taken from it")
        ->excludes(salt);
    command->add_option("--timezone", arguments->time_zone, "Time zone of users who have not set their own");
    command->add_option("--prefix", arguments->prefix,
                        "Prefix of Kimai's tables, or DATABASE.PREFIX, if the dump has several");
    command->add_flag("--replace", arguments->replace, "Replace what the database holds already");
    command->add_option("DUMP", arguments->dump, "The dump: a file, perhaps packed with gzip, or - for standard input")
        ->required();
    command->final_callback([arguments] { run_import(*arguments, std::cout, isatty(STDOUT_FILENO) != 0); });
}

}  // namespace kimai::gateway
