// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "gateway/near_names.hpp"

#include <algorithm>
#include <cstddef>
#include <numeric>
#include <utility>

#include "storage/ascii.hpp"

namespace kimai::gateway {

namespace {

constexpr std::size_t longest = 100;  // Longer ones are not looked at: the cost is the product of the lengths.

/// Levenshtein's, of which only one row is kept.
std::size_t distance(std::string_view a, std::string_view b) {
    std::vector<std::size_t> row(b.size() + 1);
    std::iota(row.begin(), row.end(), std::size_t{0});
    for (std::size_t i = 0; i < a.size(); ++i) {
        std::size_t diagonal = std::exchange(row[0], i + 1);
        for (std::size_t j = 0; j < b.size(); ++j) {
            const std::size_t exchanged = diagonal + (a[i] == b[j] ? 0 : 1);
            diagonal = row[j + 1];
            row[j + 1] = std::min({row[j] + 1, row[j + 1] + 1, exchanged});
        }
    }
    return row.back();
}

bool is_part(std::string_view word, std::string_view of) {
    constexpr std::size_t least = 3;  // shorter pieces are in everything
    return word.size() >= least && of.find(word) != std::string_view::npos;
}

std::string joined(std::span<const std::string_view> words) {
    std::string text;
    for (const std::string_view word : words) text.append(text.empty() ? "" : ", ").append(word);
    return text;
}

}  // namespace

std::optional<std::size_t> letters_apart(std::string_view word, std::string_view known) {
    const auto [shorter, longer] = std::minmax({word.size(), known.size()});
    if (shorter == 0 || longer > longest) return std::nullopt;
    const std::size_t apart = distance(word, known);
    // Words of which no letter is left have nothing in common.
    const bool few = apart <= 1 + shorter / 4 && apart < longer;
    if (!few && !is_part(word, known) && !is_part(known, word)) return std::nullopt;
    return apart;
}

std::vector<std::string_view> near_names(std::string_view word, std::span<const std::string_view> known) {
    constexpr std::size_t most = 3;
    const std::string wanted = ascii_lowered(word);
    std::vector<std::pair<std::size_t, std::string_view>> found;
    for (const std::string_view name : known) {
        if (const auto apart = letters_apart(wanted, ascii_lowered(name))) found.emplace_back(*apart, name);
    }
    std::ranges::stable_sort(found, {}, &std::pair<std::size_t, std::string_view>::first);
    std::vector<std::string_view> names;
    for (const auto& [apart, name] : found) {
        if (names.size() < most) names.push_back(name);
    }
    return names;
}

std::string near_or_known(std::string_view word, std::span<const std::string_view> known) {
    const auto near = near_names(word, known);
    return near.empty() ? "; known: " + joined(known) : "; near: " + joined(near);
}

std::string did_you_mean(std::string_view word, std::span<const std::string_view> known) {
    const auto near = near_names(word, known);
    return near.empty() ? "" : "; did you mean " + std::string(near.front()) + "?";
}

}  // namespace kimai::gateway
