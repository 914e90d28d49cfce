// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <map>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "storage/dump_statement.hpp"

/// Which tables of a dump are Kimai's. One database may hold several Kimais, each with a prefix of its own, beside
/// tables of other programs; and one dump may hold several databases.
namespace kimai::storage {

struct KimaiTable {
    std::string_view name;
    /// A column that Kimai 1's table has. A table of that name without it is some other program's (Kimai 2's, say).
    std::string_view key;
};

/// Kimai 1's tables, referenced ones before those that refer to them.
std::span<const KimaiTable> kimai_tables();

/// The tables of one Kimai.
struct TableSet {
    std::string database;
    /// In lower case: servers on Windows write all names so.
    std::string prefix;
    friend auto operator<=>(const TableSet&, const TableSet&) = default;

    /// "kimai_", or "database.kimai_": what --prefix takes. "(none)" for the empty prefix.
    std::string text(bool with_database) const;
};

struct NamedTable {
    TableSet set;
    const KimaiTable* table = nullptr;
};

/// The Kimai table that a name stands for, by its end, without regard to case: "kimai_timesheet" is timeSheet with the
/// prefix "kimai_". Nothing if it is none, or one of the copies that Kimai's own backup makes (kimai_bak_...).
std::optional<NamedTable> kimai_table_named(const TableName& name);

/// Keeps account of the sets that a dump holds, and which one is asked for.
class TableSets {
  public:
    /// What --prefix says: "prefix" or "database.prefix"; nothing: the only set that is there.
    explicit TableSets(std::optional<std::string> asked) : asked_(std::move(asked)) {}

    /// Notes that the table is there. True if it belongs to the set that is being imported: the one that was asked for,
    /// or the first one.
    bool note(const NamedTable& table);

    /// What is being imported; nothing until a table of it was seen.
    const std::optional<TableSet>& current() const { return current_; }
    /// The sets that are a whole Kimai: they have users and a time sheet.
    std::vector<TableSet> complete() const;
    /// "kimai_, old_": for messages. All sets, or the complete ones.
    std::string names(bool only_complete) const;
    bool asked() const { return asked_.has_value(); }
    /// Tables of Kimai that the current set lacks.
    std::vector<std::string_view> missing() const;

  private:
    bool matches(const TableSet& set) const;
    std::optional<std::string> asked_;
    std::optional<TableSet> current_;
    std::map<TableSet, std::set<std::string_view>> sets_;
};

}  // namespace kimai::storage
