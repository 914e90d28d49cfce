// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "storage/admin/catalog_entries.hpp"

#include <span>
#include <stdexcept>
#include <type_traits>

#include "storage/collation.hpp"

namespace kimai::storage::admin {

namespace {

struct Table {
    std::string name;
    std::string key;
    std::string groups;
};

Table table_of(Noun noun) {
    switch (noun) {
        case Noun::customer:
            return {"customers", "customerID", "groups_customers"};
        case Noun::project:
            return {"projects", "projectID", "groups_projects"};
        case Noun::activity:
            return {"activities", "activityID", "groups_activities"};
        case Noun::user:
        case Noun::group:
        case Noun::status:
        case Noun::global_role:
        case Noun::membership_role:
            break;
    }
    throw std::logic_error("not of the catalog");
}

Bytes bytes_of(const std::string& key) { return std::as_bytes(std::span(key)); }

}  // namespace

std::int64_t add_entry(Connection& connection, Noun noun, std::string_view name,
                       const std::vector<ColumnChange>& changes) {
    const Table table = table_of(noun);
    const std::string key = sort_key(name);
    // A project's customer is among the changes; 0 is none's number.
    const bool is_project = noun == Noun::project;
    connection.execute("INSERT INTO " + table.name + " (name, nameKey" + (is_project ? ", customerID" : "") +
                           ") VALUES (?1, ?2" + (is_project ? ", 0)" : ")"),
                       name, bytes_of(key));
    const std::int64_t id = connection.last_insert_id();
    change_entry(connection, noun, id, changes);
    return id;
}

void change_entry(Connection& connection, Noun noun, std::int64_t id, const std::vector<ColumnChange>& changes) {
    const Table table = table_of(noun);
    for (const ColumnChange& change : changes) {
        const std::string sql =
            "UPDATE " + table.name + " SET " + std::string(change.column) + " = ?1 WHERE " + table.key + " = ?2";
        std::visit([&](const auto& value) { connection.execute(sql, value, id); }, change.value);
        if (change.column != "name") continue;
        const std::string key = sort_key(std::get<std::string>(change.value));
        connection.execute("UPDATE " + table.name + " SET nameKey = ?1 WHERE " + table.key + " = ?2", bytes_of(key),
                           id);
    }
}

void set_entry_removed(Connection& connection, Noun noun, std::int64_t id, bool removed) {
    change_entry(connection, noun, id, {{"trash", std::int64_t{removed}}});
}

std::int64_t time_entries_of(Connection& connection, Noun noun, std::int64_t id) {
    const std::string condition = noun == Noun::customer
                                      ? "projectID IN (SELECT projectID FROM projects WHERE customerID = ?1)"
                                      : table_of(noun).key + " = ?1";
    Rows rows = connection.query("SELECT count(*) FROM timeSheet WHERE " + condition, id);
    rows.next();
    return rows.integer(0);
}

std::vector<std::int64_t> groups_that_see(Connection& connection, Noun noun, std::int64_t id) {
    const Table table = table_of(noun);
    Rows rows =
        connection.query("SELECT groupID FROM " + table.groups + " WHERE " + table.key + " = ?1 ORDER BY groupID", id);
    std::vector<std::int64_t> groups;
    while (rows.next()) groups.push_back(rows.integer(0));
    return groups;
}

bool show_to_group(Connection& connection, Noun noun, std::int64_t id, std::int64_t group) {
    const Table table = table_of(noun);
    return connection.execute("INSERT OR IGNORE INTO " + table.groups + " (groupID, " + table.key + ") VALUES (?1, ?2)",
                              group, id) > 0;
}

bool hide_from_group(Connection& connection, Noun noun, std::int64_t id, std::int64_t group) {
    const Table table = table_of(noun);
    return connection.execute("DELETE FROM " + table.groups + " WHERE groupID = ?1 AND " + table.key + " = ?2", group,
                              id) > 0;
}

}  // namespace kimai::storage::admin
