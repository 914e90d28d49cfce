// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <string>

#include "storage/database_draft.hpp"
#include "storage/sqlite.hpp"

namespace kimai::storage {

/// The database may not be, or is not, one to import into. The text is a sentence for the operator.
using ImportRefused = DraftRefused;

/// Where an import writes: a new database FILE.importing beside the database, which publish() puts in its place (see
/// DatabaseDraft).
class ImportTarget {
  public:
    /// Throws ImportRefused if the database holds something and may not be replaced, is not one of this program or of
    /// a newer version of it, or another import into it is running. Throws DatabaseError.
    ImportTarget(std::string database, bool replace);

    /// Has the newest schema, without indexes and triggers, which are made later, and without foreign keys being
    /// enforced, and an open transaction.
    Connection& connection() { return draft_.connection(); }

    /// Makes the indexes, the totals and the triggers that keep them, commits and puts the database in place. Throws
    /// DatabaseError, or ImportRefused if a database appeared meanwhile where none was, or may not be replaced as it is
    /// by now; then nothing has changed. No other statement on connection() may be alive.
    void publish();

  private:
    DatabaseDraft draft_;
    std::string indexes_;
    std::string triggers_;
};

}  // namespace kimai::storage
