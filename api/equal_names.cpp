// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "api/equal_names.hpp"

#include <algorithm>
#include <functional>
#include <utility>
#include <vector>

namespace kimai::api {

namespace {

/// For the records of real calls: looks each name up among those before it.
void unite_few(Record& members) {
    std::size_t kept = 0;
    for (std::size_t i = 0; i < members.size(); ++i) {
        const auto end = members.begin() + static_cast<std::ptrdiff_t>(kept);
        const auto first =
            std::find_if(members.begin(), end, [&](const Member& m) { return m.name == members[i].name; });
        if (first != end) {
            first->value = std::move(members[i].value);
            continue;
        }
        if (kept != i) members[kept] = std::move(members[i]);
        ++kept;
    }
    members.resize(kept);
}

struct Hashed {
    std::size_t hash;
    std::size_t index;
};

/// The members by hash, name and place.
std::vector<Hashed> sorted(const Record& members) {
    std::vector<Hashed> order;
    order.reserve(members.size());
    for (std::size_t i = 0; i < members.size(); ++i) order.push_back({std::hash<std::string>{}(members[i].name), i});
    std::ranges::sort(order, [&](const Hashed& a, const Hashed& b) {
        if (a.hash != b.hash) return a.hash < b.hash;
        const int by_name = members[a.index].name.compare(members[b.index].name);
        return by_name != 0 ? by_name < 0 : a.index < b.index;
    });
    return order;
}

bool all_hashes_differ(const Record& members) {
    std::vector<std::size_t> hashes;
    hashes.reserve(members.size());
    for (const Member& member : members) hashes.push_back(std::hash<std::string>{}(member.name));
    std::ranges::sort(hashes);
    return std::ranges::adjacent_find(hashes) == hashes.end();
}

/// For records of any size. Sorting needs no hash that an attacker could not foresee: names made to have one hash cost
/// comparisons of names, not longer searches.
void unite_many(Record& members) {
    if (all_hashes_differ(members)) return;
    const std::vector<Hashed> order = sorted(members);
    std::vector<bool> repeated(members.size());
    for (std::size_t i = 1, first = 0; i < order.size(); ++i) {
        if (members[order[i].index].name != members[order[first].index].name) {
            first = i;
            continue;
        }
        members[order[first].index].value = std::move(members[order[i].index].value);
        repeated[order[i].index] = true;
    }
    std::size_t kept = 0;
    for (std::size_t i = 0; i < members.size(); ++i) {
        if (repeated[i]) continue;
        if (kept != i) members[kept] = std::move(members[i]);
        ++kept;
    }
    members.resize(kept);
}

}  // namespace

void unite_equal_names(Record& members) {
    constexpr std::size_t few = 24;
    if (members.size() <= few) {
        unite_few(members);
    } else {
        unite_many(members);
    }
}

}  // namespace kimai::api
