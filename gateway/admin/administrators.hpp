// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <functional>

#include "storage/sqlite.hpp"

namespace kimai::gateway::admin {

/// Does `work`, in the transaction that is open. Throws std::runtime_error if there was an active user whose global
/// role gives all permissions that the methods ask for, and nobody is left who has one, unless forced.
void keep_an_administrator(storage::Connection& connection, bool forced, const std::function<void()>& work);

}  // namespace kimai::gateway::admin
