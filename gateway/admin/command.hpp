// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "api/vault.hpp"
#include "gateway/admin/output.hpp"
#include "storage/store.hpp"

namespace kimai::gateway::admin {

/// What a running command works with.
class Session {
  public:
    /// Opens the database, which must be there, and brings it to the newest schema. Throws as open_database() does.
    Session(const std::filesystem::path& database, Output& printing);

    storage::Store store;
    Output& output;
    /// When the command began, seconds since 1970.
    std::int64_t now;

    /// Opens the key file at the first call, or makes one for a database in which nothing is sealed; for commands that
    /// need it. Throws std::runtime_error with a sentence for the operator.
    const api::Vault& vault();

    /// Does `work` in one write transaction. What is to be printed is printed before that ends: exit code 1 shall mean
    /// that nothing was changed, so what cannot be told (a new key) must not come to be.
    void write(const std::function<void()>& work);

  private:
    std::filesystem::path database_;
    std::optional<api::Vault> vault_;
};

/// A command: a verb of a noun ("user add"), with the options that all of them have, --database and --json. It is used
/// up by the call that says what it does; values of options may be read from then on.
class Command {
  public:
    /// sentence: what it does, for --help; example: one or more lines that begin with "kimai-gateway".
    Command(CLI::App& noun, const std::string& verb, const std::string& sentence, const std::string& example);

    /// Says what is wrong with a value, or nothing; it may put the value in order.
    using Check = std::function<std::string(std::string&)>;

    /// An argument that must be given, and is told from others by its place.
    std::shared_ptr<std::string> argument(const std::string& name, const std::string& sentence,
                                          const Check& check = {});
    /// One or more of them, behind all others.
    std::shared_ptr<std::vector<std::string>> arguments(const std::string& name, const std::string& sentence);
    std::shared_ptr<bool> flag(const std::string& name, const std::string& sentence);
    /// value: what stands for the value in the help ("ROLE"). An empty text is a value, too.
    std::shared_ptr<std::optional<std::string>> option(const std::string& name, const std::string& value,
                                                       const std::string& sentence, const Check& check = {});
    /// An option that may be repeated.
    std::shared_ptr<std::vector<std::string>> options(const std::string& name, const std::string& value,
                                                      const std::string& sentence);
    /// For what is not among these.
    CLI::App& app() { return *app_; }

    /// It reads the database as it is at one moment.
    void reads(const std::function<void(Session&)>& body);
    /// It changes the database, all or nothing.
    void writes(const std::function<void(Session&)>& body);
    /// It has something to do before it takes the write lock, and calls Session::write() itself.
    void works(const std::function<void(Session&)>& body);

  private:
    struct Common {
        std::string database;
        bool json = false;
    };

    CLI::App* app_;
    std::shared_ptr<Common> common_ = std::make_shared<Common>();
};

/// Adds a noun, below which commands are made.
CLI::App& add_noun(CLI::App& app, const std::string& noun, const std::string& sentence);

/// For a name or another short text: one line of 1 to `most` characters.
Command::Check is_line_of_at_most(std::size_t most);

/// As many characters as Kimai's tables hold of names of users, groups and roles, aliases and mail addresses.
inline constexpr std::size_t longest_name = 160;

}  // namespace kimai::gateway::admin
