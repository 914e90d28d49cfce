// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "storage/names.hpp"

#include "storage/columns.hpp"

namespace kimai::storage {

namespace {

template <typename Row>
const Row* pointer_to(const std::optional<Row>& row) {
    return row ? &*row : nullptr;
}

}  // namespace

Names::Names(Connection& connection, const Memory* memory)
    : connection_(connection),
      projects_(memory),
      customers_(memory),
      activities_(memory),
      statuses_(memory),
      users_(memory) {}

const Names::Project* Names::project(std::int64_t id) {
    return pointer_to(projects_.get(id, [&]() -> std::optional<Project> {
        Rows rows = connection_.query("SELECT name, comment, customerID FROM projects WHERE projectID = ?1", id);
        if (!rows.next()) return std::nullopt;
        return Project{std::string(rows.text(0)), optional_string(rows, 1), rows.integer(2)};
    }));
}

const Names::User* Names::user(std::int64_t id) {
    return pointer_to(users_.get(id, [&]() -> std::optional<User> {
        Rows rows = connection_.query("SELECT name, alias FROM users WHERE userID = ?1", id);
        if (!rows.next()) return std::nullopt;
        return User{std::string(rows.text(0)), optional_string(rows, 1)};
    }));
}

const std::string* Names::name(Table<std::string>& table, const char* sql, std::int64_t id) {
    return pointer_to(table.get(id, [&]() -> std::optional<std::string> {
        Rows rows = connection_.query(sql, id);
        if (!rows.next()) return std::nullopt;
        return std::string(rows.text(0));
    }));
}

const std::string* Names::customer(std::int64_t id) {
    return name(customers_, "SELECT name FROM customers WHERE customerID = ?1", id);
}

const std::string* Names::activity(std::int64_t id) {
    return name(activities_, "SELECT name FROM activities WHERE activityID = ?1", id);
}

const std::string* Names::status(std::int64_t id) {
    return name(statuses_, "SELECT status FROM statuses WHERE statusID = ?1", id);
}

}  // namespace kimai::storage
