// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "storage/database_check.hpp"

#include <algorithm>
#include <cstdint>
#include <map>
#include <string>
#include <utility>

#include "storage/index_use.hpp"
#include "storage/references.hpp"
#include "storage/schema.hpp"
#include "storage/totals.hpp"

namespace kimai::storage {

namespace {

constexpr const char* restore =
    "Stop the gateway, keep a copy of the file, and restore the last good backup; the copy may be read as far as it "
    "goes with 'sqlite3 FILE .recover'.";

// More than this nobody reads.
constexpr std::size_t most_lines = 20;

void check_pages(Connection& connection, Findings& findings) {
    Rows rows = connection.query("PRAGMA integrity_check(" + std::to_string(most_lines) + ")");
    while (rows.next()) {
        if (rows.text(0) == "ok") continue;
        std::string what(rows.text(0));
        std::ranges::replace(what, '\n', ' ');
        findings.push_back(damage(std::move(what)));
    }
}

std::int64_t version_of(Connection& connection) {
    Rows rows = connection.query("PRAGMA user_version");
    rows.next();
    return rows.integer(0);
}

void check_version(Connection& connection, Findings& findings) {
    const std::int64_t version = version_of(connection);
    const std::string text = "the schema has version " + std::to_string(version) + ", this program knows " +
                             std::to_string(schema_version());
    if (version > schema_version()) {
        findings.push_back({.what = text, .to_do = "Use the newer version of the program that made it."});
    } else if (version < schema_version()) {
        findings.push_back({Finding::Weight::note, text, "The next start of the gateway brings it up to date."});
    }
}

using Objects = std::map<std::string, std::string>;  // "index entriesOfUser" -> how it is made

Objects objects_of(Connection& connection) {
    Objects objects;
    Rows rows = connection.query("SELECT type || ' ' || name, sql FROM sqlite_schema WHERE sql IS NOT NULL");
    while (rows.next()) objects.emplace(rows.text(0), rows.text(1));
    return objects;
}

bool has_all_tables(Connection& connection) {
    Connection model = Connection::open(":memory:", {.create = true});
    migrate(model);
    const Objects here = objects_of(connection);
    return std::ranges::all_of(objects_of(model), [&here](const auto& object) {
        return !object.first.starts_with("table ") || here.contains(object.first);
    });
}

/// Tables, indexes and triggers are those that a new database would have. More of them do no harm.
void check_schema(Connection& connection, Findings& findings) {
    if (version_of(connection) != schema_version()) return;  // Said already.
    Connection model = Connection::open(":memory:", {.create = true});
    migrate(model);
    const Objects here = objects_of(connection);
    for (const auto& [name, sql] : objects_of(model)) {
        const auto found = here.find(name);
        if (found == here.end()) {
            const bool rebuilt = name.starts_with("index ");
            findings.push_back({.what = "the " + name + " is missing",
                                .to_do = rebuilt ? "Make it again with sqlite3: " + sql + ";" : std::string(restore)});
        } else if (found->second != sql) {
            findings.push_back({.what = "the " + name + " is not as this program makes it",
                                .to_do = "Undo what was changed by hand: " + sql + ";"});
        }
    }
}

/// An older version has other indexes, and what is not there at all was said already.
void check_plans(Connection& connection, Findings& findings) {
    if (version_of(connection) == schema_version() && has_all_tables(connection)) check_index_use(connection, findings);
}

void check_enforced_references(Connection& connection, Findings& findings) {
    Rows rows = connection.query(
        "SELECT \"table\", parent, count(*) FROM pragma_foreign_key_check GROUP BY 1, 2 ORDER BY 1, 2");
    while (rows.next()) {
        const std::string table(rows.text(0));
        const std::string parent(rows.text(1));
        std::string what = std::to_string(rows.integer(2));
        what.append(" rows of ").append(table).append(" refer to what is not in ").append(parent);
        findings.push_back({.what = std::move(what),
                            .to_do = "Another program changed the database without minding its rules. 'PRAGMA "
                                     "foreign_key_check(" +
                                     table + ")' in sqlite3 shows the rows; delete them."});
    }
}

void check_kept_totals(Connection& connection, Findings& findings) {
    if (version_of(connection) != schema_version()) return;
    for (std::string& what : check_totals(connection)) {
        findings.push_back({.what = std::move(what),
                            .to_do = "Another program changed entries around the database's triggers: 'kimai-gateway "
                                     "check --repair-totals' counts them anew."});
    }
}

/// Rows of old databases may point nowhere, and are served as Kimai 1 served them.
void note_orphans(Connection& connection, Findings& findings) {
    std::vector<std::string> tables;
    {
        Rows rows = connection.query(
            "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'"
            // What triggers keep follows the rows that are looked at.
            " AND name NOT IN ('changes', 'timesheetTotals', 'unlistedEntries') ORDER BY name");
        while (rows.next()) tables.emplace_back(rows.text(0));
    }
    for (const std::string& table : tables) {
        for (const Reference& reference : free_references(connection, table)) {
            const std::int64_t rows = count_rows_without(connection, table, reference);
            if (rows == 0) continue;
            findings.push_back({Finding::Weight::note, std::to_string(rows) + " rows of " + table + ": " +
                                                           gone(reference.column) + ", as in many old databases"});
        }
    }
}

}  // namespace

Finding damage(std::string what) { return {.what = "the file is damaged: " + std::move(what), .to_do = restore}; }

const std::vector<Check>& database_checks() {
    static const std::vector<Check> checks{
        {"pages and indexes", check_pages},
        {"version of the schema", check_version},
        {"tables and indexes are all there", check_schema},
        {"use of indexes", check_plans},
        {"references", check_enforced_references},
        {"totals", check_kept_totals},
        {"rows that point nowhere", note_orphans},
    };
    return checks;
}

}  // namespace kimai::storage
