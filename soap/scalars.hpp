// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "api/value.hpp"

/// The lexical forms of XML Schema (part 2) that calls use, as the values that JSON-RPC would have brought.
namespace kimai::soap {

/// Without blanks at either end.
std::string_view trimmed(std::string_view text);

/// A number of any of the numeric types: "+05" is 5, ".5" is 0.5. Nothing for what is no number or none that JSON could
/// write: "abc", "INF", "NaN", "1E999". Blanks around it do not count.
std::optional<api::Number> read_number(std::string_view text);

/// true, false, 1, 0, and True, False, which Python writes. Blanks around it do not count.
std::optional<bool> read_boolean(std::string_view text);

/// The bytes that base64 stands for; blanks anywhere do not count. Nothing if it is none.
std::optional<std::string> read_base64(std::string_view text);

}  // namespace kimai::soap
