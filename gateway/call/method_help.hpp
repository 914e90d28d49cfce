// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <string>

#include "api/method_table.hpp"

/// What `call` tells of methods, from the method table.
namespace kimai::gateway {

/// A line for each method: its name and what it does.
std::string list_of_methods();

/// How to call a method: its parameters with their types, defaults and documentation, the members of records it takes,
/// and what it answers.
std::string help_on(const api::Method& method);

/// "there is no method getUser; near: getUsers"
std::string unknown_method(const std::string& name);

}  // namespace kimai::gateway
