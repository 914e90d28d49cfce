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
    ImportProgressDisplay(std::ostream& out, bool terminal) : out_(out), terminal_(terminal) {}
    void show(const storage::ImportProgress& progress);
    /// Takes the bar away.
    void end();

  private:
    using Clock = std::chrono::steady_clock;
    std::ostream& out_;
    bool terminal_;
    bool drawn_ = false;
    Clock::time_point shown_ = Clock::now();
};

/// The table of what was read, imported and left out, and why; and the notes.
void print_import_report(const storage::ImportReport& report, std::ostream& out);

}  // namespace kimai::gateway
