// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "storage/memory.hpp"
#include "storage/sqlite.hpp"

namespace kimai::storage {

/// The names of what a time entry or an expense refers to by number, remembered (see Memory): a join would read them
/// anew for every row. nullptr: there is no such row. What is handed out lives until the same function is called again.
/// All throw DatabaseError.
class Names {
  public:
    struct Project {
        std::string name;
        std::optional<std::string> comment;
        std::int64_t customer;
    };
    struct User {
        std::string name;
        std::optional<std::string> alias;
    };

    /// memory: nullptr reads everything anew.
    explicit Names(Connection& connection, const Memory* memory = nullptr);

    const Project* project(std::int64_t id);
    const std::string* customer(std::int64_t id);
    const std::string* activity(std::int64_t id);
    const std::string* status(std::int64_t id);
    const User* user(std::int64_t id);

  private:
    template <typename Row>
    using Table = Remembered<std::int64_t, std::optional<Row>>;

    const std::string* name(Table<std::string>& table, const char* sql, std::int64_t id);

    Connection& connection_;
    Table<Project> projects_;
    Table<std::string> customers_;
    Table<std::string> activities_;
    Table<std::string> statuses_;
    Table<User> users_;
};

}  // namespace kimai::storage
