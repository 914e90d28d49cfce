// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "soap/references.hpp"

#include <algorithm>
#include <utility>

namespace kimai::soap {

namespace {

std::string_view id_of(const Part* part) { return part->id; }

}  // namespace

References::References(std::vector<const Part*> identified) : identified_(std::move(identified)) {
    std::ranges::sort(identified_, {}, id_of);
}

bool References::ambiguous() const { return std::ranges::adjacent_find(identified_, {}, id_of) != identified_.end(); }

const Part* References::find(std::string_view reference) const {
    const auto found = std::ranges::lower_bound(identified_, reference, {}, id_of);
    return found != identified_.end() && id_of(*found) == reference ? *found : nullptr;
}

}  // namespace kimai::soap
