// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <chrono>
#include <functional>
#include <memory>

#include "gateway/io_threads.hpp"
#include "gateway/log.hpp"

namespace kimai::gateway {

/// Says that the gateway is alive as long as it really is: each I/O thread has handled something a moment ago, and the
/// writer has come to the end of what it was given. A thread that hangs, or a disk that no longer answers a commit,
/// keeps silent, and the service manager starts the process anew.
/// A database that answers with an error is no reason: a full disk or a damaged file would be the same after a restart,
/// and reading goes on meanwhile. /readyz tells of those.
class Watchdog {
  public:
    /// Has the writer do nothing, after all that it was given before, and calls back from any thread when that is done
    /// or refused.
    using AskWriter = std::function<void(std::function<void()>)>;

    /// From when the threads run, calls `alive` four times in `time`, on the first thread, or tells the log once why
    /// not. All that is given outlives the threads' run(), which does not return before stop().
    Watchdog(IoThreads& threads, AskWriter ask_writer, std::chrono::microseconds time, std::function<void()> alive,
             Log& log);
    ~Watchdog();
    Watchdog(const Watchdog&) = delete;
    Watchdog& operator=(const Watchdog&) = delete;
    Watchdog(Watchdog&&) = delete;
    Watchdog& operator=(Watchdog&&) = delete;

    /// Looks no more. From any thread; at once.
    void stop();

  private:
    struct State;
    std::shared_ptr<State> state_;
};

}  // namespace kimai::gateway
