// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include <algorithm>
#include <stdexcept>

#include "gateway/admin/admin_commands.hpp"
#include "gateway/admin/command.hpp"
#include "gateway/admin/configuration_options.hpp"
#include "gateway/admin/output.hpp"
#include "gateway/near_names.hpp"
#include "storage/admin/rules.hpp"

namespace kimai::gateway::admin {

namespace {

/// As many characters as Kimai's table holds.
constexpr std::size_t longest_value = 255;
const char* const imported = "Not used by the gateway";

struct Known {
    std::string value;
    /// Whether the database has it.
    bool is_set;
    const ConfigurationOption* option;
};

boost::json::string text_of(std::string_view text) { return boost::json::string(text.data(), text.size()); }

Record record_of(const std::string& name, const Known& known) {
    return {{"option", name},
            {"value", known.value},
            {"used", known.option != nullptr},
            {"meaning", text_of(known.option != nullptr ? known.option->meaning : imported)}};
}

/// What the gateway uses or the database holds; throws std::runtime_error with near names for all else.
Known known_option(Session& session, const std::string& name) {
    const ConfigurationOption* const option = find_configuration_option(name);
    const auto value = session.store.settings.configuration(name);
    if (value) return {.value = *value, .is_set = true, .option = option};
    if (option != nullptr) return {.value = std::string(option->usual), .is_set = false, .option = option};
    std::vector<std::string> names;
    for (const auto& row : storage::admin::configuration(session.store.connection)) names.push_back(row.option);
    std::vector<std::string_view> all(names.begin(), names.end());
    for (const ConfigurationOption& each : configuration_options()) {
        if (std::ranges::find(all, each.name) == all.end()) all.push_back(each.name);
    }
    throw std::runtime_error("there is no option " + printable(name) + near_or_known(name, all));
}

void add_list(CLI::App& noun) {
    Command command(noun, "list", "List Kimai's options in the database and what counts where one is not set.",
                    "kimai-gateway config list --database kimai.db");
    command.reads([](Session& session) {
        std::vector<Record> used;
        for (const ConfigurationOption& option : configuration_options()) {
            const std::string name(option.name);
            used.push_back(record_of(name, known_option(session, name)));
        }
        std::vector<Record> others;
        for (const auto& row : storage::admin::configuration(session.store.connection)) {
            if (find_configuration_option(row.option) != nullptr) continue;
            others.push_back(record_of(row.option, {.value = row.value, .is_set = true, .option = nullptr}));
        }
        used.insert(used.end(), others.begin(), others.end());
        session.output.list(used);
    });
}

void add_get(CLI::App& noun) {
    Command command(noun, "get", "Print the value of one of Kimai's options.",
                    "kimai-gateway config get --database kimai.db roundPrecision");
    const auto name = command.argument("OPTION", "Its name; config list shows them");
    command.reads([name](Session& session) {
        const Known known = known_option(session, *name);
        session.output.done(printable(known.value), record_of(*name, known));
        if (!known.is_set) session.output.note("The database does not set it; this is what counts then.");
    });
}

std::string checked(Session& session, const std::string& name, const Known& known, std::string text) {
    try {
        if (known.option != nullptr) {
            if (known.option->read == nullptr) throw std::runtime_error("is the import's to set");
            return known.option->read(session.store.connection, text);
        }
        const std::string problem = text.empty() ? "" : is_line_of_at_most(longest_value)(text);
        if (!problem.empty()) throw std::runtime_error(problem);
        return text;
    } catch (const storage::DatabaseError&) {
        throw;
    } catch (const std::runtime_error& error) {
        throw std::runtime_error(name + " " + error.what());
    }
}

void add_set(CLI::App& noun) {
    Command command(noun, "set", "Set one of Kimai's options; a running server goes by it from the next call on.",
                    "kimai-gateway config set --database kimai.db roundPrecision 5");
    const auto name = command.argument("OPTION", "Its name; config list shows them");
    const auto value = command.argument("VALUE", "Its new value");
    command.writes([name, value](Session& session) {
        const Known before = known_option(session, *name);
        const std::string text = checked(session, *name, before, *value);
        session.store.settings.set_configuration(*name, text);
        const std::string sentence = *name + " is " + printable(text);
        session.output.done(
            sentence + (before.value == text ? " as before." : " now; it was " + printable(before.value) + "."),
            record_of(*name, {.value = text, .is_set = true, .option = before.option}));
    });
}

}  // namespace

CLI::App& config_noun(CLI::App& app) {
    const std::string name = "config";
    for (CLI::App* const added : app.get_subcommands({})) {
        if (added->get_name() == name) return *added;
    }
    return add_noun(app, name, "Configuration: Kimai's options in the database");
}

void add_config_commands(CLI::App& app) {
    CLI::App& noun = config_noun(app);
    add_list(noun);
    add_get(noun);
    add_set(noun);
}

}  // namespace kimai::gateway::admin
