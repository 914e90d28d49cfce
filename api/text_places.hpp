// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace kimai::api {

/// Where in a text that a ResultWriter wrote an item of a list stands, without what parts it from its neighbours.
struct TextItem {
    /// The number of the row that it tells of.
    std::int64_t row;
    std::size_t at;
    std::size_t length;
    /// Where in the item, and how long, what other tables tell of it is; 0: there is no such part.
    std::size_t part_at = 0;
    std::size_t part_length = 0;

    std::string_view of(std::string_view text) const { return text.substr(at, length); }
    std::string_view part_of(std::string_view text) const { return text.substr(at + part_at, part_length); }
};

/// Places in an answer that make it of use again.
struct TextPlaces {
    std::vector<TextItem> items;
    /// Where the digits of the time stand, wherever the answer tells it.
    std::vector<std::size_t> times;

    /// The same text at another time, in seconds since 1970.
    std::string at_time(std::string_view text, std::int64_t now) const;
    /// The same places in a text that lacks so many bytes at the front.
    TextPlaces behind(std::size_t front) const;
};

}  // namespace kimai::api
