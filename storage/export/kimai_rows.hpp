// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <map>
#include <string>
#include <vector>

#include "storage/export/export.hpp"
#include "storage/export/kimai_definitions.hpp"

namespace kimai::storage {

/// A value of a row as Kimai's table has it.
struct Cell {
    enum class Kind {
        absent,  ///< The role has no such permission, not even as NULL.
        null,
        number,  ///< Decimals in hundredths.
        text,
    };
    Kind kind = Kind::null;
    std::int64_t number = 0;
    std::string_view text = {};
};

/// Reads our rows as rows of Kimai's tables: API keys opened, permissions side by side. All that it is given must
/// outlive it.
class KimaiRows {
  public:
    KimaiRows(Connection& connection, const KimaiDefinition& definition, const OpenKey& open_key);

    /// Moves to the next row; false behind the last one. Throws ExportRefused if an API key cannot be opened.
    bool next();
    /// One for every column. Texts live until the next next().
    const std::vector<Cell>& cells() const { return cells_; }
    /// The row's name for messages: "timeEntryID 7".
    std::string name() const;

  private:
    void read_cell(std::size_t column);
    void read_permissions();

    Connection& connection_;
    const KimaiDefinition& definition_;
    const OpenKey& open_key_;
    /// Columns that are read as they are: all but permissions.
    std::size_t plain_;
    Rows rows_;
    std::vector<Cell> cells_;
    std::string key_;
    std::string permissions_;
    std::map<std::string, std::size_t, std::less<>> permission_columns_;
};

}  // namespace kimai::storage
