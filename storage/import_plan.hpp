// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "storage/dump_reader.hpp"
#include "storage/import_column.hpp"
#include "storage/kimai_dump.hpp"

namespace kimai::storage {

/// What becomes of a column of a dump.
struct ImportSource {
    enum class Use {
        column,      ///< Goes into the column of ours.
        api_key,     ///< users.apikey, which is sealed.
        old_role,    ///< users.status of databases without roles.
        permission,  ///< A column of a role table that is not in the schema: a row of its own.
        none,        ///< Has no place here.
    };
    Use use = Use::none;
    std::string name;
    Charset charset = Charset::utf8;
    /// The column of ours and its place among the targets; of old_role too.
    const SchemaColumn* column = nullptr;
    int target = 0;
};

/// How the rows of INSERT statements of one form are written. Made by plan_import(), not changed later. Points into the
/// schema columns that it was made from.
struct ImportPlan {
    std::optional<std::vector<std::string>> columns;
    std::shared_ptr<const CreateTable> definition;
    std::optional<Charset> connection;
    InsertRows::Duplicates duplicates = InsertRows::Duplicates::refuse;

    /// One for every value of a row.
    std::vector<ImportSource> sources;
    /// The columns that are written.
    std::vector<const SchemaColumn*> targets;
    /// Places among the targets that get the same value in every row.
    struct Constant {
        int target = 0;
        DumpValue value;
        /// Of the column that the dump defines.
        Charset charset = Charset::utf8;
    };
    std::vector<Constant> constants;
    /// The sort key of the name is written behind the targets.
    bool name_key = false;
    /// Columns that the dump lacks and the schema has no default for, with what was taken, in words.
    std::map<std::string, std::string> assumed;

    int width() const { return static_cast<int>(targets.size()) + (name_key ? 1 : 0); }
    /// The INSERT for that many rows at once. A duplicate makes it stop with the rows before it written.
    std::string sql(std::string_view table, std::size_t rows) const;
    /// Whether it is the plan for rows of this statement too.
    bool fits(const InsertRows& statement, const std::shared_ptr<const CreateTable>& table,
              std::optional<Charset> charset) const;
};

/// A table of ours that rows are written to.
struct ImportedTable {
    KimaiTable table;
    std::vector<SchemaColumn> columns;
    bool name_key = false;
    /// Columns that the schema does not know are permissions.
    bool has_permissions = false;
};

/// Throws DumpError if the columns can't be known or one is missing. definition: nullptr if the dump had none.
ImportPlan plan_import(const ImportedTable& table, const InsertRows& statement,
                       const std::shared_ptr<const CreateTable>& definition, const DumpReader& reader);

}  // namespace kimai::storage
