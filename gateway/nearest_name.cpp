// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "gateway/nearest_name.hpp"

#include <algorithm>
#include <cstddef>

#include "gateway/edit_distance.hpp"

namespace kimai::gateway {

namespace {

constexpr std::size_t longest = 100;  // Longer ones are not looked at: the cost is the product of the lengths.
constexpr std::size_t most_wrong = 3;

/// Levenshtein's distance, of which only one row is kept.
}  // namespace

std::string nearest_name(std::string_view written, const std::vector<std::string>& known) {
    if (written.size() > longest) return {};
    std::size_t least = std::min(most_wrong, written.size() / 3) + 1;
    std::string nearest;
    for (const std::string& name : known) {
        const std::size_t wrong = edit_distance(written, name);
        if (wrong >= least) continue;
        least = wrong;
        nearest = name;
    }
    return nearest;
}

}  // namespace kimai::gateway
