// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "api/preferences.hpp"

#include "api/php_values.hpp"

namespace kimai::api {

TimeZone time_zone_of(storage::Settings& settings, std::int64_t user) {
    if (const auto own = settings.preference(user, "timezone")) {
        if (auto zone = TimeZone::find(*own)) return *zone;
    }
    if (const auto common = settings.setting(storage::time_zone_setting)) {
        if (auto zone = TimeZone::find(*common)) return *zone;
    }
    return TimeZone::find("UTC").value();
}

bool prefers(storage::Settings& settings, std::int64_t user, std::string_view option) {
    const auto value = settings.preference(user, option);
    return value && php_truth(Value(*value));
}

std::int64_t row_limit_of(storage::Settings& settings, std::int64_t user) {
    constexpr std::int64_t usual = 100;
    const auto text = settings.preference(user, "ui.rowlimit");
    const std::int64_t limit = text ? php_int(Value(*text)) : usual;
    return limit > 0 ? limit : usual;
}

std::int64_t configured_number(storage::Settings& settings, std::string_view option, std::int64_t usual) {
    const auto text = settings.configuration(option);
    return text ? php_int(Value(*text)) : usual;
}

}  // namespace kimai::api
