// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <utility>

#include "storage/catalog.hpp"
#include "storage/expenses.hpp"
#include "storage/groups.hpp"
#include "storage/rates.hpp"
#include "storage/settings.hpp"
#include "storage/sqlite.hpp"
#include "storage/timesheet.hpp"
#include "storage/users.hpp"

namespace kimai::storage {

/// A connection and the repositories over it: all that a call needs of the database. Belongs to one thread at a time.
class Store {
  public:
    explicit Store(Connection opened)
        : connection(std::move(opened)),
          settings(connection),
          users(connection),
          groups(connection),
          catalog(connection),
          rates(connection),
          timesheet(connection),
          expenses(connection) {}

    Store(const Store&) = delete;
    Store& operator=(const Store&) = delete;

    Connection connection;
    Settings settings;
    Users users;
    Groups groups;
    Catalog catalog;
    Rates rates;
    Timesheet timesheet;
    Expenses expenses;
};

}  // namespace kimai::storage
