// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "storage/import_table.hpp"

#include <algorithm>
#include <array>
#include <span>

#include "storage/collation.hpp"

namespace kimai::storage {

namespace {

/// More rows in one INSERT gain nothing.
constexpr std::size_t batch_rows = 16;
/// Rows do not wait for others if they are large.
constexpr std::size_t batch_bytes = std::size_t{256} * 1024;
/// Real databases have some thousand projects, users and so on.
constexpr std::size_t most_ids = 100000;

bool is_nothing(const DumpValue& value) { return value.kind == DumpValue::Kind::null || value.bytes.empty(); }

ImportedTable described(Connection& connection, const KimaiTable& table) {
    ImportedTable result{table, schema_columns(connection, table.name), false, table.name.ends_with("Roles")};
    Rows rows = connection.query("SELECT count(*) FROM pragma_table_info(?1) WHERE name = 'nameKey'", table.name);
    rows.next();
    result.name_key = rows.integer(0) > 0;
    return result;
}

}  // namespace

void TableImport::Ids::add(std::int64_t id) {
    if (id == last && !seen.empty()) return;
    last = id;
    if (seen.size() < most_ids) {
        seen.insert(id);
    } else {
        complete = complete && seen.contains(id);
    }
}

TableImport::TableImport(Connection& connection, const DumpReader& reader, const KimaiTable& table, const SealKey& seal)
    : connection_(connection), reader_(reader), seal_(seal), table_(described(connection, table)) {
    if (table_.has_permissions) {
        // globalRoles has globalRolePermissions, membershipRoles has membershipRolePermissions.
        permission_table_ = std::string(table.name.substr(0, table.name.size() - 1)) + "Permissions";
        permission_ =
            std::make_unique<BulkInsert>(connection_, "INSERT INTO " + permission_table_ + " VALUES (?1, ?2, ?3)");
    }
    if (table.name == "users") {
        key_ = std::make_unique<BulkInsert>(connection_,
                                            "INSERT INTO apiKeys (userID, lookup, sealed) VALUES (?1, ?2, ?3)");
    }
}

void TableImport::begin(const InsertRows& statement, const std::shared_ptr<const CreateTable>& definition) {
    // A dump of single rows comes here for every row.
    if (plan_ && plan_->fits(statement, definition, reader_.connection_charset())) return;
    flush();
    statement_ = reader_.statement();
    plan_ = std::make_unique<ImportPlan>(plan_import(table_, statement, definition, reader_));
    for (const auto& [column, value] : plan_->assumed) assumed_[column] = value;
    prepare();
}

void TableImport::prepare() {
    const bool replaces = plan_->duplicates == InsertRows::Duplicates::replace;
    const bool keyless = table_.table.name == "rates" || table_.table.name == "fixedRates";
    // Where more is to be done for a row than to write it, each is written alone.
    const bool alone = key_ || permission_ || (replaces && keyless);
    replaced_ = replaced_ || replaces;
    batch_.clear();
    batch_.resize(alone ? 1 : batch_rows);
    for (Waiting& waiting : batch_) waiting.memory.resize(plan_->sources.size());
    alone_ = std::make_unique<BulkInsert>(connection_, plan_->sql(table_.table.name, 1));
    together_ = std::make_unique<BulkInsert>(connection_, plan_->sql(table_.table.name, batch_.size()));
    constants_.clear();
    bind_constants(*alone_, 1);
    bind_constants(*together_, batch_.size());
    ids_by_source_.clear();
    for (const ImportSource& source : plan_->sources) {
        const bool refers = source.column != nullptr && source.column->name.ends_with("ID") && !source.column->is_id;
        ids_by_source_.push_back(refers ? &ids_[source.column->name] : nullptr);
    }
    for (const auto& [target, value, charset] : plan_->constants) {
        const SchemaColumn& column = *plan_->targets[static_cast<std::size_t>(target)];
        if (const auto id = whole_number(value); id && column.name.ends_with("ID")) ids_[column.name].add(*id);
    }
}

void TableImport::bind_constants(BulkInsert& insert, std::size_t rows) {
    for (std::size_t row = 0; row < rows; ++row) {
        for (const auto& [target, value, charset] : plan_->constants) {
            const SchemaColumn& column = *plan_->targets[static_cast<std::size_t>(target)];
            const int parameter = static_cast<int>(row) * plan_->width() + target + 1;
            const TextRule rule{plan_->connection, charset, nullptr};
            const auto problem = bind_value(insert, parameter, column, value, rule, constants_.emplace_back());
            if (problem) reader_.fail("the default of column " + column.name + ": " + problem->reason);
        }
    }
}

void TableImport::add() {
    Waiting& waiting = batch_[waiting_];
    waiting.line = reader_.line();
    ++read_;
    if (waiting.row.size() != plan_->sources.size()) {
        reader_.fail("a row has " + std::to_string(waiting.row.size()) + " values for " +
                     std::to_string(plan_->sources.size()) + " columns");
    }
    bind(*together_, waiting_, waiting);
    note(waiting);
    ++waiting_;
    waiting_bytes_ += waiting.row.bytes().size();
    if (waiting_ == batch_.size()) {
        write_together();
    } else if (waiting_bytes_ > batch_bytes) {
        flush();
    }
}

void TableImport::bind(BulkInsert& insert, std::size_t place, Waiting& waiting) {
    const int before = static_cast<int>(place) * plan_->width();
    for (std::size_t i = 0; i < plan_->sources.size(); ++i) {
        const ImportSource& source = plan_->sources[i];
        const DumpValue value = waiting.row[i];
        if (source.use == ImportSource::Use::old_role) {
            insert.bind_integer(before + source.target + 1, whole_number(value) == 0 ? 1 : 2);
        }
        if (source.use != ImportSource::Use::column) continue;
        // A row that is written alone after all is bound a second time.
        std::int64_t* guessed = &insert == together_.get() ? &guessed_texts_ : nullptr;
        std::string& memory = waiting.memory[i];
        const auto problem =
            bind_value(insert, before + source.target + 1, *source.column, value, rule_for(source, guessed), memory);
        if (problem) fail(waiting, "column " + source.name + ": " + problem->reason);
        if (plan_->name_key && source.column->name == "name") {
            waiting.name_key = sort_key(text_of(value, rule_for(source), memory).value_or(""));
            insert.bind_bytes(before + plan_->width(), std::as_bytes(std::span(waiting.name_key)));
        }
    }
}

TextRule TableImport::rule_for(const ImportSource& source, std::int64_t* guessed) const {
    return {plan_->connection, source.charset, guessed};
}

/// What is reported later.
void TableImport::note(const Waiting& waiting) {
    for (std::size_t i = 0; i < plan_->sources.size(); ++i) {
        if (ids_by_source_[i] != nullptr) {
            if (const auto id = whole_number(waiting.row[i])) ids_by_source_[i]->add(*id);
        } else if (plan_->sources[i].use == ImportSource::Use::none && !is_nothing(waiting.row[i])) {
            ++values_without_place_[plan_->sources[i].name];
        }
    }
}

void TableImport::write_together() {
    const std::size_t count = std::exchange(waiting_, 0);
    waiting_bytes_ = 0;
    if (plan_->duplicates == InsertRows::Duplicates::replace) remove_replaced(batch_.front());
    const BulkInsert::Outcome outcome = together_->run();
    const auto written = static_cast<std::size_t>(connection_.changes());
    // The rows before the duplicate were written.
    if (outcome == BulkInsert::Outcome::duplicate) refuse_duplicate(batch_[written]);
    inserted_ += static_cast<std::int64_t>(written);
    ignored_ += static_cast<std::int64_t>(count - written);
    if (written > 0 && (key_ || permission_)) add_belongings(batch_.front());
}

void TableImport::write_alone(Waiting& waiting) {
    bind(*alone_, 0, waiting);
    switch (alone_->run()) {
        case BulkInsert::Outcome::inserted:
            ++inserted_;
            break;
        case BulkInsert::Outcome::ignored:
            ++ignored_;
            break;
        case BulkInsert::Outcome::duplicate:
            refuse_duplicate(waiting);
    }
}

void TableImport::flush() {
    const std::size_t count = std::exchange(waiting_, 0);
    waiting_bytes_ = 0;
    for (std::size_t i = 0; i < count; ++i) write_alone(batch_[i]);
}

void TableImport::fail(const Waiting& waiting, const std::string& reason) const {
    std::string which;
    for (std::size_t i = 0; i < plan_->sources.size(); ++i) {
        const SchemaColumn* column = plan_->sources[i].column;
        const auto id = column != nullptr && column->is_id ? whole_number(waiting.row[i]) : std::nullopt;
        if (id) which = column->name + " " + std::to_string(*id) + ": ";
    }
    throw DumpError(waiting.line, statement_, which + reason);
}

void TableImport::refuse_duplicate(const Waiting& waiting) {
    fail(waiting, "a row with the same key is there already");
}

/// INSERT OR REPLACE removes the rows with the same key. What hangs on them, and rows of tables whose key is no key
/// here because parts of it may be NULL, are left to us.
void TableImport::remove_replaced(const Waiting& waiting) {
    if (batch_.size() > 1) return;
    const DumpRow& row = waiting.row;
    // A NULL equals nothing.
    std::map<std::string_view, std::optional<std::int64_t>> ids;
    for (std::size_t i = 0; i < row.size(); ++i) {
        const SchemaColumn* column = plan_->sources[i].column;
        if (column != nullptr && row[i].kind != DumpValue::Kind::null) ids[column->name] = whole_number(row[i]);
    }
    if (table_.table.name == "rates") {
        connection_.execute("DELETE FROM rates WHERE userID = ?1 AND projectID = ?2 AND activityID = ?3", ids["userID"],
                            ids["projectID"], ids["activityID"]);
    } else if (table_.table.name == "fixedRates") {
        connection_.execute("DELETE FROM fixedRates WHERE projectID = ?1 AND activityID = ?2", ids["projectID"],
                            ids["activityID"]);
    } else if (key_) {
        // Another user of the same name goes, too.
        const Bytes name = std::as_bytes(std::span(waiting.name_key));
        connection_.execute(
            "DELETE FROM apiKeys WHERE userID = ?1 OR userID IN (SELECT userID FROM users WHERE nameKey = ?2)",
            ids["userID"], name);
        connection_.execute("DELETE FROM users WHERE nameKey = ?1", name);
    } else if (permission_) {
        // globalRolePermissions has globalRoleID, as globalRoles.
        const std::string key(table_.table.key);
        connection_.execute("DELETE FROM " + permission_table_ + " WHERE " + key + " = ?1", ids[key]);
    }
}

/// What is stored in tables of its own: API keys, permissions.
void TableImport::add_belongings(const Waiting& waiting) {
    const std::int64_t id = connection_.last_insert_id();
    for (std::size_t i = 0; i < plan_->sources.size(); ++i) {
        const ImportSource& source = plan_->sources[i];
        const DumpValue value = waiting.row[i];
        if (source.use == ImportSource::Use::permission) add_permission(id, source, value, waiting.line);
        if (source.use == ImportSource::Use::api_key && !is_nothing(value)) add_key(id, source, value, waiting.line);
    }
}

void TableImport::add_permission(std::int64_t role, const ImportSource& source, const DumpValue& value,
                                 std::uint64_t line) {
    permission_->bind_integer(1, role);
    permission_->bind_text(2, source.name);
    const auto number = whole_number(value);
    if (number) {
        permission_->bind_integer(3, *number);
    } else if (value.kind == DumpValue::Kind::null) {
        permission_->bind_null(3);
    } else {
        throw DumpError(line, statement_, "column " + source.name + ": a number was expected");
    }
    if (permission_->run() == BulkInsert::Outcome::duplicate) {
        throw DumpError(line, statement_, "column " + source.name + " is there twice");
    }
}

void TableImport::add_key(std::int64_t user, const ImportSource& source, const DumpValue& value, std::uint64_t line) {
    std::string memory;
    const auto text = text_of(value, rule_for(source), memory);
    const std::string whose = "userID " + std::to_string(user) + ": ";
    if (!text) throw DumpError(line, statement_, whose + "the API key is not valid in its character set");
    const SealedKey sealed = seal_(user, *text);
    key_->bind_integer(1, user);
    key_->bind_bytes(2, sealed.lookup);
    key_->bind_bytes(3, sealed.sealed);
    if (key_->run() == BulkInsert::Outcome::duplicate) {
        throw DumpError(line, statement_, whose + "another user has the same API key");
    }
}

void TableImport::clear() {
    flush();
    cleared_ += connection_.execute("DELETE FROM " + std::string(table_.table.name));
    if (key_) connection_.execute("DELETE FROM apiKeys");
    if (permission_) connection_.execute("DELETE FROM " + permission_table_);
}

TableReport TableImport::report() {
    TableReport report;
    report.name = table_.table.name;
    report.read = read_;
    report.imported = inserted_ - cleared_;
    if (replaced_) {
        Rows rows = connection_.query("SELECT count(*) FROM " + std::string(table_.table.name));
        rows.next();
        report.imported = rows.integer(0);
    }
    const std::int64_t replaced = inserted_ - cleared_ - report.imported;
    if (replaced > 0) report.left_out.push_back({"replaced by a later row", replaced});
    if (ignored_ > 0) report.left_out.push_back({"the same key was there already (INSERT IGNORE)", ignored_});
    if (cleared_ > 0) report.left_out.push_back({"the dump empties the table afterwards", cleared_});
    return report;
}

std::vector<std::string> TableImport::notes() const {
    std::vector<std::string> notes;
    const std::string table = std::string(table_.table.name) + ".";
    for (const auto& [column, values] : values_without_place_) {
        notes.push_back(table + column + " has no place here: " + std::to_string(values) +
                        (values == 1 ? " value was left out" : " values were left out"));
    }
    for (const auto& [column, value] : assumed_) {
        std::string note = table + column;
        notes.push_back(note.append(" is missing in the dump: ").append(value).append(" was taken"));
    }
    if (guessed_texts_ > 0) {
        notes.push_back(std::to_string(guessed_texts_) + " texts of " + std::string(table_.table.name) +
                        " were taken for latin1: the dump does not say what it is written in, and they are no UTF-8");
    }
    return notes;
}

const std::unordered_set<std::int64_t>* TableImport::ids_in(std::string_view column) const {
    const auto found = ids_.find(column);
    return found == ids_.end() || !found->second.complete ? nullptr : &found->second.seen;
}

}  // namespace kimai::storage
