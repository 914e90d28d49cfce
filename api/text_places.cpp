// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "api/text_places.hpp"

#include <algorithm>

namespace kimai::api {

std::string TextPlaces::at_time(std::string_view text, std::int64_t now) const {
    const std::string digits = std::to_string(now);
    std::string result(text);
    // From the end, since there may be more digits than there were.
    for (auto at = times.rbegin(); at != times.rend(); ++at) {
        const std::size_t end = std::min(result.find_first_not_of("-0123456789", *at), result.size());
        result.replace(*at, end - *at, digits);
    }
    return result;
}

TextPlaces TextPlaces::behind(std::size_t front) const {
    TextPlaces places = *this;
    for (TextItem& item : places.items) item.at -= front;
    for (std::size_t& time : places.times) time -= front;
    return places;
}

}  // namespace kimai::api
