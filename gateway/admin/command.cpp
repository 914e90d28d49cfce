// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "gateway/admin/command.hpp"

#include <algorithm>
#include <chrono>
#include <iostream>

#include "api/utf8.hpp"
#include "gateway/clock.hpp"
#include "gateway/command_options.hpp"
#include "gateway/open_database.hpp"
#include "storage/ascii.hpp"
#include "storage/contents.hpp"

namespace kimai::gateway::admin {

Session::Session(const std::filesystem::path& database, Output& printing)
    : store(open_without_secrets(database)), output(printing), now(seconds_since_1970()), database_(database) {}

const api::Vault& Session::vault() {
    if (!vault_) vault_ = api::Vault::open(key_file_of(database_), !storage::has_sealed_values(store.connection));
    return *vault_;
}

void Session::write(const std::function<void()>& work) {
    storage::Transaction transaction(store.connection);
    work();
    output.print();
    transaction.commit();
}

Command::Command(CLI::App& noun, const std::string& verb, const std::string& sentence, const std::string& example)
    : app_(noun.add_subcommand(verb, sentence)) {
    std::string lines = "  " + example;
    for (std::size_t at = lines.find('\n'); at != std::string::npos; at = lines.find('\n', at + 1)) {
        lines.insert(at + 1, "  ");
    }
    app_->footer("Example:\n" + lines);
    add_database_option(*app_, common_->database);
    app_->add_flag("--json", common_->json, "Print JSON, for scripts");
}

std::shared_ptr<std::string> Command::argument(const std::string& name, const std::string& sentence,
                                               const Check& check) {
    auto value = std::make_shared<std::string>();
    CLI::Option* const option = app_->add_option_function<std::string>(
        name, [value](const std::string& text) { *value = text; }, sentence);
    option->option_text(" ")->required();
    if (check) option->transform(CLI::Validator(check, ""));
    return value;
}

std::shared_ptr<std::vector<std::string>> Command::arguments(const std::string& name, const std::string& sentence) {
    auto values = std::make_shared<std::vector<std::string>>();
    app_->add_option(name, *values, sentence)->option_text("...")->required();
    return values;
}

std::shared_ptr<bool> Command::flag(const std::string& name, const std::string& sentence) {
    auto value = std::make_shared<bool>(false);
    app_->add_flag(name, *value, sentence);
    return value;
}

std::shared_ptr<std::optional<std::string>> Command::option(const std::string& name, const std::string& value,
                                                            const std::string& sentence, const Check& check) {
    auto given = std::make_shared<std::optional<std::string>>();
    // Not into the optional itself: CLI11 would take an empty text for none.
    CLI::Option* const option = app_->add_option_function<std::string>(
        name, [given](const std::string& text) { *given = text; }, sentence);
    option->option_text(value);
    if (check) option->transform(CLI::Validator(check, ""));
    return given;
}

std::shared_ptr<std::vector<std::string>> Command::options(const std::string& name, const std::string& value,
                                                           const std::string& sentence) {
    auto values = std::make_shared<std::vector<std::string>>();
    app_->add_option(name, *values, sentence)
        ->option_text(value)
        ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll)
        ->allow_extra_args(false);  // What follows the value is an argument.
    return values;
}

void Command::works(const std::function<void(Session&)>& body) {
    app_->final_callback([common = common_, body] {
        Output output(common->json ? Form::json : Form::readable, std::cout, std::cerr);
        Session session(common->database, output);
        body(session);
        output.print();
    });
}

void Command::reads(const std::function<void(Session&)>& body) {
    works([body](Session& session) {
        const storage::Snapshot snapshot(session.store.connection);
        body(session);
    });
}

void Command::writes(const std::function<void(Session&)>& body) {
    works([body](Session& session) { session.write([&] { body(session); }); });
}

CLI::App& add_noun(CLI::App& app, const std::string& noun, const std::string& sentence) {
    CLI::App* const added = app.add_subcommand(noun, sentence);
    added->require_subcommand(1);
    added->footer("kimai-gateway " + noun + " COMMAND --help tells more of each.");
    return *added;
}

Command::Check is_line_of_at_most(std::size_t most) {
    return [most](const std::string& text) -> std::string {
        if (text.find_first_not_of(' ') == std::string::npos) return "must not be empty";
        std::size_t characters = 0;
        for (std::size_t at = 0; at < text.size(); ++characters) {
            const api::CodePoint next = api::code_point_at(text, at);
            if (next.value == api::replacement_character) return "must be UTF-8";
            if (is_control(text[at])) return "must be one line without control characters";
            at += next.length;
        }
        if (characters > most) return "must have at most " + std::to_string(most) + " characters";
        return {};
    };
}

}  // namespace kimai::gateway::admin
