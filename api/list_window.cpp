// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "api/list_window.hpp"

#include "api/php_values.hpp"
#include "api/preferences.hpp"

namespace kimai::api {

ListWindow list_window(const Value& start, const Value& limit, std::optional<std::int64_t> usual_limit) {
    if (php_empty(limit)) return {.offset = 0, .limit = usual_limit};
    return {.offset = php_int(start), .limit = php_int(limit)};
}

std::optional<std::int64_t> cleared_filter(storage::Settings& settings, std::int64_t user, const Value& cleared) {
    if (!php_is_numeric(cleared)) {
        if (prefers(settings, user, "ui.hideClearedEntries")) return 0;
        return std::nullopt;
    }
    const std::int64_t number = php_int(cleared);
    if (number < 0) return std::nullopt;
    return number;
}

}  // namespace kimai::api
