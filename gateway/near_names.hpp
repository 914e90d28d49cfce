// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace kimai::gateway {

/// Those of the known words that somebody may have meant who wrote another one, the likeliest first, at most three:
/// what differs in few letters, and what it begins or is a part of. The case of ASCII letters does not count.
std::vector<std::string_view> near_names(std::string_view word, std::span<const std::string_view> known);

/// For the end of a sentence: "; near: getTasks, getUsers", or all that are known if none is near.
std::string near_or_known(std::string_view word, std::span<const std::string_view> known);

}  // namespace kimai::gateway
