// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "gateway/bytes_text.hpp"

#include <array>
#include <cstdio>

namespace kimai::gateway {

std::string bytes_text(std::int64_t bytes) {
    constexpr std::int64_t step = 1024;
    if (bytes < step) return std::to_string(bytes) + " bytes";
    constexpr std::array<const char*, 4> units{"KiB", "MiB", "GiB", "TiB"};
    std::int64_t unit = step;
    std::size_t index = 0;
    for (; index + 1 < units.size() && bytes / unit >= step; ++index) unit *= step;
    std::array<char, 32> text{};
    std::snprintf(text.data(), text.size(), "%.*f %s", bytes % unit == 0 ? 0 : 1,
                  static_cast<double>(bytes) / static_cast<double>(unit), units.at(index));
    return text.data();
}

}  // namespace kimai::gateway
