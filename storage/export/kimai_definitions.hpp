// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "storage/export/mysql_type.hpp"
#include "storage/sqlite.hpp"

/// The tables of Kimai 1.3.5 as MySQL has them, database revision 1400. Source: a dump of such a database
/// (test/conformance/kimai1.sql); a test compares the two in a MariaDB.
namespace kimai::storage {

inline constexpr std::string_view exported_version = "1.3.5";
inline constexpr std::string_view exported_revision = "1400";

struct KimaiColumn {
    std::string name;
    MysqlType type;
    /// "NOT NULL DEFAULT 0"
    std::string_view attributes;
    /// "CHARACTER SET utf8 COLLATE utf8_unicode_ci"; empty: the table's.
    std::string character_set = {};
    /// A text of the primary or a unique key.
    bool in_unique_key = false;
};

struct KimaiDefinition {
    std::string_view name;
    std::vector<KimaiColumn> columns;
    /// "PRIMARY KEY (`userID`)"
    std::vector<std::string> keys;
    /// Where our database has the rows, behind FROM; what it lacks of the columns are permissions of the role.
    std::string_view source;
    /// Columns by which rows are put in order and named in messages.
    std::vector<std::string_view> order;

    /// Has a row for each permission of a role, where Kimai has a column.
    bool is_of_roles() const { return name.ends_with("Roles"); }
};

/// All 19, in the order of kimai_tables(). Permissions that the database knows and Kimai 1.3.5 does not, of extensions,
/// have columns behind Kimai's own. Throws DatabaseError.
std::vector<KimaiDefinition> kimai_definitions(Connection& connection);

}  // namespace kimai::storage
