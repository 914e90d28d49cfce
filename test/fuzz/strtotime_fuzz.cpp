// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>

#include "api/strtotime.hpp"

/// The first byte chooses the zone, the next eight are "now", the rest is the text.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using kimai::api::TimeZone;
    static const TimeZone zones[] = {
        TimeZone::find("UTC").value(),
        TimeZone::find("Europe/Berlin").value(),
        TimeZone::find("America/New_York").value(),
        TimeZone::find("Australia/Lord_Howe").value(),
    };
    std::int64_t now = 0;
    if (size < 1 + sizeof now) return 0;
    const TimeZone& zone = zones[data[0] % std::size(zones)];
    std::memcpy(&now, data + 1, sizeof now);
    const std::string_view text(reinterpret_cast<const char*>(data) + 1 + sizeof now, size - 1 - sizeof now);
    static_cast<void>(kimai::api::strtotime(text, now, zone));
    return 0;
}
