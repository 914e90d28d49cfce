// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <atomic>
#include <cstdint>
#include <limits>
#include <string>

#include "api/address_limit.hpp"
#include "storage/counting.hpp"

namespace kimai::api {

/// Limits how many wrong API keys a client address may try in a minute. Kimai 1 made each key from a random number of
/// 31 bits, and imported keys stay: where nobody counts, tens of thousands of tries a second find one of a hundred
/// users' keys in minutes. Keys that are right cost nothing, and of an address at its limit none is looked at, right or
/// not, since an answer would tell which it was. Any thread.
class WrongKeys {
  public:
    /// 0: no limit.
    explicit WrongKeys(std::int64_t per_minute);

    /// Whether a key that comes from that address at that time (seconds since 1970) is to be looked up. While no
    /// address is at its limit, this is one comparison.
    bool may_try(const std::string& address, std::int64_t now);

    /// Counts a key that was looked up and is nobody's.
    void count(const std::string& address, std::int64_t now);

    /// Keys that were looked up and are nobody's.
    std::uint64_t wrong() const { return wrong_.value(); }

  private:
    AddressLimit limit_;
    storage::SharedCount wrong_;
    /// What an address that is at its limit waits for the next try, in seconds.
    std::int64_t wait_;
    /// Until then some address may be at its limit.
    std::atomic<std::int64_t> watched_until_{std::numeric_limits<std::int64_t>::min()};
};

}  // namespace kimai::api
