// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <cstdint>
#include <string>

namespace kimai::gateway {

/// A size for people: "1.5 MiB", "256 MiB", "12 bytes".
std::string bytes_text(std::int64_t bytes);

}  // namespace kimai::gateway
