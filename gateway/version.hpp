// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <string_view>

namespace kimai::gateway {

/// The program's version, from meson.build.
inline constexpr std::string_view version = KIMAI_GATEWAY_VERSION;

}  // namespace kimai::gateway
