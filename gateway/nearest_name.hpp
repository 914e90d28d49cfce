// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace kimai::gateway {

/// The known name that somebody may have meant who wrote another one: the one that takes the fewest letters to be
/// added, left out or exchanged, the first of several. Empty if none is near: a third of the letters may be wrong, and
/// three at most. ASCII.
std::string nearest_name(std::string_view written, const std::vector<std::string>& known);

}  // namespace kimai::gateway
