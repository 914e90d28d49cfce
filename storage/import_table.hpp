// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <deque>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <unordered_set>
#include <vector>

#include "storage/dump_reader.hpp"
#include "storage/import.hpp"
#include "storage/import_plan.hpp"

namespace kimai::storage {

/// Writes the rows of one table of a dump into the table of the same name, by the names of the columns. Columns that
/// the dump lacks get their defaults. Values that do not fit and keys that are there already make it throw DumpError.
/// Lives as long as one import; connection and reader must outlive it.
class TableImport {
  public:
    TableImport(Connection& connection, const DumpReader& reader, const KimaiTable& table, const SealKey& seal);

    /// Gets ready for the rows of a statement. definition: the table's CREATE TABLE, nullptr if the dump had none.
    void begin(const InsertRows& statement, const std::shared_ptr<const CreateTable>& definition);
    /// Where to read the next row to, ...
    DumpRow& row() { return batch_[waiting_].row; }
    /// ... and that it is there.
    void add();
    /// The dump emptied the table.
    void clear();
    /// Writes what waits. To be called at the end.
    void flush();

    /// After flush().
    TableReport report();
    /// About columns that have no place here or were missing there, a sentence each.
    std::vector<std::string> notes() const;
    /// The ids that stand in a column, as far as rows were ever added: a superset of those in the table. Nothing if
    /// there are too many to keep.
    const std::unordered_set<std::int64_t>* ids_in(std::string_view column) const;

  private:
    /// A row that waits to be written with others, which is twice as fast as alone.
    struct Waiting {
        DumpRow row;
        std::uint64_t line = 0;
        /// Converted texts by column, and the name's sort key.
        std::vector<std::string> memory;
        std::string name_key;
    };
    /// Ids in a column.
    struct Ids {
        std::unordered_set<std::int64_t> seen;
        std::int64_t last = 0;
        bool complete = true;
        void add(std::int64_t id);
    };

    void prepare();
    void bind_constants(BulkInsert& insert, std::size_t rows);
    void bind(BulkInsert& insert, std::size_t place, Waiting& waiting);
    TextRule rule_for(const ImportSource& source, std::int64_t* guessed = nullptr) const;
    void note(const Waiting& waiting);
    void write_together();
    void write_alone(Waiting& waiting);
    void refuse_duplicate(const Waiting& waiting);
    void remove_replaced(const Waiting& waiting);
    void add_belongings(const Waiting& waiting);
    void add_permission(std::int64_t role, const ImportSource& source, const DumpValue& value, std::uint64_t line);
    void add_key(std::int64_t user, const ImportSource& source, const DumpValue& value, std::uint64_t line);
    [[noreturn]] void fail(const Waiting& waiting, const std::string& reason) const;

    Connection& connection_;
    const DumpReader& reader_;
    const SealKey& seal_;
    ImportedTable table_;
    std::string permission_table_;
    std::unique_ptr<BulkInsert> permission_;
    std::unique_ptr<BulkInsert> key_;

    std::unique_ptr<const ImportPlan> plan_;
    /// For messages about rows that waited: the reader may be elsewhere by then.
    std::string statement_;
    std::unique_ptr<BulkInsert> together_;
    std::unique_ptr<BulkInsert> alone_;
    /// Converted texts that the two statements hold on to from row to row; a deque does not move them.
    std::deque<std::string> constants_;
    std::vector<Waiting> batch_;
    std::size_t waiting_ = 0;
    std::size_t waiting_bytes_ = 0;

    std::int64_t read_ = 0;
    std::int64_t inserted_ = 0;
    std::int64_t ignored_ = 0;
    std::int64_t cleared_ = 0;
    bool replaced_ = false;
    std::int64_t guessed_texts_ = 0;
    std::map<std::string, Ids, std::less<>> ids_;
    std::vector<Ids*> ids_by_source_;
    std::map<std::string, std::int64_t> values_without_place_;
    std::map<std::string, std::string> assumed_;
};

}  // namespace kimai::storage
