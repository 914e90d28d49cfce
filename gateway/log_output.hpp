// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>

#include "storage/counting.hpp"

namespace kimai::gateway {

/// Where lines of the log wait until they are written, many at once, by a thread of its own: to write one costs a call
/// more than it takes to answer it, and whoever reads the log may be slow. Safe to call from any thread.
class LogOutput {
  public:
    /// Writes a text that ends with a line. May block; called by one thread at a time, outside all locks.
    using Write = std::function<void(std::string_view)>;

    /// A line is written this long after it was added at the latest, unless writing blocks.
    static constexpr std::chrono::milliseconds delay{100};
    /// So many bytes wait at most while writing blocks. Lines beyond it are lost, and their number is written.
    static constexpr std::size_t limit = 1024UL * 1024;

    /// `lost_line` makes the line that says how many are lost.
    LogOutput(Write write, std::function<std::string(std::uint64_t)> lost_line);
    LogOutput(const LogOutput&) = delete;
    LogOutput& operator=(const LogOutput&) = delete;
    /// Writes what waits.
    ~LogOutput();

    /// Takes a line, "...\n".
    void add(std::string_view line);
    /// Returns when all that was added before is written.
    void flush();

    /// How many lines were lost up to now.
    std::uint64_t lost() const { return all_lost_.value(); }

  private:
    void run();
    std::string take();

    const Write write_;
    const std::function<std::string(std::uint64_t)> lost_line_;
    std::mutex writing_;  // locked before mutex_ where both are
    std::mutex mutex_;
    std::condition_variable changed_;
    std::string waiting_;
    std::uint64_t lost_ = 0;  // since the last line about it
    storage::Count all_lost_;
    bool stopping_ = false;
    std::thread thread_;
};

}  // namespace kimai::gateway
