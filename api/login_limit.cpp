// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "api/login_limit.hpp"

#include <algorithm>

namespace kimai::api {

double LoginLimit::refilled(const Allowance& allowance, std::int64_t now) const {
    constexpr double seconds_a_minute = 60;
    const auto most = static_cast<double>(per_minute_);
    const auto passed = static_cast<double>(std::max<std::int64_t>(0, now - allowance.since));
    return std::min(most, allowance.left + passed * most / seconds_a_minute);
}

void LoginLimit::make_room(std::int64_t now) {
    if (addresses_.size() < most_addresses) return;
    const auto most = static_cast<double>(per_minute_);
    std::erase_if(addresses_, [&](const auto& entry) { return refilled(entry.second, now) >= most; });
    if (addresses_.size() >= most_addresses) addresses_.clear();
}

bool LoginLimit::admit(const std::string& address, std::int64_t now) {
    if (per_minute_ == 0) return true;
    const std::lock_guard lock(mutex_);
    if (!addresses_.contains(address)) make_room(now);
    Allowance& allowance =
        addresses_.try_emplace(address, Allowance{static_cast<double>(per_minute_), now}).first->second;
    allowance.left = refilled(allowance, now);
    allowance.since = std::max(allowance.since, now);
    if (allowance.left < 1) return false;
    allowance.left -= 1;
    return true;
}

}  // namespace kimai::api
