// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "storage/schema.hpp"

#include <array>
#include <string>

#include "storage/schema_totals.hpp"
#include "storage/totals.hpp"

namespace kimai::storage {

namespace {

// References are declared where Kimai itself keeps them whole. A time entry, an expense, a user's role, a rate or a
// project's customer may point nowhere in real databases, and such rows are kept.
constexpr const char* first_version = R"sql(
CREATE TABLE settings (  -- The gateway's own: passwordSalt (sealed), timeZone.
    name TEXT PRIMARY KEY,
    value ANY NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE configuration (
    option TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE globalRoles (
    globalRoleID INTEGER PRIMARY KEY AUTOINCREMENT,
    name TEXT NOT NULL
) STRICT;

CREATE TABLE globalRolePermissions (
    globalRoleID INTEGER NOT NULL REFERENCES globalRoles ON DELETE CASCADE,
    permission TEXT NOT NULL,
    value INTEGER,
    PRIMARY KEY (globalRoleID, permission)
) STRICT, WITHOUT ROWID;

CREATE TABLE membershipRoles (
    membershipRoleID INTEGER PRIMARY KEY AUTOINCREMENT,
    name TEXT NOT NULL
) STRICT;

CREATE TABLE membershipRolePermissions (
    membershipRoleID INTEGER NOT NULL REFERENCES membershipRoles ON DELETE CASCADE,
    permission TEXT NOT NULL,
    value INTEGER,
    PRIMARY KEY (membershipRoleID, permission)
) STRICT, WITHOUT ROWID;

CREATE TABLE users (
    userID INTEGER PRIMARY KEY AUTOINCREMENT,
    name TEXT NOT NULL,
    nameKey BLOB NOT NULL,  -- Not unique: a database of another collation may tell names apart that are one here.
    alias TEXT,
    trash INTEGER NOT NULL DEFAULT 0,
    active INTEGER NOT NULL DEFAULT 1,
    mail TEXT,
    password TEXT,  -- MD5 in hex as Kimai made it, or Argon2id in its own notation.
    passwordResetHash TEXT,
    ban INTEGER NOT NULL DEFAULT 0,  -- Failed logins since the last good one.
    banTime INTEGER NOT NULL DEFAULT 0,
    secure TEXT NOT NULL DEFAULT '0',
    lastProject INTEGER NOT NULL DEFAULT 1,
    lastActivity INTEGER NOT NULL DEFAULT 1,
    lastRecord INTEGER NOT NULL DEFAULT 0,
    timeframeBegin TEXT NOT NULL DEFAULT '0',
    timeframeEnd TEXT NOT NULL DEFAULT '0',
    globalRoleID INTEGER NOT NULL
) STRICT;
CREATE INDEX usersByName ON users (nameKey);

CREATE TABLE apiKeys (
    userID INTEGER PRIMARY KEY REFERENCES users ON DELETE CASCADE,
    lookup BLOB NOT NULL UNIQUE,  -- Keyed hash of the key.
    sealed BLOB NOT NULL,         -- The key itself, encrypted; the secret lies in the file beside the database.
    created INTEGER,              -- Unknown for imported keys.
    lastUsed INTEGER
) STRICT;

CREATE TABLE preferences (
    userID INTEGER NOT NULL,
    option TEXT NOT NULL,
    value TEXT NOT NULL,
    PRIMARY KEY (userID, option)
) STRICT, WITHOUT ROWID;

CREATE TABLE groups (
    groupID INTEGER PRIMARY KEY AUTOINCREMENT,
    name TEXT NOT NULL,
    trash INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE TABLE customers (
    customerID INTEGER PRIMARY KEY AUTOINCREMENT,
    name TEXT NOT NULL,
    nameKey BLOB NOT NULL,
    password TEXT,
    passwordResetHash TEXT,
    secure TEXT NOT NULL DEFAULT '0',
    comment TEXT,
    visible INTEGER NOT NULL DEFAULT 1,
    filter INTEGER NOT NULL DEFAULT 0,
    company TEXT,
    vat TEXT,
    contact TEXT,
    street TEXT,
    zipcode TEXT,
    city TEXT,
    country TEXT,
    phone TEXT,
    fax TEXT,
    mobile TEXT,
    mail TEXT,
    homepage TEXT,
    timezone TEXT NOT NULL DEFAULT '',
    trash INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE TABLE projects (
    projectID INTEGER PRIMARY KEY AUTOINCREMENT,
    customerID INTEGER NOT NULL,
    name TEXT NOT NULL,
    nameKey BLOB NOT NULL,
    comment TEXT,
    visible INTEGER NOT NULL DEFAULT 1,
    filter INTEGER NOT NULL DEFAULT 0,
    trash INTEGER NOT NULL DEFAULT 0,
    budget INTEGER DEFAULT 0,  -- Money: hundredths.
    effort INTEGER,
    approved INTEGER,
    internal INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX projectsOfCustomer ON projects (customerID);

CREATE TABLE activities (
    activityID INTEGER PRIMARY KEY AUTOINCREMENT,
    name TEXT NOT NULL,
    nameKey BLOB NOT NULL,
    comment TEXT,
    visible INTEGER NOT NULL DEFAULT 1,
    filter INTEGER NOT NULL DEFAULT 0,
    trash INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE TABLE projects_activities (
    projectID INTEGER NOT NULL,
    activityID INTEGER NOT NULL,
    budget INTEGER DEFAULT 0,
    effort INTEGER,
    approved INTEGER,
    PRIMARY KEY (projectID, activityID)
) STRICT, WITHOUT ROWID;
CREATE INDEX projectsOfActivity ON projects_activities (activityID);

CREATE TABLE groups_users (
    groupID INTEGER NOT NULL REFERENCES groups ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED,
    userID INTEGER NOT NULL REFERENCES users ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED,
    membershipRoleID INTEGER NOT NULL,
    PRIMARY KEY (groupID, userID)
) STRICT, WITHOUT ROWID;
CREATE INDEX groupsOfUser ON groups_users (userID);

CREATE TABLE groups_customers (
    groupID INTEGER NOT NULL REFERENCES groups ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED,
    customerID INTEGER NOT NULL REFERENCES customers ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED,
    PRIMARY KEY (groupID, customerID)
) STRICT, WITHOUT ROWID;
CREATE INDEX groupsOfCustomer ON groups_customers (customerID);

CREATE TABLE groups_projects (
    groupID INTEGER NOT NULL REFERENCES groups ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED,
    projectID INTEGER NOT NULL REFERENCES projects ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED,
    PRIMARY KEY (groupID, projectID)
) STRICT, WITHOUT ROWID;
CREATE INDEX groupsOfProject ON groups_projects (projectID);

CREATE TABLE groups_activities (
    groupID INTEGER NOT NULL REFERENCES groups ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED,
    activityID INTEGER NOT NULL REFERENCES activities ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED,
    PRIMARY KEY (groupID, activityID)
) STRICT, WITHOUT ROWID;
CREATE INDEX groupsOfActivity ON groups_activities (activityID);

CREATE TABLE statuses (
    statusID INTEGER PRIMARY KEY AUTOINCREMENT,
    status TEXT NOT NULL
) STRICT;

CREATE TABLE rates (  -- NULL: any.
    userID INTEGER,
    projectID INTEGER,
    activityID INTEGER,
    rate INTEGER NOT NULL
) STRICT;
CREATE INDEX ratesByUser ON rates (userID);

CREATE TABLE fixedRates (
    projectID INTEGER,
    activityID INTEGER,
    rate INTEGER NOT NULL
) STRICT;

CREATE TABLE timeSheet (
    timeEntryID INTEGER PRIMARY KEY AUTOINCREMENT,
    start INTEGER NOT NULL DEFAULT 0,
    "end" INTEGER NOT NULL DEFAULT 0,  -- 0: still running.
    duration INTEGER NOT NULL DEFAULT 0,
    userID INTEGER NOT NULL,
    projectID INTEGER NOT NULL,
    activityID INTEGER NOT NULL,
    description TEXT,
    comment TEXT,
    commentType INTEGER NOT NULL DEFAULT 0,
    cleared INTEGER NOT NULL DEFAULT 0,
    location TEXT,
    trackingNumber TEXT,
    rate INTEGER NOT NULL DEFAULT 0,
    fixedRate INTEGER,
    budget INTEGER,
    approved INTEGER,
    statusID INTEGER NOT NULL,
    billable INTEGER
) STRICT;
-- A user's entries as the API lists them: newest start first, equal starts by rising number (the row's own, which every
-- index ends with).
CREATE INDEX entriesOfUser ON timeSheet (userID, start DESC);
CREATE INDEX runningEntries ON timeSheet (userID) WHERE "end" = 0;

CREATE TABLE expenses (
    expenseID INTEGER PRIMARY KEY AUTOINCREMENT,
    timestamp INTEGER NOT NULL DEFAULT 0,
    userID INTEGER NOT NULL,
    projectID INTEGER NOT NULL,
    designation TEXT NOT NULL,
    comment TEXT,
    commentType INTEGER NOT NULL DEFAULT 0,
    refundable INTEGER NOT NULL DEFAULT 0,
    cleared INTEGER NOT NULL DEFAULT 0,
    multiplier INTEGER NOT NULL DEFAULT 100,
    value INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX expensesOfUser ON expenses (userID, timestamp DESC);
)sql";

void make_tables_of_kimai(Connection& connection) { connection.run_script(first_version); }

void add_index(Connection& connection) {
    connection.run_script("CREATE INDEX fixedRatesByActivity ON fixedRates (activityID)");
}

/// Databases of the second version have an earlier form of them, in which marks do not say which row was changed.
void add_totals_and_marks(Connection& connection) {
    std::string drops =
        "DROP TABLE IF EXISTS changes; DROP TABLE IF EXISTS timesheetTotals;"
        " DROP TABLE IF EXISTS unlistedEntries;";
    {
        Rows rows = connection.query(
            "SELECT name FROM sqlite_schema WHERE type = 'trigger' AND (name GLOB 'marks_*' OR name GLOB 'totals_*')");
        while (rows.next()) drops.append("DROP TRIGGER IF EXISTS ").append(rows.text(0)).append(";");
    }
    connection.run_script(drops.c_str());
    connection.run_script(totals_tables().c_str());
    rebuild_totals(connection);
    connection.run_script(totals_triggers().c_str());
}

/// Whether an entry is in a list, and how many are, is told by the index alone: a user's entries lie far apart in the
/// table. The row's own number stands before what does not belong to the order.
void cover_lists_of_entries(Connection& connection) {
    connection.run_script(
        "DROP INDEX IF EXISTS entriesOfUser;"
        "CREATE INDEX entriesOfUser ON timeSheet (userID, start DESC, timeEntryID, \"end\", cleared)");
}

/// The step at index n leads from version n to n + 1. A step that was released is never changed.
constexpr std::array steps{make_tables_of_kimai, add_index, add_totals_and_marks, cover_lists_of_entries};

}  // namespace

int schema_version() { return static_cast<int>(steps.size()); }

void migrate(Connection& connection) {
    const auto version_of = [&connection] {
        Rows rows = connection.query("PRAGMA user_version");
        rows.next();
        return rows.integer(0);
    };
    if (version_of() == schema_version()) return;
    Transaction transaction(connection);
    const std::int64_t version = version_of();
    if (version < 0 || version > schema_version()) {
        throw DatabaseError(0, "the database has schema version " + std::to_string(version) +
                                   ", but this program knows only versions up to " + std::to_string(schema_version()) +
                                   ": it was made by a newer version of the program, or by another one");
    }
    for (auto step = static_cast<std::size_t>(version); step < steps.size(); ++step) steps[step](connection);
    connection.run_script(("PRAGMA user_version = " + std::to_string(schema_version())).c_str());
    transaction.commit();
}

}  // namespace kimai::storage
