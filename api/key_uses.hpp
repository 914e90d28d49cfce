// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <cstdint>
#include <mutex>
#include <unordered_map>

namespace kimai::api {

/// Sees to it that the use of an API key is written down at most once a minute, also while writing fails. Any thread.
class KeyUses {
  public:
    static constexpr std::int64_t seconds_between_notes = 60;

    /// Whether this use is to be written down now. now: seconds since 1970.
    bool is_due(std::int64_t user, std::int64_t now) {
        const std::lock_guard lock(mutex_);
        const auto [noted, is_new] = noted_.try_emplace(user, now);
        if (is_new) return true;
        // A clock that was set back makes it due, too.
        if (now >= noted->second && now - noted->second < seconds_between_notes) return false;
        noted->second = now;
        return true;
    }

  private:
    std::mutex mutex_;
    std::unordered_map<std::int64_t, std::int64_t> noted_;
};

}  // namespace kimai::api
