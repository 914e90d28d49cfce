// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "gateway/nearest_name.hpp"

#include <algorithm>
#include <cstddef>
#include <numeric>

namespace kimai::gateway {

namespace {

constexpr std::size_t longest = 100;  // Longer ones are not looked at: the cost is the product of the lengths.
constexpr std::size_t most_wrong = 3;

/// Levenshtein's distance, of which only one row is kept.
std::size_t distance(std::string_view from, std::string_view to) {
    std::vector<std::size_t> row(to.size() + 1);
    std::iota(row.begin(), row.end(), std::size_t{0});
    for (std::size_t i = 0; i < from.size(); ++i) {
        std::size_t diagonal = row[0];
        row[0] = i + 1;
        for (std::size_t j = 0; j < to.size(); ++j) {
            const std::size_t exchanged = diagonal + (from[i] == to[j] ? 0 : 1);
            diagonal = row[j + 1];
            row[j + 1] = std::min({exchanged, row[j] + 1, row[j + 1] + 1});
        }
    }
    return row.back();
}

}  // namespace

std::string nearest_name(std::string_view written, const std::vector<std::string>& known) {
    if (written.size() > longest) return {};
    std::size_t least = std::min(most_wrong, written.size() / 3) + 1;
    std::string nearest;
    for (const std::string& name : known) {
        const std::size_t wrong = distance(written, name);
        if (wrong >= least) continue;
        least = wrong;
        nearest = name;
    }
    return nearest;
}

}  // namespace kimai::gateway
