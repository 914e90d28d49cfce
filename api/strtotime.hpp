// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once
#include <cstdint>
#include <optional>
#include <string_view>
namespace kimai::api {
class TimeZone {
  public:
    static std::optional<TimeZone> find(std::string_view name);
};
std::optional<std::int64_t> strtotime(std::string_view text, std::int64_t now, const TimeZone& zone);
}  // namespace kimai::api
