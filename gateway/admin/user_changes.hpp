// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <CLI/App.hpp>

namespace kimai::gateway::admin {

/// The verbs that put in or change what a user has: add, edit, password.
void add_user_changes(CLI::App& noun);

}  // namespace kimai::gateway::admin
