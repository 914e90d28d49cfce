// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "gateway/near_names.hpp"

#include <algorithm>
#include <cstddef>
#include <utility>

#include "gateway/edit_distance.hpp"
#include "storage/ascii.hpp"

namespace kimai::gateway {

namespace {

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

std::vector<std::string_view> near_names(std::string_view word, std::span<const std::string_view> known) {
    constexpr std::size_t most = 3;
    const std::string wanted = ascii_lowered(word);
    std::vector<std::pair<std::size_t, std::string_view>> found;
    for (const std::string_view name : known) {
        const std::string lowered = ascii_lowered(name);
        const std::size_t apart = edit_distance(wanted, lowered);
        const bool near = apart <= 1 + std::min(wanted.size(), lowered.size()) / 4;
        if (near || is_part(wanted, lowered) || is_part(lowered, wanted)) found.emplace_back(apart, name);
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

}  // namespace kimai::gateway
