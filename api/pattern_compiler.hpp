// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <bitset>
#include <cstddef>
#include <span>
#include <string_view>
#include <vector>

#include "api/longest_match.hpp"

namespace kimai::api {

/// The patterns of a LongestMatch as a graph: a step either consumes a byte of a set, or is free.
struct PatternGraph {
    using Bytes = std::bitset<256>;

    struct Node {
        /// What the step to `next` consumes; without any byte, the steps are free.
        Bytes bytes;
        std::vector<std::size_t> next;
        /// The pattern that is complete here, or -1.
        int complete = -1;
    };

    std::vector<Node> nodes;
    std::size_t start = 0;
};

/// Throws std::logic_error for a malformed pattern.
PatternGraph compile_patterns(std::span<const LongestMatch::Definition> definitions,
                              std::span<const std::string_view> patterns);

}  // namespace kimai::api
