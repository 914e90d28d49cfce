// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "storage/draft_file.hpp"
#include "storage/sqlite.hpp"

namespace kimai::storage {

/// What a draft is made for, in the operator's words.
struct DraftPurpose {
    std::string_view ending;  // of the draft's name: ".importing"
    std::string_view work;    // "import"
    std::string_view result;  // "the import"
};

/// A new database beside another one, whose place it takes in one step: imports and restores write it. Written without
/// journal and locks, for speed; nobody else sees it. Removed by the destructor; one that a killed process left is
/// written over by the next.
class DatabaseDraft {
  public:
    /// Throws DraftRefused if the database holds something and may not be replaced, is not one of this program or of
    /// a newer version of it, or another such work on it is going on. Throws DatabaseError.
    DatabaseDraft(std::string database, bool replace, const DraftPurpose& purpose);
    DatabaseDraft(const DatabaseDraft&) = delete;
    DatabaseDraft& operator=(const DatabaseDraft&) = delete;
    DatabaseDraft(DatabaseDraft&&) = delete;
    DatabaseDraft& operator=(DatabaseDraft&&) = delete;
    ~DatabaseDraft();

    /// Empty at first, without foreign keys being enforced.
    Connection& connection() { return *connection_; }

    /// Puts the draft in the database's place; servers that have it open go on, and see all of the old or all of the
    /// new. `before` is called if there is an old one to be replaced, when nobody else can write to it any more, and
    /// may throw. Throws DatabaseError, or DraftRefused if a database appeared meanwhile where none was, or may not be
    /// replaced as it is by now. If anything is thrown nothing has changed. No transaction or other statement on
    /// connection() may be alive.
    void publish(const std::function<void()>& before = {});

  private:
    void check_existing() const;
    void open();
    void rename_into_place();

    std::string database_;
    bool replace_;
    DraftPurpose purpose_;
    /// At the start.
    bool exists_ = false;
    std::optional<DraftFile> draft_;
    std::optional<Connection> connection_;
};

}  // namespace kimai::storage
