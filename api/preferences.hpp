// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <cstdint>
#include <string_view>

#include "api/strtotime.hpp"
#include "storage/settings.hpp"

/// What a user or the whole installation has set, with what counts where nothing is set.
namespace kimai::api {

/// The zone in which a user's dates are read: his preference, else the installation's, else UTC. A name that is no zone
/// counts as not set.
TimeZone time_zone_of(storage::Settings& settings, std::int64_t user);

/// A preference that is on or off, such as ui.flip_project_display.
bool prefers(storage::Settings& settings, std::int64_t user, std::string_view option);

/// How many rows a list has if the caller does not say: ui.rowlimit, 100 where it is not set or not positive.
std::int64_t row_limit_of(storage::Settings& settings, std::int64_t user);

/// A number of Kimai's configuration, such as roundPrecision.
std::int64_t configured_number(storage::Settings& settings, std::string_view option, std::int64_t usual);

}  // namespace kimai::api
