// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <array>

#include "api/shape.hpp"

/// The items of results, one shape a kind. Their members are those of the recorded answers, in the same order.
namespace kimai::api::result {

extern const Shape api_key;
extern const Shape user;
extern const Shape customer;
extern const Shape project;
extern const Shape task;
extern const Shape started_recording;
extern const Shape active_recording;
extern const Shape timesheet_entry;
extern const Shape timesheet_record;
extern const Shape expense;
extern const Shape expense_record;
extern const Shape new_record;
/// Of methods that have nothing to tell: their list of items is always empty.
extern const Shape nothing;

extern const Shape failure;

/// The members of a whole result with such items: `success`, then `items` and `total`, or `error`.
std::array<ShapeMember, 4> members_with(const Shape& items);

}  // namespace kimai::api::result
