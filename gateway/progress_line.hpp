// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <chrono>
#include <cstdint>
#include <iosfwd>
#include <string>
#include <string_view>

namespace kimai::gateway {

/// Shows on a terminal how far a command is, in one line that is drawn over itself and taken away at the end; shows
/// nothing elsewhere.
class ProgressLine {
  public:
    using Clock = std::chrono::steady_clock;
    ProgressLine(std::ostream& out, bool terminal) : out_(out), terminal_(terminal) {}
    ProgressLine(const ProgressLine&) = delete;
    ProgressLine& operator=(const ProgressLine&) = delete;
    ~ProgressLine() { end(); }

    /// What begins now: "checking references".
    void step(std::string_view text);
    /// A bar, and a text behind it: "12000 rows". Drawn ten times a second at most.
    void bar(std::uint64_t done, std::uint64_t total, std::string_view text);
    void end();

  private:
    void draw(std::string_view text);

    std::ostream& out_;
    bool terminal_;
    bool drawn_ = false;
    Clock::time_point shown_;
};

}  // namespace kimai::gateway
