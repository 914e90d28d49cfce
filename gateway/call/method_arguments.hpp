// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "api/method_table.hpp"
#include "api/value.hpp"

namespace kimai::gateway {

/// Why words of the command line are no arguments of a method, as the rest of a sentence that its name begins: "has no
/// parameter form; near: from".
struct ArgumentProblem {
    std::string text;
};

/// Reads what a person writes behind a method's name:
///
/// - a word alone is for the next parameter that has nothing yet,
/// - NAME=VALUE names its parameter, so a word with = in it must be written that way, unless what is in front of it is
///   no name,
/// - RECORD.MEMBER=VALUE gives one member of a record, RECORD={...} all of it as JSON.
///
/// Words become what the method table says: whole numbers, "true" and "false", dates as texts, lists as "1,2". The
/// first parameter, if it is apiKey, gets `key` and cannot be given: other users of a machine see a command line.
/// Answers all values in the table's order: what is left out has its default, or is null, or the empty record.
std::variant<std::vector<api::Value>, ArgumentProblem> read_arguments(const api::Method& method,
                                                                      std::span<const std::string> words,
                                                                      const std::string& key);

/// The parameters that are secrets.
inline constexpr std::string_view api_key = "apiKey";
inline constexpr std::string_view password = "password";

/// Whether a method asks for an API key.
bool needs_key(const api::Method& method);

}  // namespace kimai::gateway
