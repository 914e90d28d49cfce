// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <array>
#include <atomic>
#include <chrono>
#include <cstddef>
#include <exception>
#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

#include "gateway/log.hpp"
#include "storage/counting.hpp"
#include "storage/trouble.hpp"

namespace kimai::gateway {

/// Hears what becomes of the calls' work on the database, and tells the log: what happened and what to do about it, but
/// of one kind of trouble only one line a minute, however many calls it hits, and one when it is over. Any thread.
class DatabaseHealth {
  public:
    using Clock = std::chrono::steady_clock;

    /// `log` outlives this. `file` names the database in the log.
    DatabaseHealth(Log& log, std::string file, std::function<Clock::time_point()> now = Clock::now);

    /// Something failed. `who` begins the line: "request 7f-1.2 startRecord". What is no trouble of the database
    /// (storage::Trouble::other, other exceptions) is a line each time, but for the files of long answers: what keeps
    /// one from being made keeps all.
    void failed(std::string_view who, const std::exception& error);

    /// Something was written. When nothing has failed for ten seconds, the trouble is over. Costs next to nothing while
    /// all is well.
    void wrote();

    /// The database was seen to be damaged. Stays so: what one call came upon, the next one need not.
    bool damaged() const { return damaged_; }

    /// How many pieces of work failed through trouble with the database since the start.
    std::uint64_t failures() const { return all_failures_.value(); }

  private:
    struct Told {
        std::optional<Clock::time_point> when;
        std::size_t unsaid = 0;  // failures since
    };

    // With the mutex locked.
    void note(storage::Trouble trouble);
    void tell(Told& told, const std::string& line);

    Log& log_;
    const std::string file_;
    const std::function<Clock::time_point()> now_;
    std::mutex mutex_;
    std::array<Told, static_cast<std::size_t>(storage::Trouble::other)> told_;
    Told told_of_long_answers_;
    std::size_t failures_ = 0;  // since writing worked last
    storage::Count all_failures_;
    Clock::time_point last_failure_;
    std::atomic<bool> in_trouble_ = false;
    std::atomic<bool> damaged_ = false;
};

}  // namespace kimai::gateway
