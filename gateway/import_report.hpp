// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <chrono>
#include <iosfwd>

#include "storage/import.hpp"

namespace kimai::gateway {

/// Shows how far an import is: on a terminal a bar that is drawn over itself, elsewhere a line now and then.
class ImportProgressDisplay {
  public:
    using Clock = std::chrono::steady_clock;
    /// began: when the import did; nothing is shown of a short one.
    ImportProgressDisplay(std::ostream& out, bool terminal, Clock::time_point began = Clock::now())
        : out_(out), terminal_(terminal), shown_(began) {}
    void show(const storage::ImportProgress& progress);
    /// Takes the bar away.
    void end();

  private:
    std::ostream& out_;
    bool terminal_;
    bool drawn_ = false;
    Clock::time_point shown_;
};

/// The table of what was read, imported and left out, and why; and the notes.
void print_import_report(const storage::ImportReport& report, std::ostream& out);

}  // namespace kimai::gateway
