// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <cstddef>
#include <cstdint>
#include <mutex>
#include <string>
#include <unordered_map>

namespace kimai::api {

/// Limits how often a client address may try something in a minute: to log in, so that nobody can guess passwords of
/// many users or keep the machine busy with hashing, and keys (WrongKeys). An IPv6 network of 64 bits counts as one
/// address, since everyone who has one has them all; an IPv4 address counts the same however it is written. A whole
/// minute's worth may come at once; then they come back evenly. Any thread.
class AddressLimit {
  public:
    /// 0: no limit.
    explicit AddressLimit(std::int64_t per_minute) : per_minute_(per_minute) {}

    /// Counts a try of that address at that time (seconds since 1970; a clock that is set back gives nothing back) and
    /// says whether it may go on.
    bool admit(const std::string& address, std::int64_t now);

    /// What admit() would say, without counting.
    bool would_admit(const std::string& address, std::int64_t now);

    /// Addresses remembered at most; a full table forgets those that have their whole minute's worth again, or else the
    /// half that has most left, so that nobody is forgiven because others come.
    static constexpr std::size_t most_addresses = 10'000;

  private:
    struct Allowance {
        double left;
        std::int64_t since;
    };
    double refilled(const Allowance& allowance, std::int64_t now) const;
    void make_room(std::int64_t now);

    std::int64_t per_minute_;
    std::mutex mutex_;
    std::unordered_map<std::string, Allowance> addresses_;
};

}  // namespace kimai::api
