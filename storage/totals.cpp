// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "storage/totals.hpp"

#include <algorithm>
#include <cstdint>
#include <functional>
#include <limits>
#include <optional>
#include <unordered_map>
#include <unordered_set>
#include <utility>

#include "storage/bulk_insert.hpp"

namespace kimai::storage {

namespace {

/// Of which entries a total is.
struct Key {
    std::int64_t user;
    std::int64_t cleared;
    bool operator==(const Key&) const = default;
};
struct KeyHash {
    std::size_t operator()(const Key& key) const {
        return std::hash<std::uint64_t>{}(static_cast<std::uint64_t>(key.user) * 31 +
                                          static_cast<std::uint64_t>(key.cleared));
    }
};
struct Total {
    std::int64_t entries = 0;
    std::int64_t longest = 0;
};
using Totals = std::unordered_map<Key, Total, KeyHash>;

/// The row numbers that a query gives.
class Ids {
  public:
    Ids(Connection& connection, std::string_view sql) {
        Rows rows = connection.query(sql);
        while (rows.next()) ids_.insert(rows.integer(0));
    }
    bool contains(std::int64_t id) const { return ids_.contains(id); }

  private:
    std::unordered_set<std::int64_t> ids_;
};

/// Seconds from start to end, 0 at least. Any two numbers may stand in a database.
std::int64_t length(std::int64_t start, std::int64_t end) {
    std::int64_t difference = 0;
    if (end <= start) return 0;
    return __builtin_sub_overflow(end, start, &difference) ? std::numeric_limits<std::int64_t>::max() : difference;
}

/// Calls `unlisted` for every entry that lists do not show, and answers the totals.
Totals recount(Connection& connection, const std::function<void(std::int64_t entry, const Key& key)>& unlisted) {
    const Ids projects(connection, "SELECT projectID FROM projects JOIN customers USING (customerID)");
    const Ids activities(connection, "SELECT activityID FROM activities");
    const Ids statuses(connection, "SELECT statusID FROM statuses");
    Totals totals;
    Rows rows = connection.query(
        "SELECT timeEntryID, start, \"end\", userID, projectID, activityID, cleared, statusID FROM timeSheet NOT "
        "INDEXED");
    while (rows.next()) {
        const Key key{rows.integer(3), rows.integer(6)};
        Total& total = totals[key];
        total.longest = std::max(total.longest, length(rows.integer(1), rows.integer(2)));
        if (projects.contains(rows.integer(4)) && activities.contains(rows.integer(5)) &&
            statuses.contains(rows.integer(7))) {
            ++total.entries;
        } else {
            unlisted(rows.integer(0), key);
        }
    }
    return totals;
}

/// Sentences, of which only the first ones are kept.
class Findings {
  public:
    void add(const std::string& sentence) {
        if (sentences_.size() < most) {
            sentences_.push_back(sentence);
        } else {
            ++left_out_;
        }
    }
    std::vector<std::string> take() {
        if (left_out_ > 0) sentences_.push_back("and " + std::to_string(left_out_) + " more");
        return std::move(sentences_);
    }

  private:
    static constexpr std::size_t most = 100;
    std::vector<std::string> sentences_;
    std::int64_t left_out_ = 0;
};

std::string entry_name(std::int64_t entry) { return "time entry " + std::to_string(entry); }

/// Compares the rows of unlistedEntries with the unlisted entries, of which all were met that have a row.
void find_surplus(Connection& connection, std::int64_t met, Findings& findings) {
    Rows count = connection.query("SELECT count(*) FROM unlistedEntries");
    count.next();
    if (count.integer(0) == met) return;
    Rows rows = connection.query(
        "SELECT u.timeEntryID FROM unlistedEntries u LEFT JOIN timeSheet t USING (timeEntryID)"
        " WHERE t.timeEntryID IS NULL OR (EXISTS (SELECT 1 FROM projects JOIN customers USING (customerID)"
        " WHERE projectID = t.projectID) AND EXISTS (SELECT 1 FROM activities WHERE activityID = t.activityID)"
        " AND EXISTS (SELECT 1 FROM statuses WHERE statusID = t.statusID))");
    while (rows.next()) findings.add(entry_name(rows.integer(0)) + " is noted as one that lists do not show");
}

void compare(Connection& connection, Totals counted, Findings& findings) {
    const auto differ = [&findings](const Key& key, std::int64_t kept, std::int64_t is) {
        findings.add("the total of user " + std::to_string(key.user) +
                     " with cleared = " + std::to_string(key.cleared) + " is " + std::to_string(is) + " entries, but " +
                     std::to_string(kept) + " are noted");
    };
    Rows rows = connection.query("SELECT userID, cleared, entries, longest FROM timesheetTotals");
    while (rows.next()) {
        const Key key{rows.integer(0), rows.integer(1)};
        const Total total = counted[key];
        if (rows.integer(2) != total.entries) differ(key, rows.integer(2), total.entries);
        if (rows.integer(3) < total.longest) {
            findings.add("an entry of user " + std::to_string(key.user) + " is longer than the longest that is noted");
        }
        counted.erase(key);
    }
    for (const auto& [key, total] : counted)
        findings.add("there is no total of user " + std::to_string(key.user) +
                     " with cleared = " + std::to_string(key.cleared));
}

/// Gives new marks to what all share and to every user: one who is not there any more may have entries, and one who is
/// may have had some.
void all_changed(Connection& connection) {
    connection.execute(
        "INSERT OR REPLACE INTO changes (userID, mark) SELECT userID, random() FROM (SELECT 0 AS userID"
        " UNION SELECT userID FROM users UNION SELECT userID FROM timesheetTotals UNION SELECT userID FROM changes)");
}

}  // namespace

void rebuild_totals(Connection& connection) {
    connection.execute("DELETE FROM unlistedEntries");
    {
        BulkInsert unlisted(connection,
                            "INSERT INTO unlistedEntries (timeEntryID, userID, cleared) VALUES (?1, ?2, ?3)");
        const auto totals = recount(connection, [&unlisted](std::int64_t entry, const Key& key) {
            unlisted.bind_integer(1, entry);
            unlisted.bind_integer(2, key.user);
            unlisted.bind_integer(3, key.cleared);
            unlisted.run();
        });
        // Behind the others, whose triggers change them.
        connection.execute("DELETE FROM timesheetTotals");
        for (const auto& [key, total] : totals) {
            connection.execute(
                "INSERT INTO timesheetTotals (userID, cleared, entries, longest) VALUES (?1, ?2, ?3, ?4)", key.user,
                key.cleared, total.entries, total.longest);
        }
    }
    all_changed(connection);
}

std::vector<std::string> check_totals(Connection& connection) {
    std::optional<Snapshot> snapshot;
    if (!connection.in_transaction()) snapshot.emplace(connection);
    Findings findings;
    std::int64_t met = 0;
    auto counted = recount(connection, [&](std::int64_t entry, const Key& key) {
        Rows rows =
            connection.query("SELECT 1 FROM unlistedEntries WHERE timeEntryID = ?1 AND userID = ?2 AND cleared = ?3",
                             entry, key.user, key.cleared);
        if (rows.next()) {
            ++met;
        } else {
            findings.add(entry_name(entry) + " is not noted as one that lists do not show");
        }
    });
    find_surplus(connection, met, findings);
    compare(connection, std::move(counted), findings);
    return findings.take();
}

}  // namespace kimai::storage
