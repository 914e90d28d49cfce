// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <utility>

#include "storage/catalog.hpp"
#include "storage/expenses.hpp"
#include "storage/groups.hpp"
#include "storage/memory.hpp"
#include "storage/names.hpp"
#include "storage/rates.hpp"
#include "storage/settings.hpp"
#include "storage/sqlite.hpp"
#include "storage/timesheet.hpp"
#include "storage/users.hpp"

namespace kimai::storage {

/// A connection and the repositories over it: all that a call needs of the database. What
/// all users share is remembered while a Reading (reading.hpp) or a Writing (writing.hpp) lasts. Belongs to one thread
/// at a time.
class Store {
  public:
    explicit Store(Connection opened)
        : connection(std::move(opened)),
          settings(connection, &memory),
          users(connection, &memory),
          groups(connection),
          catalog(connection, &memory),
          rates(connection, &memory_of_rates),
          names(connection, &memory),
          timesheet(connection, names),
          expenses(connection, names) {}

    Store(const Store&) = delete;
    Store& operator=(const Store&) = delete;

    Connection connection;
    Memory memory;
    /// Awake while a Writing lasts only, since no mark tells of a change of rates.
    Memory memory_of_rates;
    Settings settings;
    Users users;
    Groups groups;
    Catalog catalog;
    Rates rates;
    Names names;
    Timesheet timesheet;
    Expenses expenses;
};

}  // namespace kimai::storage
