// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace kimai::gateway {

/// How many letters must be put in, left out or exchanged to make one of the other, if somebody who wrote `word` may
/// have meant `known`: few of them, or one is a part of the other. Nothing if he hardly did, or for an empty or very
/// long word. Letters are bytes, compared as they are.
std::optional<std::size_t> letters_apart(std::string_view word, std::string_view known);

/// Those of the known words that somebody may have meant who wrote another one, the likeliest first, at most three. The
/// case of ASCII letters does not count.
std::vector<std::string_view> near_names(std::string_view word, std::span<const std::string_view> known);

/// For the end of a sentence: "; near: getTasks, getUsers", or all that are known if none is near.
std::string near_or_known(std::string_view word, std::span<const std::string_view> known);

/// For the end of a sentence: "; did you mean log-level?", with the likeliest one, or nothing if none is near.
std::string did_you_mean(std::string_view word, std::span<const std::string_view> known);

}  // namespace kimai::gateway
