// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <cstddef>
#include <string_view>

namespace kimai::gateway {

/// How many bytes must be put in, taken out or exchanged to make one text of the other (Levenshtein), for messages that
/// name the nearest known word. Costs the product of the lengths.
std::size_t edit_distance(std::string_view one, std::string_view other);

}  // namespace kimai::gateway
