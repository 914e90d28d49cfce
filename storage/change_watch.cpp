// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "storage/change_watch.hpp"

#include <sqlite3.h>

#include <algorithm>
#include <utility>

namespace kimai::storage {

ChangeMarks change_marks(Connection& connection, std::int64_t user) {
    Rows rows = connection.query(
        "SELECT ifnull((SELECT mark FROM changes WHERE userID = 0), 0),"
        " ifnull((SELECT mark FROM changes WHERE userID = ?1 AND ?1 <> 0), 0)",
        user);
    rows.next();
    return {.shared = rows.integer(0), .own = rows.integer(1)};
}

namespace {

/// `mark` becomes the one of now.
Change change_since(Connection& connection, std::int64_t user, std::int64_t& mark) {
    Rows rows =
        connection.query("SELECT mark, previous, changedTable, changedRow FROM changes WHERE userID = ?1", user);
    // Where nothing was ever changed there is no row, and the mark is 0.
    const std::int64_t now = rows.next() ? rows.integer(0) : 0;
    const std::int64_t before = std::exchange(mark, now);
    if (now == before) return {.extent = Change::Extent::nothing};
    if (now == 0 || rows.is_null(1) || rows.integer(1) != before || rows.is_null(2)) return {};
    return {.extent = Change::Extent::one_row, .table = std::string(rows.text(2)), .row = rows.integer(3)};
}

}  // namespace

Changes changes_since(Connection& connection, std::int64_t user, const ChangeMarks& marks) {
    constexpr std::int64_t all = 0;
    Changes changes{.shared = {}, .own = {}, .marks = marks};
    changes.shared = change_since(connection, all, changes.marks.shared);
    if (user != all) changes.own = change_since(connection, user, changes.marks.own);
    return changes;
}

std::int64_t shared_mark(Connection& connection) {
    Rows rows = connection.query("SELECT mark FROM changes WHERE userID = 0");
    return rows.next() ? rows.integer(0) : 0;
}

ChangeWatch::ChangeWatch(Connection& connection) : connection_(connection) {
    // A first read, with which SQLite opens the WAL index.
    connection_.query("PRAGMA user_version").next();
}

bool ChangeWatch::moved() {
    const auto now = header();
    if (now && now == seen_) return false;
    seen_ = now;
    return true;
}

std::optional<ChangeWatch::WalIndexHeader> ChangeWatch::header() const {
    // The size of the index's first part, in which the header stands.
    constexpr int first_part = 32 * 1024;
    sqlite3_file* file = nullptr;
    sqlite3_file_control(connection_.handle_, "main", SQLITE_FCNTL_FILE_POINTER, &file);
    constexpr int with_shared_memory = 2;
    if (file == nullptr || file->pMethods == nullptr || file->pMethods->iVersion < with_shared_memory ||
        file->pMethods->xShmMap == nullptr) {
        return std::nullopt;
    }
    void volatile* part = nullptr;
    constexpr int do_not_make = 0;
    if (file->pMethods->xShmMap(file, 0, first_part, do_not_make, &part) != SQLITE_OK || part == nullptr) {
        return std::nullopt;
    }
    WalIndexHeader copy;
    const auto* const words = static_cast<const std::uint64_t volatile*>(part);
    std::copy_n(words, copy.size(), copy.begin());
    return copy;
}

}  // namespace kimai::storage
