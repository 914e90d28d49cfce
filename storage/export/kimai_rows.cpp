// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "storage/export/kimai_rows.hpp"

namespace kimai::storage {

namespace {

/// The number and the name; permissions follow.
constexpr std::size_t columns_of_a_role = 2;

std::size_t plain_columns(const KimaiDefinition& definition) {
    return definition.is_of_roles() ? columns_of_a_role : definition.columns.size();
}

/// Behind the columns stand those that name the row.
std::string query_for(const KimaiDefinition& definition) {
    std::string sql;
    for (std::size_t i = 0; i < plain_columns(definition); ++i) {
        sql.append(i == 0 ? "SELECT \"" : ", \"").append(definition.columns[i].name).append("\"");
    }
    std::string order;
    for (const std::string_view column : definition.order) order.append(order.empty() ? "" : ", ").append(column);
    return sql.append(", ").append(order).append(" FROM ").append(definition.source).append(" ORDER BY ").append(order);
}

}  // namespace

KimaiRows::KimaiRows(Connection& connection, const KimaiDefinition& definition, const OpenKey& open_key)
    : connection_(connection),
      definition_(definition),
      open_key_(open_key),
      plain_(plain_columns(definition)),
      rows_(connection.query(query_for(definition))),
      cells_(definition.columns.size()) {
    if (!definition.is_of_roles()) return;
    const std::string& id = definition.columns.front().name;
    const std::string table = definition.name == "globalRoles" ? "globalRolePermissions" : "membershipRolePermissions";
    permissions_ = "SELECT permission, value FROM " + table + " WHERE " + id + " = ?1";
    for (std::size_t i = plain_; i < definition.columns.size(); ++i) {
        permission_columns_[definition.columns[i].name] = i;
    }
}

bool KimaiRows::next() {
    if (!rows_.next()) return false;
    for (std::size_t i = 0; i < plain_; ++i) read_cell(i);
    if (definition_.is_of_roles()) read_permissions();
    return true;
}

void KimaiRows::read_cell(std::size_t column) {
    const auto at = static_cast<int>(column);
    Cell& cell = cells_[column];
    if (rows_.is_null(at)) {
        cell = {.kind = Cell::Kind::null};
    } else if (!definition_.columns[column].type.is_text()) {
        cell = {.kind = Cell::Kind::number, .number = rows_.integer(at)};
    } else if (definition_.columns[column].name == "apikey") {
        const auto key = open_key_(rows_.integer(0), rows_.bytes(at));
        if (!key) throw ExportRefused("the API key of " + name() + " cannot be opened with the key file");
        key_ = *key;
        cell = {.kind = Cell::Kind::text, .text = key_};
    } else {
        cell = {.kind = Cell::Kind::text, .text = rows_.text(at)};
    }
}

void KimaiRows::read_permissions() {
    for (std::size_t i = plain_; i < cells_.size(); ++i) cells_[i] = {.kind = Cell::Kind::absent};
    Rows permissions = connection_.query(permissions_, rows_.integer(0));
    while (permissions.next()) {
        Cell& cell = cells_[permission_columns_.find(permissions.text(0))->second];
        cell.kind = permissions.is_null(1) ? Cell::Kind::null : Cell::Kind::number;
        cell.number = permissions.integer(1);
    }
}

std::string KimaiRows::name() const {
    std::string name;
    for (std::size_t i = 0; i < definition_.order.size(); ++i) {
        name.append(name.empty() ? "" : ", ").append(definition_.order[i]).append(" ");
        name.append(rows_.text(static_cast<int>(plain_ + i)));
    }
    return name;
}

}  // namespace kimai::storage
