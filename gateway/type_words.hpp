// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <string_view>

#include "api/method_table.hpp"
#include "api/shape.hpp"

namespace kimai::gateway {

/// What the types of the method table are called where people read of them: on the page of the methods, in the web
/// page's forms, which choose their fields by these words, and in the help of `call`.
std::string_view type_words(api::ParameterType type);
std::string_view type_words(api::MemberType type);

}  // namespace kimai::gateway
