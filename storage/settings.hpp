// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "storage/memory.hpp"
#include "storage/sqlite.hpp"

namespace kimai::storage {

/// Names of the gateway's own settings.
inline constexpr std::string_view password_salt_setting = "passwordSalt";  ///< Sealed bytes.
inline constexpr std::string_view time_zone_setting = "timeZone";          ///< An IANA name.
inline constexpr std::string_view readiness_setting = "writable";          ///< Written to see whether writing works.

/// Kimai's configuration and its users' preferences, and the gateway's own settings.
class Settings {
  public:
    /// memory: nullptr reads everything anew.
    explicit Settings(Connection& connection, const Memory* memory = nullptr)
        : connection_(connection), configuration_(memory), preferences_(memory), settings_(memory) {}

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
    /// The name of a value, and whose it is: user 0 where it is nobody's.
    struct KeyView {
        std::int64_t user;
        std::string_view name;
    };
    struct Key {
        explicit Key(const KeyView& view) : user(view.user), name(view.name) {}
        std::int64_t user;
        std::string name;
    };
    struct KeyHash {
        using is_transparent = void;
        std::size_t operator()(const auto& key) const {
            return std::hash<std::string_view>{}(key.name) ^ std::hash<std::int64_t>{}(key.user);
        }
    };
    struct SameKey {
        using is_transparent = void;
        bool operator()(const auto& a, const auto& b) const { return a.user == b.user && a.name == b.name; }
    };
    using Values = Remembered<Key, std::optional<std::string>, KeyHash, SameKey>;

    Connection& connection_;
    Values configuration_;
    Values preferences_;
    Values settings_;
};

}  // namespace kimai::storage
