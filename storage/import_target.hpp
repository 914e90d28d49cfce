// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <optional>
#include <stdexcept>
#include <string>

#include "storage/sqlite.hpp"

namespace kimai::storage {

/// The database may not be, or is not, one to import into. The text is a sentence for the operator.
class ImportRefused : public std::runtime_error {
  public:
    using std::runtime_error::runtime_error;
};

/// Where an import writes: a new database FILE.importing beside the database, which publish() puts in its place.
/// Written without journal and locks, for speed; nobody else sees it. Removed by the destructor; one that a killed
/// process left is written over by the next import.
class ImportTarget {
  public:
    /// Throws ImportRefused if the database holds something and may not be replaced, is not one of this program or of
    /// a newer version of it, or another import into it is running. Throws DatabaseError.
    ImportTarget(std::string database, bool replace);
    ImportTarget(const ImportTarget&) = delete;
    ImportTarget& operator=(const ImportTarget&) = delete;
    ImportTarget(ImportTarget&&) = delete;
    ImportTarget& operator=(ImportTarget&&) = delete;
    ~ImportTarget();

    /// Has the newest schema, without indexes and triggers, which are made later, and without foreign keys being
    /// enforced, and an open transaction.
    Connection& connection() { return *connection_; }

    /// Makes the indexes, the totals and the triggers that keep them, commits and puts the database in place. Throws
    /// DatabaseError, or ImportRefused if a database appeared meanwhile where none was, or may not be replaced as it is
    /// by now; then nothing has changed. No other statement on connection() may be alive.
    void publish();

  private:
    void check_existing() const;
    void lock();
    void open();
    void rename_into_place();

    std::string database_;
    std::string draft_;
    bool replace_;
    /// At the start.
    bool exists_ = false;
    int lock_ = -1;
    std::optional<Connection> connection_;
    std::string indexes_;
    std::string triggers_;
};

}  // namespace kimai::storage
