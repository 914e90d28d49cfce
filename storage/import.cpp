// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "storage/import.hpp"

#include <map>
#include <memory>
#include <utility>

#include "storage/ascii.hpp"
#include "storage/dump_reader.hpp"
#include "storage/import_finish.hpp"
#include "storage/import_table.hpp"
#include "storage/import_target.hpp"
#include "storage/kimai_dump.hpp"
#include "storage/settings.hpp"

namespace kimai::storage {

namespace {

/// The dump began with tables of another set than the one that turned out to be Kimai's: read it again for this one.
struct OtherSet {
    std::string prefix;
};

/// One reading of a dump into a draft.
class Import {
  public:
    Import(const ImportOptions& options, DumpText& text, Connection& connection, std::optional<std::string> prefix)
        : options_(options),
          text_(text),
          reader_(text, options.limits),
          connection_(connection),
          sets_(std::move(prefix)) {}

    ImportReport run();

  private:
    using Definition = std::shared_ptr<const CreateTable>;

    void read(const DumpStatement& statement);
    void define(const CreateTable& table);
    void insert(const InsertRows& statement);
    void set_next_id(const TableName& name, std::int64_t next);
    void clear(const ClearTables& statement);
    void refuse_change(const OtherChange& statement);

    /// The table of ours that a name stands for, nullptr if it is not of the set that is imported.
    TableImport* wanted(const TableName& name, const KimaiTable*& table);
    Definition definition_of(const TableName& name) const;
    void note(const NamedTable& table);
    void check_sets();
    void show_progress();
    ImportReport finish();

    const ImportOptions& options_;
    DumpText& text_;
    DumpReader reader_;
    Connection& connection_;
    TableSets sets_;
    /// CREATE TABLEs with the names of Kimai's tables; nullptr: another program's table.
    std::map<std::pair<std::string, std::string>, Definition> definitions_;
    std::map<std::string_view, std::unique_ptr<TableImport>> tables_;
    std::map<std::string_view, std::int64_t> next_ids_;
    std::uint64_t rows_ = 0;
};

ImportReport Import::run() {
    while (const DumpStatement* statement = reader_.next()) {
        read(*statement);
        if (reader_.statement_number() % 1024 == 0) show_progress();
    }
    check_sets();
    return finish();
}

void Import::read(const DumpStatement& statement) {
    if (const auto* table = std::get_if<CreateTable>(&statement)) {
        define(*table);
    } else if (const auto* rows = std::get_if<InsertRows>(&statement)) {
        insert(*rows);
    } else if (const auto* next = std::get_if<SetAutoIncrement>(&statement)) {
        set_next_id(next->name, next->next);
    } else if (const auto* cleared = std::get_if<ClearTables>(&statement)) {
        clear(*cleared);
    } else if (const auto* change = std::get_if<OtherChange>(&statement)) {
        refuse_change(*change);
    }
}

Import::Definition Import::definition_of(const TableName& name) const {
    const auto found = definitions_.find({name.database, name.table});
    return found == definitions_.end() ? nullptr : found->second;
}

void Import::define(const CreateTable& table) {
    const auto named = kimai_table_named(table.name);
    if (!named) return;
    bool kimai = false;
    for (const ColumnDefinition& column : table.columns) kimai = kimai || same_letters(column.name, named->table->key);
    constexpr std::size_t most_definitions = 10000;
    if (definitions_.size() >= most_definitions) reader_.fail("too many tables");
    definitions_[{table.name.database, table.name.table}] = kimai ? std::make_shared<CreateTable>(table) : nullptr;
    if (!kimai) return;
    note(*named);
    if (table.auto_increment) set_next_id(table.name, *table.auto_increment);
}

/// Notes that a table was seen. Two whole Kimais and no word which one is meant: no need to read on.
void Import::note(const NamedTable& table) {
    sets_.note(table);
    if (sets_.complete().size() > 1) {
        reader_.fail("the dump holds several Kimai databases (" + sets_.names(true) + "): choose one with --prefix");
    }
}

TableImport* Import::wanted(const TableName& name, const KimaiTable*& table) {
    const auto named = kimai_table_named(name);
    if (!named || !sets_.current() || *sets_.current() != named->set) return nullptr;
    table = named->table;
    auto& entry = tables_[named->table->name];
    if (!entry) entry = std::make_unique<TableImport>(connection_, reader_, *named->table, options_.seal);
    return entry.get();
}

void Import::insert(const InsertRows& statement) {
    const auto named = kimai_table_named(statement.name);
    if (!named) return;
    const auto defined = definitions_.find({statement.name.database, statement.name.table});
    if (defined != definitions_.end() && defined->second == nullptr) return;
    if (defined == definitions_.end()) {
        // Without a CREATE TABLE the list of columns tells whose table it is.
        reader_.begin_rows();
        bool kimai = !statement.columns;
        for (const std::string& column : statement.columns.value_or(std::vector<std::string>{})) {
            kimai = kimai || same_letters(column, named->table->key);
        }
        if (!kimai) return;
        note(*named);
    }
    const KimaiTable* table = nullptr;
    TableImport* target = wanted(statement.name, table);
    if (target == nullptr) return;
    if (defined != definitions_.end()) reader_.begin_rows();
    target->begin(statement, definition_of(statement.name));
    while (reader_.next_row(target->row())) {
        target->add();
        if (++rows_ % 8192 == 0) show_progress();
    }
}

void Import::set_next_id(const TableName& name, std::int64_t next) {
    const KimaiTable* table = nullptr;
    if (wanted(name, table) == nullptr) return;
    std::int64_t& known = next_ids_[table->name];
    known = std::max(known, next);
}

void Import::clear(const ClearTables& statement) {
    for (const TableName& name : statement.names) {
        const KimaiTable* table = nullptr;
        TableImport* target = wanted(name, table);
        if (target != nullptr) target->clear();
    }
}

void Import::refuse_change(const OtherChange& statement) {
    const KimaiTable* table = nullptr;
    if (wanted(statement.name, table) != nullptr) {
        reader_.fail(statement.verb + " changes a table of Kimai in a way that is not read");
    }
}

/// At the end of the dump: was it the right set that was imported?
void Import::check_sets() {
    const std::vector<TableSet> complete = sets_.complete();
    if (complete.empty()) {
        const std::string found = sets_.names(false);
        if (found.empty()) throw DumpError(0, "", "the dump holds no tables of Kimai 1");
        if (sets_.asked() && !sets_.current()) {
            throw DumpError(0, "", "the dump holds no tables with this prefix; it has: " + found);
        }
        throw DumpError(
            0, "", "the dump holds no whole Kimai 1 database: users or timeSheet is missing (prefixes: " + found + ")");
    }
    if (sets_.current() != complete.front()) throw OtherSet{complete.front().text(true)};
}

void Import::show_progress() {
    if (options_.progress) options_.progress({text_.bytes_read(), text_.bytes_total(), rows_});
}

ImportReport Import::finish() {
    ImportReport report;
    report.prefix = sets_.current()->text(false);
    for (const KimaiTable& table : kimai_tables()) {
        const auto found = tables_.find(table.name);
        if (found == tables_.end()) {
            report.tables.push_back({std::string(table.name), 0, 0, {}, {}});
            continue;
        }
        found->second->flush();
        report.tables.push_back(found->second->report());
        for (std::string& note : found->second->notes()) report.notes.push_back(std::move(note));
    }
    for (const std::string_view name : sets_.missing()) {
        report.notes.push_back("the dump has no table " + std::string(name));
    }
    if (reader_.misses_closing_comment()) {
        report.notes.emplace_back("the dump's last line, \"-- Dump completed\", is missing: is the file whole?");
    }
    remove_dangling_links(connection_, report);
    remove_ownerless_belongings(connection_);
    count_dangling_rows(connection_, report, [this](const std::string& table, const std::string& column) {
        return tables_.at(table)->ids_in(column);
    });
    for (const auto& [table, next] : next_ids_) set_next_id_of(connection_, table, next);
    Settings settings(connection_);
    if (options_.sealed_salt) settings.set_secret_setting(password_salt_setting, *options_.sealed_salt);
    if (options_.time_zone) settings.set_setting(time_zone_setting, *options_.time_zone);
    report.version = settings.configuration("version").value_or("");
    report.revision = settings.configuration("revision").value_or("");
    show_progress();
    return report;
}

ImportReport import_into_draft(const ImportOptions& options, const std::optional<std::string>& prefix) {
    DumpText text = DumpText::open(options.dump);
    ImportTarget target(options.database, options.replace);
    // Its statements must be gone before the draft can be closed, which publish() does.
    ImportReport report = Import(options, text, target.connection(), prefix).run();
    target.publish();
    return report;
}

}  // namespace

std::string ImportFailure::text() const {
    std::string out;
    if (line > 0) out.append("line ").append(std::to_string(line));
    if (!statement.empty()) out.append(out.empty() ? "" : ", ").append(statement);
    return out.append(out.empty() ? "" : ": ").append(reason);
}

std::variant<ImportReport, ImportFailure> import_dump(const ImportOptions& options) {
    try {
        try {
            return import_into_draft(options, options.prefix);
        } catch (const OtherSet& other) {
            if (options.dump == "-") {
                return ImportFailure{0, "", "the dump holds several sets of tables: use --prefix " + other.prefix};
            }
            return import_into_draft(options, other.prefix);
        }
    } catch (const DumpError& error) {
        return ImportFailure{error.line(), error.statement(), error.reason()};
    } catch (const ImportRefused& refused) {
        return ImportFailure{0, "", refused.what()};
    }
}

}  // namespace kimai::storage
