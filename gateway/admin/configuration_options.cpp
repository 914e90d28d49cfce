// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "gateway/admin/configuration_options.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdint>
#include <stdexcept>

#include "gateway/admin/reference.hpp"

namespace kimai::gateway::admin {

namespace {

std::int64_t number_in(const std::string& text, std::int64_t least, std::int64_t most, std::string_view unit) {
    std::int64_t number = 0;
    const char* const end = text.data() + text.size();
    const auto [stop, error] = std::from_chars(text.data(), end, number);
    if (error == std::errc() && stop == end && number >= least && number <= most) return number;
    throw std::runtime_error("must be a number of " + std::string(unit) + " from " + std::to_string(least) + " to " +
                             std::to_string(most));
}

std::string read_precision(storage::Connection&, const std::string& text) {
    constexpr std::int64_t day = 24L * 60;
    return std::to_string(number_in(text, 0, day, "minutes"));
}

std::string read_tries(storage::Connection&, const std::string& text) {
    constexpr std::int64_t many = 1000;
    return std::to_string(number_in(text, 0, many, "failed sign-ins"));
}

std::string read_ban(storage::Connection&, const std::string& text) {
    constexpr std::int64_t week = 7L * 24 * 3600;
    return std::to_string(number_in(text, 0, week, "seconds"));
}

std::string read_method(storage::Connection&, const std::string& text) {
    if (text == "default" || text == "closest" || text == "ceil") return text;
    throw std::runtime_error("must be default (start down, end up), closest or ceil (both up)");
}

std::string read_yes_or_no(storage::Connection&, const std::string& text) {
    if (text == "yes" || text == "1") return "1";
    if (text == "no" || text == "0") return "0";
    throw std::runtime_error("must be yes or no");
}

/// By name, by number as '#2', or as the table has it: 2.
std::string read_status(storage::Connection& connection, const std::string& text) {
    const bool is_number = !text.empty() && text.find_first_not_of("0123456789") == std::string::npos;
    try {
        return std::to_string(find(connection, Noun::status, is_number ? "#" + text : text).id);
    } catch (const storage::DatabaseError&) {
        throw;
    } catch (const std::runtime_error& error) {
        throw std::runtime_error(std::string("must be a status: ") + error.what());
    }
}

constexpr std::array options{
    ConfigurationOption{"defaultStatusID", "The status of new time entries, by name or number", "1", read_status},
    ConfigurationOption{"durationWithSeconds", "Whether durations are shown with seconds: yes or no", "0",
                        read_yes_or_no},
    ConfigurationOption{"loginBanTime", "Seconds without sign-in after too many failures", "900", read_ban},
    ConfigurationOption{"loginTries", "Failed sign-ins that are too many; 0: any number is allowed", "3", read_tries},
    ConfigurationOption{"revision", "Kimai's revision of the database, told by getVersion", "1400", nullptr},
    ConfigurationOption{"roundPrecision", "Minutes that stopped recordings are rounded to; 0: not at all", "0",
                        read_precision},
    ConfigurationOption{"roundingMethod", "default (start down, end up), closest, or ceil (both up)", "default",
                        read_method},
    ConfigurationOption{"version", "Kimai's version, told by getVersion", "1.3.5", nullptr},
};

}  // namespace

std::span<const ConfigurationOption> configuration_options() { return options; }

const ConfigurationOption* find_configuration_option(std::string_view name) {
    const auto* const found = std::ranges::find(options, name, &ConfigurationOption::name);
    return found == options.end() ? nullptr : found;
}

}  // namespace kimai::gateway::admin
