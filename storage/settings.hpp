// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "storage/sqlite.hpp"

namespace kimai::storage {

/// Names of the gateway's own settings.
inline constexpr std::string_view password_salt_setting = "passwordSalt";  ///< Sealed bytes.
inline constexpr std::string_view time_zone_setting = "timeZone";          ///< An IANA name.
inline constexpr std::string_view readiness_setting = "writable";          ///< Written to see whether writing works.

/// Kimai's configuration and its users' preferences, and the gateway's own settings.
class Settings {
  public:
    explicit Settings(Connection& connection) : connection_(connection) {}

    /// Kimai's configuration, by Kimai's names ("roundPrecision").
    std::optional<std::string> configuration(std::string_view option);
    void set_configuration(std::string_view option, std::string_view value);

    /// A user's preference, by Kimai's names ("ui.rowlimit").
    std::optional<std::string> preference(std::int64_t user, std::string_view option);
    void set_preference(std::int64_t user, std::string_view option, std::string_view value);

    std::optional<std::string> setting(std::string_view name);
    void set_setting(std::string_view name, std::string_view value);
    std::optional<std::vector<std::byte>> secret_setting(std::string_view name);
    void set_secret_setting(std::string_view name, Bytes value);

  private:
    Connection& connection_;
};

}  // namespace kimai::storage
