// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "storage/current_marks.hpp"

namespace kimai::storage {

const ChangeMarks& CurrentMarks::of(std::int64_t user) {
    if (watch_.moved()) known_.clear();
    if (const auto known = known_.find(user); known != known_.end()) return known->second;
    return known_.emplace(user, change_marks(connection_, user)).first->second;
}

}  // namespace kimai::storage
