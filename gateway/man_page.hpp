// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <string>
#include <string_view>

#include "gateway/command_model.hpp"

namespace kimai::gateway {

/// The manual page of the program (section 1, in man(7)'s macros): all its commands, their options, what they have in
/// common. `date` is YYYY-MM-DD.
std::string man_page(const Command& program, std::string_view version, std::string_view date);

}  // namespace kimai::gateway
