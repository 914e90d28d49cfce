// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <cstdint>
#include <string_view>

namespace kimai::api {

/// A span of time, seconds since 1970.
struct Span {
    std::int64_t start = 0;
    std::int64_t end = 0;
    friend bool operator==(const Span&, const Span&) = default;
};

/// Rounds a recording that is stopped, by Kimai's configuration: roundPrecision in minutes (0 or less: not at all) and
/// roundingMethod ("closest": both to the nearest, exactly half goes down; "ceil": both up; anything else: start down
/// and end up).
Span rounded(Span span, std::int64_t precision_minutes, std::string_view method);

}  // namespace kimai::api
