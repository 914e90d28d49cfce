// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "soap/references.hpp"

#include <algorithm>

namespace kimai::soap {

References::References(const std::vector<const Part*>& identified) {
    identified_.reserve(identified.size());
    for (const Part* const part : identified) identified_.push_back({part->id, part});
    std::ranges::sort(identified_, {}, &Identified::id);
}

References::Target References::find(std::string_view reference) const {
    const auto found = std::ranges::lower_bound(identified_, reference, {}, &Identified::id);
    if (found == identified_.end() || found->id != reference) return {};
    const auto next = found + 1;
    if (next != identified_.end() && next->id == reference) return {.part = nullptr, .ambiguous = true};
    return {.part = found->part};
}

}  // namespace kimai::soap
