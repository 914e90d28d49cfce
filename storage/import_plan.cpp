// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "storage/import_plan.hpp"

#include <algorithm>
#include <array>

#include "storage/ascii.hpp"

namespace kimai::storage {

namespace {

/// Columns that came later than the rest and have no default, and what Kimai's own update gave them: status "open",
/// and in both role tables the role "User".
struct Assumption {
    std::string_view column;
    std::string_view value;
    std::string_view meaning;
};
constexpr std::array<Assumption, 3> assumptions = {{
    {"statusID", "1", "1 (open)"},
    {"globalRoleID", "2", "2 (User)"},
    {"membershipRoleID", "2", "2 (User)"},
}};

/// Names of columns in databases of older versions.
std::string_view newest_name(const KimaiTable& table, std::string_view name) {
    const bool options = table.name == "configuration" || table.name == "preferences";
    return options && same_letters(name, "var") ? "option" : name;
}

const SchemaColumn* find_column(const ImportedTable& table, std::string_view name) {
    const auto found = std::find_if(table.columns.begin(), table.columns.end(),
                                    [&](const SchemaColumn& column) { return same_letters(column.name, name); });
    return found == table.columns.end() ? nullptr : &*found;
}

bool fills(const ImportPlan& plan, const SchemaColumn& column) {
    return std::find(plan.targets.begin(), plan.targets.end(), &column) != plan.targets.end();
}

int add_target(ImportPlan& plan, const SchemaColumn& column) {
    plan.targets.push_back(&column);
    return static_cast<int>(plan.targets.size()) - 1;
}

ImportSource source_for(const ImportedTable& table, const std::string& name, ImportPlan& plan) {
    ImportSource source;
    source.name = name;
    const SchemaColumn* column = find_column(table, newest_name(table.table, name));
    const bool users = table.table.name == "users";
    if (column != nullptr) {
        if (fills(plan, *column)) return source;
        source.use = ImportSource::Use::column;
        source.column = column;
        source.target = add_target(plan, *column);
    } else if (users && same_letters(name, "apikey")) {
        source.use = ImportSource::Use::api_key;
    } else if (users && same_letters(name, "status")) {
        source.use = ImportSource::Use::old_role;
    } else if (table.has_permissions) {
        source.use = ImportSource::Use::permission;
    }
    return source;
}

void add_sources(const ImportedTable& table, ImportPlan& plan, const DumpReader& reader) {
    const bool defined = plan.definition && !plan.definition->columns.empty();
    if (!defined && !plan.columns) {
        reader.fail(
            "the dump neither has the table's CREATE TABLE before this nor names the columns: make it with "
            "the structure or with --complete-insert");
    }
    const std::size_t count = plan.columns ? plan.columns->size() : plan.definition->columns.size();
    for (std::size_t i = 0; i < count; ++i) {
        const std::string& name = plan.columns ? (*plan.columns)[i] : plan.definition->columns[i].name;
        ImportSource source = source_for(table, name, plan);
        if (plan.definition) {
            source.charset = plan.definition->charset;
            for (const ColumnDefinition& column : plan.definition->columns) {
                if (same_letters(column.name, name)) source.charset = column.charset;
            }
        }
        plan.sources.push_back(std::move(source));
    }
}

/// The dump's own definition of a column of ours, if it has a DEFAULT.
const ColumnDefinition* defined_default(const ImportedTable& table, const ImportPlan& plan,
                                        const SchemaColumn& column) {
    if (!plan.definition) return nullptr;
    for (const ColumnDefinition& candidate : plan.definition->columns) {
        const bool same = same_letters(newest_name(table.table, candidate.name), column.name);
        if (same && candidate.fallback.size() > 0) return &candidate;
    }
    return nullptr;
}

void add_missing_columns(const ImportedTable& table, ImportPlan& plan, const DumpReader& reader) {
    for (const SchemaColumn& column : table.columns) {
        if (fills(plan, column)) continue;
        if (const ColumnDefinition* defined = defined_default(table, plan, column)) {
            plan.constants.push_back({add_target(plan, column), defined->fallback[0], defined->charset});
            continue;
        }
        if (column.nullable || column.fallback || column.is_id) continue;  // The schema's own default does it.
        const auto* const assumption = std::find_if(assumptions.begin(), assumptions.end(),
                                                    [&](const Assumption& a) { return a.column == column.name; });
        if (assumption == assumptions.end()) reader.fail("the column " + column.name + " is missing");
        plan.constants.push_back(
            {add_target(plan, column), DumpValue{DumpValue::Kind::number, assumption->value, {}}, Charset::utf8});
        plan.assumed[column.name] = assumption->meaning;
    }
}

/// Before there were roles, users.status was 0 for administrators. It counts where there is no role.
void use_old_roles(const ImportedTable& table, ImportPlan& plan) {
    const SchemaColumn* role = find_column(table, "globalRoleID");
    for (ImportSource& source : plan.sources) {
        if (source.use != ImportSource::Use::old_role) continue;
        if (role == nullptr || !plan.assumed.contains(role->name)) {
            source.use = ImportSource::Use::none;
            continue;
        }
        source.target =
            static_cast<int>(std::find(plan.targets.begin(), plan.targets.end(), role) - plan.targets.begin());
        plan.assumed[role->name] = "1 (Admin) for status 0 and 2 (User) for others";
    }
}

}  // namespace

ImportPlan plan_import(const ImportedTable& table, const InsertRows& statement,
                       const std::shared_ptr<const CreateTable>& definition, const DumpReader& reader) {
    ImportPlan plan;
    plan.columns = statement.columns;
    plan.definition = definition;
    plan.connection = reader.connection_charset();
    plan.duplicates = statement.duplicates;
    plan.name_key = table.name_key;
    add_sources(table, plan, reader);
    add_missing_columns(table, plan, reader);
    use_old_roles(table, plan);
    return plan;
}

bool ImportPlan::fits(const InsertRows& statement, const std::shared_ptr<const CreateTable>& table,
                      std::optional<Charset> charset) const {
    return definition == table && duplicates == statement.duplicates && connection == charset &&
           columns == statement.columns;
}

std::string ImportPlan::sql(std::string_view table, std::size_t rows) const {
    std::string text;
    switch (duplicates) {
        case InsertRows::Duplicates::refuse:
            text = "INSERT OR FAIL INTO ";
            break;
        case InsertRows::Duplicates::ignore:
            text = "INSERT OR IGNORE INTO ";
            break;
        case InsertRows::Duplicates::replace:
            text = "INSERT OR REPLACE INTO ";
            break;
    }
    text.append(table).append(" (");
    std::string row("(?");
    for (std::size_t i = 0; i < targets.size(); ++i) {
        text.append(i == 0 ? "\"" : ", \"").append(targets[i]->name).append("\"");
        if (i > 0) row.append(", ?");
    }
    if (name_key) {
        text.append(", nameKey");
        row.append(", ?");
    }
    text.append(") VALUES ");
    for (std::size_t i = 0; i < rows; ++i) text.append(i == 0 ? "" : ", ").append(row).append(")");
    return text;
}

}  // namespace kimai::storage
