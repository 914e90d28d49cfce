// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "api/value.hpp"

namespace kimai::api {

/// Leaves one member of each name: the place of the first, the value of the last, as PHP does. Takes no more than
/// n log n time, whatever the names are.
void unite_equal_names(Record& members);

}  // namespace kimai::api
