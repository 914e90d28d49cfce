// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "api/address_limit.hpp"

#include <arpa/inet.h>

#include <algorithm>
#include <array>
#include <span>
#include <vector>

namespace kimai::api {

namespace {

/// What shares an allowance with this address. Other texts than addresses stand for themselves.
std::string network_of(const std::string& address) {
    constexpr std::size_t network_size = 8;
    std::array<unsigned char, 16> bytes{};
    if (inet_pton(AF_INET6, address.c_str(), bytes.data()) != 1) return address;
    constexpr std::array<unsigned char, 12> mapped{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff};
    std::array<char, INET6_ADDRSTRLEN> text{};
    if (std::ranges::equal(mapped, std::span(bytes).first(mapped.size()))) {
        return inet_ntop(AF_INET, bytes.data() + mapped.size(), text.data(), text.size());
    }
    std::fill(bytes.begin() + network_size, bytes.end(), static_cast<unsigned char>(0));
    return inet_ntop(AF_INET6, bytes.data(), text.data(), text.size());
}

}  // namespace

double AddressLimit::refilled(const Allowance& allowance, std::int64_t now) const {
    constexpr double seconds_a_minute = 60;
    const auto most = static_cast<double>(per_minute_);
    const auto passed = static_cast<double>(std::max<std::int64_t>(0, now - allowance.since));
    return std::min(most, allowance.left + passed * most / seconds_a_minute);
}

void AddressLimit::make_room(std::int64_t now) {
    if (addresses_.size() < most_addresses) return;
    const auto most = static_cast<double>(per_minute_);
    std::erase_if(addresses_, [&](const auto& entry) { return refilled(entry.second, now) >= most; });
    if (addresses_.size() < most_addresses) return;
    std::vector<double> left;
    left.reserve(addresses_.size());
    for (const auto& entry : addresses_) left.push_back(refilled(entry.second, now));
    const auto middle = left.begin() + static_cast<std::ptrdiff_t>(left.size() / 2);
    std::nth_element(left.begin(), middle, left.end());
    // Equals may all go: that only happens to those who have tried little.
    std::erase_if(addresses_, [&](const auto& entry) { return refilled(entry.second, now) >= *middle; });
}

bool AddressLimit::admit(const std::string& address, std::int64_t now) {
    if (per_minute_ == 0) return true;
    const std::string network = network_of(address);
    const std::lock_guard lock(mutex_);
    if (!addresses_.contains(network)) make_room(now);
    Allowance& allowance =
        addresses_.try_emplace(network, Allowance{static_cast<double>(per_minute_), now}).first->second;
    allowance.left = refilled(allowance, now);
    allowance.since = std::max(allowance.since, now);
    if (allowance.left < 1) return false;
    allowance.left -= 1;
    return true;
}

bool AddressLimit::would_admit(const std::string& address, std::int64_t now) {
    if (per_minute_ == 0) return true;
    const std::string network = network_of(address);
    const std::lock_guard lock(mutex_);
    const auto found = addresses_.find(network);
    return found == addresses_.end() || refilled(found->second, now) >= 1;
}

}  // namespace kimai::api
