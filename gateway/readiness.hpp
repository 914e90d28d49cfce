// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <chrono>
#include <memory>

#include "gateway/awaitable.hpp"
#include "gateway/database_health.hpp"
#include "storage/writer.hpp"

namespace kimai::gateway {

/// Whether the database can be written now. The only way to know is to write: of a full disk or a file system that
/// became read-only SQLite hears nothing before it writes the log at a commit. So whoever asks has the writer commit
/// one small row, once a second at most; it shares its transaction with what is written anyway. Any thread.
class Readiness {
  public:
    using Clock = std::chrono::steady_clock;

    /// How old an answer may be.
    static constexpr std::chrono::milliseconds validity{1'000};
    /// How long who asks waits. Longer means no: another process holds a lock, or the disk hangs.
    static constexpr std::chrono::milliseconds patience{1'000};

    /// Both outlive this; after Writer::finish() nobody may ask any more.
    Readiness(storage::Writer& writer, DatabaseHealth& health);

    /// Answers within `patience`.
    Awaitable<bool> can_write();

  private:
    struct State;

    void write_if_due(Clock::time_point now);

    storage::Writer& writer_;
    DatabaseHealth& health_;
    std::shared_ptr<State> state_;
};

}  // namespace kimai::gateway
