// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "storage/admin/named_rows.hpp"

#include <algorithm>
#include <tuple>

#include "storage/collation.hpp"

namespace kimai::storage::admin {

namespace {

/// Number, name, whether it is in the trash, what it belongs to.
const char* sql_of(Noun noun) {
    switch (noun) {
        case Noun::user:
            return "SELECT userID, name, trash, '' FROM users";
        case Noun::group:
            return "SELECT groupID, name, trash, '' FROM groups";
        case Noun::customer:
            return "SELECT customerID, name, trash, '' FROM customers";
        case Noun::project:
            return "SELECT p.projectID, p.name, p.trash, ifnull(c.name, '') FROM projects p"
                   " LEFT JOIN customers c USING (customerID)";
        case Noun::activity:
            return "SELECT activityID, name, trash, '' FROM activities";
        case Noun::status:
            return "SELECT statusID, status, 0, '' FROM statuses";
        case Noun::global_role:
            return "SELECT globalRoleID, name, 0, '' FROM globalRoles";
        case Noun::membership_role:
            return "SELECT membershipRoleID, name, 0, '' FROM membershipRoles";
    }
    return "";
}

}  // namespace

std::vector<NamedRow> named_rows(Connection& connection, Noun noun) {
    std::vector<std::pair<std::string, NamedRow>> keyed;
    Rows rows = connection.query(sql_of(noun));
    while (rows.next()) {
        keyed.emplace_back(sort_key(rows.text(1)), NamedRow{.id = rows.integer(0),
                                                            .name = std::string(rows.text(1)),
                                                            .removed = rows.integer(2) != 0,
                                                            .belongs_to = std::string(rows.text(3))});
    }
    std::ranges::sort(keyed, [](const auto& a, const auto& b) {
        return std::tie(a.first, a.second.id) < std::tie(b.first, b.second.id);
    });
    std::vector<NamedRow> result;
    result.reserve(keyed.size());
    for (auto& [key, row] : keyed) result.push_back(std::move(row));
    return result;
}

}  // namespace kimai::storage::admin
