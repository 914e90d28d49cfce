// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "storage/schema_totals.hpp"

#include <array>
#include <string_view>

namespace kimai::storage {

namespace {

constexpr const char* tables = R"sql(
CREATE TABLE changes (
    userID INTEGER PRIMARY KEY,  -- 0: what all share.
    mark INTEGER NOT NULL,
    previous INTEGER,    -- The mark before.
    changedTable TEXT,   -- What was changed since: the row of a table; NULL: anything.
    changedRow INTEGER
) STRICT;

CREATE TABLE timesheetTotals (
    userID INTEGER NOT NULL,
    cleared INTEGER NOT NULL,
    entries INTEGER NOT NULL,
    longest INTEGER NOT NULL,  -- Seconds.
    PRIMARY KEY (userID, cleared)
) STRICT, WITHOUT ROWID;

CREATE TABLE unlistedEntries (  -- With the entry's columns as they are there.
    timeEntryID INTEGER PRIMARY KEY,
    userID INTEGER NOT NULL,
    cleared INTEGER NOT NULL
) STRICT;
)sql";

/// Changes of a table that other users may see.
struct SharedTable {
    std::string_view name;
    /// The number of a row, where it is worth knowing which one was changed; empty: it is not.
    std::string_view number = {};
    /// The columns that answers depend on; empty: all.
    std::string_view columns = {};
    /// Which of its rows do, as a condition on a column; empty: all.
    std::string_view rows = {};
};

// Rates are not among them: only writes read them, and a Writing learns of changes without marks.
constexpr std::array shared_tables{
    SharedTable{.name = "configuration"},
    // Readiness writes a row of it every second.
    SharedTable{.name = "settings", .rows = "name <> 'writable'"},
    SharedTable{.name = "preferences"},
    // Neither logins nor recording change another column.
    SharedTable{.name = "users", .columns = "userID, name, nameKey, alias, trash, active, mail, secure, globalRoleID"},
    SharedTable{.name = "apiKeys", .columns = "userID, lookup"},
    SharedTable{.name = "globalRoles"},
    SharedTable{.name = "globalRolePermissions"},
    SharedTable{.name = "membershipRoles"},
    SharedTable{.name = "membershipRolePermissions"},
    SharedTable{.name = "groups"},
    SharedTable{.name = "groups_users"},
    SharedTable{.name = "groups_customers"},
    SharedTable{.name = "groups_projects"},
    SharedTable{.name = "groups_activities"},
    SharedTable{.name = "customers"},
    SharedTable{.name = "projects", .number = "projectID"},
    SharedTable{.name = "activities"},
    SharedTable{.name = "projects_activities"},
    SharedTable{.name = "statuses"},
};

/// Changes of a table that its user sees.
struct OwnTable {
    std::string_view name;
    std::string_view number;
};

constexpr std::array own_tables{OwnTable{"timeSheet", "timeEntryID"}, OwnTable{"expenses", "expenseID"}};

/// Makes a trigger's text from its parts.
std::string trigger(std::string_view name, std::string_view when, const std::string& body) {
    return "CREATE TRIGGER " + std::string(name) + " AFTER " + std::string(when) + " BEGIN " + body + "END;\n";
}

/// A new mark for a user. `changed` says which row is another one, "'timeSheet', NEW.timeEntryID".
std::string mark(std::string_view user, const std::string& changed) {
    return "INSERT INTO changes (userID, mark, changedTable, changedRow) VALUES (" + std::string(user) +
           ", random(), " + changed +
           ") ON CONFLICT (userID) DO UPDATE SET previous = mark, mark = excluded.mark,"
           " changedTable = excluded.changedTable, changedRow = excluded.changedRow; ";
}

std::string changed_row(std::string_view table, const std::string& number) {
    return "'" + std::string(table) + "', " + number;
}

std::string marks_of_shared(const SharedTable& table) {
    const std::string name(table.name);
    const std::string columns = table.columns.empty() ? "" : " OF " + std::string(table.columns);
    const auto when = [&table](const std::string& row) {
        return table.rows.empty() ? "" : " WHEN " + row + "." + std::string(table.rows);
    };
    const std::string number(table.number);
    const auto changed = [&](const std::string& row) {
        return number.empty() ? "NULL, NULL" : changed_row(table.name, row + "." + number);
    };
    // A row that gets another number is two: gone under the old one, there under the new one.
    const std::string updated =
        number.empty() ? changed("NEW")
                       : "CASE WHEN OLD." + number + " = NEW." + number + " THEN '" + name + "' END, NEW." + number;
    return trigger("marks_insert_" + name, "INSERT ON " + name + when("NEW"), mark("0", changed("NEW"))) +
           trigger("marks_delete_" + name, "DELETE ON " + name + when("OLD"), mark("0", changed("OLD"))) +
           trigger("marks_update_" + name, "UPDATE" + columns + " ON " + name + when("NEW"), mark("0", updated));
}

/// A list of these asks which numbers there are now, so of a row that gets another one the new one is what was changed.
std::string marks_of_own(const OwnTable& table) {
    const std::string name(table.name);
    const std::string number(table.number);
    const std::string changed = changed_row(name, "NEW." + number);
    return trigger("marks_insert_" + name, "INSERT ON " + name, mark("NEW.userID", changed)) +
           trigger("marks_delete_" + name, "DELETE ON " + name,
                   mark("OLD.userID", changed_row(name, "OLD." + number))) +
           trigger("marks_update_" + name, "UPDATE ON " + name, mark("OLD.userID", changed)) +
           trigger("marks_move_" + name, "UPDATE OF userID ON " + name + " WHEN OLD.userID <> NEW.userID",
                   mark("NEW.userID", changed));
}

/// Whether lists show an entry, which is a row of timeSheet by that name.
std::string is_listed(const std::string& entry) {
    return "(EXISTS (SELECT 1 FROM projects JOIN customers USING (customerID) WHERE projectID = " + entry +
           ".projectID) AND EXISTS (SELECT 1 FROM activities WHERE activityID = " + entry +
           ".activityID) AND EXISTS (SELECT 1 FROM statuses WHERE statusID = " + entry + ".statusID))";
}

/// The difference of any two integers is one again: what is too large for it becomes a real number.
std::string length(const std::string& entry) {
    return "max(0, min(" + entry + ".\"end\" - " + entry + ".start, 9223372036854775807))";
}

/// All entries are counted; those that are not listed are taken off by the triggers of unlistedEntries.
std::string count_in(const std::string& entry) {
    return "INSERT INTO timesheetTotals (userID, cleared, entries, longest) VALUES (" + entry + ".userID, " + entry +
           ".cleared, 1, " + length(entry) +
           ") ON CONFLICT (userID, cleared) DO UPDATE SET entries = entries + 1,"
           " longest = max(longest, excluded.longest);"
           " INSERT INTO unlistedEntries (timeEntryID, userID, cleared) SELECT " +
           entry + ".timeEntryID, " + entry + ".userID, " + entry + ".cleared WHERE NOT " + is_listed(entry) + "; ";
}

std::string count_out(const std::string& entry) {
    return "DELETE FROM unlistedEntries WHERE timeEntryID = " + entry +
           ".timeEntryID;"
           " UPDATE timesheetTotals SET entries = entries - 1 WHERE userID = " +
           entry + ".userID AND cleared = " + entry + ".cleared; ";
}

std::string totals_by_entries() {
    const std::string same_total = " WHERE userID = NEW.userID AND cleared = NEW.cleared";
    return trigger("totals_insert", "INSERT ON timeSheet", count_in("NEW")) +
           trigger("totals_delete", "DELETE ON timeSheet", count_out("OLD")) +
           trigger("totals_move",
                   "UPDATE OF timeEntryID, userID, projectID, activityID, statusID, cleared ON timeSheet"
                   " WHEN OLD.timeEntryID <> NEW.timeEntryID OR OLD.userID <> NEW.userID"
                   " OR OLD.projectID <> NEW.projectID OR OLD.activityID <> NEW.activityID"
                   " OR OLD.statusID <> NEW.statusID OR OLD.cleared <> NEW.cleared",
                   count_out("OLD") + count_in("NEW")) +
           trigger("totals_lengthen",
                   "UPDATE OF start, \"end\" ON timeSheet WHEN OLD.start <> NEW.start OR OLD.\"end\" <> NEW.\"end\"",
                   "UPDATE timesheetTotals SET longest = " + length("NEW") + same_total + " AND longest < " +
                       length("NEW") + "; ") +
           trigger("totals_unlist", "INSERT ON unlistedEntries",
                   "UPDATE timesheetTotals SET entries = entries - 1" + same_total + "; ") +
           trigger("totals_list", "DELETE ON unlistedEntries",
                   "UPDATE timesheetTotals SET entries = entries + 1"
                   " WHERE userID = OLD.userID AND cleared = OLD.cleared; ");
}

/// Something is there that entries may refer to. Costs as much as there are unlisted entries.
std::string list_again() {
    return "DELETE FROM unlistedEntries WHERE timeEntryID IN (SELECT t.timeEntryID FROM unlistedEntries"
           " CROSS JOIN timeSheet t USING (timeEntryID) WHERE " +
           is_listed("t") + "); ";
}

/// Something that entries may refer to has gone. Looks at all entries: nobody does that often, as Kimai only marks such
/// rows as trash.
std::string unlist(const std::string& those_that_referred) {
    return "INSERT INTO unlistedEntries (timeEntryID, userID, cleared) SELECT t.timeEntryID, t.userID, t.cleared"
           " FROM timeSheet t WHERE t." +
           those_that_referred + " AND t.timeEntryID NOT IN (SELECT timeEntryID FROM unlistedEntries) AND NOT " +
           is_listed("t") + "; ";
}

std::string totals_by(const std::string& table, const std::string& key, const std::string& those_that_referred) {
    return trigger("totals_insert_" + table, "INSERT ON " + table, list_again()) +
           trigger("totals_delete_" + table, "DELETE ON " + table, unlist(those_that_referred)) +
           trigger("totals_update_" + table,
                   "UPDATE OF " + key + " ON " + table + " WHEN OLD." + key + " <> NEW." + key,
                   unlist(those_that_referred) + list_again());
}

std::string totals_by_catalog() {
    const std::string of_project = "projectID = OLD.projectID";
    const auto has_customer = [](const std::string& project) {
        return "EXISTS (SELECT 1 FROM customers WHERE customerID = " + project + ".customerID)";
    };
    return totals_by("customers", "customerID",
                     "projectID IN (SELECT projectID FROM projects WHERE customerID = OLD.customerID)") +
           totals_by("projects", "projectID", of_project) +
           trigger("totals_move_projects",
                   "UPDATE OF customerID ON projects WHEN " + has_customer("OLD") + " <> " + has_customer("NEW"),
                   unlist(of_project) + list_again()) +
           totals_by("activities", "activityID", "activityID = OLD.activityID") +
           totals_by("statuses", "statusID", "statusID = OLD.statusID");
}

}  // namespace

std::string totals_tables() { return tables; }

std::string totals_triggers() {
    std::string sql;
    for (const SharedTable& table : shared_tables) sql += marks_of_shared(table);
    for (const OwnTable& table : own_tables) sql += marks_of_own(table);
    return sql + totals_by_entries() + totals_by_catalog();
}

}  // namespace kimai::storage
