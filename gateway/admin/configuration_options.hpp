// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <span>
#include <string>
#include <string_view>

#include "storage/sqlite.hpp"

namespace kimai::gateway::admin {

/// An option of Kimai's configuration that the gateway goes by.
struct ConfigurationOption {
    std::string_view name;
    std::string_view meaning;
    /// What counts where the database says nothing.
    std::string_view usual;
    /// Makes of what the operator writes the text that is stored, or throws std::runtime_error with what is wrong with
    /// it, as the rest of a sentence ("must be ..."). nullptr: it is not to be changed.
    std::string (*read)(storage::Connection& connection, const std::string& text);
};

/// All of them, by name.
std::span<const ConfigurationOption> configuration_options();

/// The one of that name, or nullptr.
const ConfigurationOption* find_configuration_option(std::string_view name);

}  // namespace kimai::gateway::admin
