// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "api/wrong_keys.hpp"

namespace kimai::api {

namespace {

/// Seconds, rounded up, in which one of so many a minute comes back.
std::int64_t time_for_one(std::int64_t per_minute) { return per_minute <= 0 ? 0 : (60 + per_minute - 1) / per_minute; }

}  // namespace

WrongKeys::WrongKeys(std::int64_t per_minute) : limit_(per_minute), wait_(time_for_one(per_minute)) {}

bool WrongKeys::may_try(const std::string& address, std::int64_t now) {
    // Whoever counted the last wrong key of an address may be another thread; a try more or less does not matter.
    if (now > watched_until_.load(std::memory_order_relaxed)) return true;
    return limit_.would_admit(address, now);
}

void WrongKeys::count(const std::string& address, std::int64_t now) {
    wrong_.add();
    if (limit_.admit(address, now) && limit_.would_admit(address, now)) return;
    std::int64_t until = watched_until_.load(std::memory_order_relaxed);
    while (until < now + wait_ && !watched_until_.compare_exchange_weak(until, now + wait_)) {
    }
}

}  // namespace kimai::api
